"""What a coach saw at work: one task or one skill, several learners, one tap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.environments.models import TaskCard
from sidecar.environments.queries import requirement_ids
from sidecar.errors import BadInput, NotFound
from sidecar.evidence.models import Observation
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.queries import requirements_of
from sidecar.review.queries import tasks_of

_MOST_LEARNERS = 100
WAYS = ("alone", "with_help")


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What was seen: a task card or one requirement, and how it was done."""

    way: str
    card_id: int | None = None
    requirement_id: int | None = None


def running_periods(coach_id: int, today: date) -> Sequence[WorkPeriod]:
    """The coach's periods of today, with learner, unit and site, by the learner's name."""
    query = (
        select(WorkPeriod)
        .join(Person, Person.id == WorkPeriod.learner_id)
        .where(
            WorkPeriod.coach_id == coach_id,
            WorkPeriod.starts_on <= today,
            WorkPeriod.ends_on >= today,
        )
        .options(
            joinedload(WorkPeriod.learner),
            joinedload(WorkPeriod.unit),
            joinedload(WorkPeriod.environment),
        )
        .order_by(Person.display_name, WorkPeriod.id)
        .limit(_MOST_LEARNERS)
    )
    return db.session().scalars(query).all()


def observe(coach: Person, sight: Sight, period_ids: Iterable[int]) -> int:
    """Note that these learners showed it today; how many there were.

    A task shows those of its skills that belong to the learner's unit. The same person seen again
    with the same skill on the same day: the later word counts.
    """
    wanted = set(period_ids)
    periods = [p for p in running_periods(coach.id, clock.today()) if p.id in wanted]
    card = _card(coach, sight)
    _check(periods, sight)
    shown = {unit_id: _skills(unit_id, card, sight) for unit_id in {p.unit_id for p in periods}}
    seen = [p for p in periods if shown[p.unit_id]]
    if not seen:
        sentence = gettext("This does not belong to the units of these trainees. Choose another.")
        raise BadInput(fields={"task": [sentence]})
    for period in seen:
        for requirement_id in shown[period.unit_id]:
            _write(coach, period, requirement_id, sight)
    return len(seen)


def _card(coach: Person, sight: Sight) -> TaskCard | None:
    if sight.card_id is None:
        return None
    cards = tasks_of(coach.id, clock.today())
    return next((card for card in cards if card.id == sight.card_id), None)


def _check(periods: list[WorkPeriod], sight: Sight) -> None:
    wrong: dict[str, list[str]] = {}
    if sight.card_id is None and sight.requirement_id is None:
        wrong["task"] = [gettext("Choose one of these.")]
    if not periods:
        wrong["periods"] = [gettext("Choose at least one trainee.")]
    if sight.way not in WAYS:
        wrong["task"] = [gettext("Choose one of these.")]
    if wrong:
        raise BadInput(fields=wrong)


def _skills(unit_id: int, card: TaskCard | None, sight: Sight) -> list[int]:
    if card is not None:
        return sorted(requirement_ids(unit_id, [card]))
    known = {r.id for r in requirements_of(unit_id)}
    one = sight.requirement_id
    return [one] if one is not None and one in known else []


def _write(coach: Person, period: WorkPeriod, requirement_id: int, sight: Sight) -> None:
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
    found.coach_id, found.independence, found.at = coach.id, sight.way, clock.now()
    found.card_id = sight.card_id
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
