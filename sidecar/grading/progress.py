"""A learner's progress for the gradebook: agreed days with an approved entry, never words."""

from dataclasses import dataclass
from datetime import date, timedelta

from sidecar.diary.queries import approved_days
from sidecar.placements.models import WorkPeriod

_FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`done` of `agreed` days; `done` never exceeds `agreed`, `agreed` is at least 1."""

    done: int
    agreed: int


def progress_of(period: WorkPeriod) -> Progress:
    """How far a period is. Agreed days: Monday to Friday, until days are agreed one by one."""
    agreed = max(1, weekdays(period.starts_on, period.ends_on))
    done = approved_days(period.learner_id, period.starts_on, period.ends_on)
    return Progress(done=min(done, agreed), agreed=agreed)


def weekdays(first: date, last: date) -> int:
    """How many days from Monday to Friday a span has, both ends included."""
    span = (last - first).days + 1
    weeks, rest = divmod(span, 7)
    odd = sum((first + timedelta(days=n)).weekday() <= _FRIDAY for n in range(rest))
    return weeks * 5 + odd
