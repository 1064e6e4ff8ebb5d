"""What a coach saw at work: one task or one skill, several learners, one tap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

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


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What one tap wrote, as plain values for a signed token: enough to take it back."""

    at: str
    count: int
    """How many learners."""
    before: dict[str, list[Any]] = field(default_factory=dict)
    """Of an observation that was there already, by its id: coach, way, card and time."""


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


def observe(coach: Person, sight: Sight, period_ids: Iterable[int]) -> Noted:
    """Note that these learners showed it today.

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
    noted = Noted(at=clock.now().isoformat(), count=len(seen))
    for period in seen:
        for requirement_id in shown[period.unit_id]:
            _write(coach, period, requirement_id, sight, noted)
    return noted


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


def _write(
    coach: Person, period: WorkPeriod, requirement_id: int, sight: Sight, noted: Noted
) -> None:
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
    else:
        noted.before[str(found.id)] = [*_of(found), found.at.isoformat()]
    found.coach_id, found.independence, found.card_id = coach.id, sight.way, sight.card_id
    found.at = datetime.fromisoformat(noted.at)
    db.session().flush()
    _log("observation.made", found, period, coach)


def _of(found: Observation) -> list[Any]:
    return [found.coach_id, found.independence, found.card_id]


def take_back(coach: Person, noted: Noted) -> None:
    """Take one tap back: what it wrote goes, what stood there before it stands there again.

    What was noted anew meanwhile stays.
    """
    query = select(Observation).where(
        Observation.coach_id == coach.id, Observation.at == datetime.fromisoformat(noted.at)
    )
    for found in db.session().scalars(query).all():
        period = db.session().get_one(WorkPeriod, found.period_id)
        _log("observation.removed", found, period, coach)
        before = noted.before.get(str(found.id))
        if before is None:
            db.session().delete(found)
        else:
            found.coach_id, found.independence, found.card_id, at = before
            found.at = datetime.fromisoformat(at)


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
