"""Reading evidence: what entries show, and the lamps of a unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, true
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.evidence.models import EntryRequirement, Observation
from sidecar.qualifications.models import Requirement

OFF, HALF, FULL = "off", "half", "full"
_ALONE = "alone"
OBSERVED = (
    select(Observation.requirement_id, Observation.independence, true().label("confirmed"))
    .where(Observation.learner_id == bindparam("learner"))
    .distinct()
)
"""What coaches saw the learner do, as `light` wants it: what a coach saw is confirmed."""


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """A requirement and how far it is shown."""

    requirement: Requirement
    state: str
    """off: nothing yet; half: with help, or not confirmed; full: alone and confirmed."""


def shown_by(entry_ids: Iterable[int]) -> dict[int, list[Requirement]]:
    """The requirements of each entry, in their order."""
    query = (
        select(EntryRequirement.entry_id, Requirement)
        .join(Requirement, Requirement.id == EntryRequirement.requirement_id)
        .where(EntryRequirement.entry_id.in_(list(entry_ids)))
        .order_by(Requirement.position)
    )
    found: dict[int, list[Requirement]] = {}
    for entry_id, requirement in db.session().execute(query):
        found.setdefault(entry_id, []).append(requirement)
    return found


def observations_of(learner_id: int) -> Sequence[Observation]:
    """What coaches saw this learner do, the newest first."""
    query = select(Observation).where(Observation.learner_id == learner_id)
    query = query.options(joinedload(Observation.requirement))
    newest_first = query.order_by(Observation.day.desc(), Observation.id.desc())
    return db.session().scalars(newest_first.limit(200)).all()


def light(
    requirements: Sequence[Requirement], shown: Iterable[tuple[int, str | None, bool]]
) -> list[Lamp]:
    """The lamps of requirements; `shown`: (requirement id, independence, confirmed) of entries."""
    best: dict[int, str] = {}
    for requirement_id, independence, confirmed in shown:
        full = confirmed and independence == _ALONE
        if full or requirement_id not in best:
            best[requirement_id] = FULL if full else HALF
    return [Lamp(requirement=r, state=best.get(r.id, OFF)) for r in requirements]
