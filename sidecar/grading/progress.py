"""A learner's progress for the gradebook: agreed days with an approved entry, never words."""

from dataclasses import dataclass

from sidecar.diary.queries import approved_days
from sidecar.placements.agreed import agreed_days, is_agreed
from sidecar.placements.models import WorkPeriod


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`done` of `agreed` days; `done` never exceeds `agreed`, `agreed` is at least 1."""

    done: int
    agreed: int


def progress_of(period: WorkPeriod) -> Progress:
    """How far a period is, by the weekdays agreed for it."""
    agreed = max(1, agreed_days(period.agreed_weekdays, period.starts_on, period.ends_on))
    told = approved_days(period.learner_id, period.starts_on, period.ends_on)
    done = sum(is_agreed(period.agreed_weekdays, day) for day in told)
    return Progress(done=done, agreed=agreed)
