"""What a coach keeps beside the diary: a private note, and what was seen at work."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import BadInput, NotFound
from sidecar.evidence.models import Observation
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.queries import requirements_of
from sidecar.review.models import CoachNote

_MOST_LEARNERS = 100
WAYS = ("alone", "with_help")


def note_of(coach_id: int, period_id: int) -> CoachNote | None:
    """This coach's own note on a period; never another coach's."""
    query = select(CoachNote).where(
        CoachNote.coach_id == coach_id, CoachNote.period_id == period_id
    )
    return db.session().scalar(query)


def write_note(coach_id: int, period: WorkPeriod, text: str) -> None:
    """Keep the note; without words it is gone."""
    note = note_of(coach_id, period.id)
    if note is None and text:
        note = CoachNote(coach_id=coach_id, period_id=period.id, text=text, saved_at=clock.now())
        db.session().add(note)
    elif note is not None and text:
        note.text, note.saved_at = text, clock.now()
    elif note is not None:
        db.session().delete(note)


def running_periods(coach_id: int, today: date) -> Sequence[WorkPeriod]:
    """The coach's periods of today, with learner and unit, by the learner's name."""
    query = (
        select(WorkPeriod)
        .join(Person, Person.id == WorkPeriod.learner_id)
        .where(
            WorkPeriod.coach_id == coach_id,
            WorkPeriod.starts_on <= today,
            WorkPeriod.ends_on >= today,
        )
        .options(joinedload(WorkPeriod.learner), joinedload(WorkPeriod.unit))
        .order_by(Person.display_name, WorkPeriod.id)
        .limit(_MOST_LEARNERS)
    )
    return db.session().scalars(query).all()


def observe(
    coach: Person, *, unit_id: int, requirement_id: int, period_ids: Iterable[int], way: str
) -> int:
    """Note that these learners showed a requirement today; how many there were.

    The same person seen again on the same day: the later word counts.
    """
    wanted = set(period_ids)
    mine = running_periods(coach.id, clock.today())
    seen = [p for p in mine if p.id in wanted and p.unit_id == unit_id]
    _check(unit_id, requirement_id, seen, way)
    for period in seen:
        _write(coach, period, requirement_id, way)
    return len(seen)


def _check(unit_id: int, requirement_id: int, seen: list[WorkPeriod], way: str) -> None:
    wrong: dict[str, list[str]] = {}
    if requirement_id not in {r.id for r in requirements_of(unit_id)}:
        wrong["requirement"] = [gettext("Choose one of these.")]
    if not seen:
        wrong["periods"] = [gettext("Choose at least one trainee.")]
    if way not in WAYS:
        wrong["way"] = [gettext("Choose one of these.")]
    if wrong:
        raise BadInput(fields=wrong)


def _write(coach: Person, period: WorkPeriod, requirement_id: int, way: str) -> None:
    today = clock.today()
    query = select(Observation).where(
        Observation.period_id == period.id,
        Observation.requirement_id == requirement_id,
        Observation.day == today,
    )
    found = db.session().scalar(query)
    if found is None:
        found = Observation(
            period_id=period.id,
            learner_id=period.learner_id,
            requirement_id=requirement_id,
            day=today,
        )
        db.session().add(found)
    found.coach_id, found.independence, found.at = coach.id, way, clock.now()
    db.session().flush()
    _log("observation.made", found, period, coach)


def forget(coach: Person, observation_id: int) -> WorkPeriod:
    """Take an observation of this coach's own back; gives its period."""
    query = select(Observation).where(
        Observation.id == observation_id, Observation.coach_id == coach.id
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    period = db.session().get_one(WorkPeriod, found.period_id)
    _log("observation.removed", found, period, coach)
    db.session().delete(found)
    return period


def _log(type_: str, found: Observation, period: WorkPeriod, by: Person) -> None:
    record(type_, by=by, target=f"observation:{found.id}", provider_id=period.provider_id)
