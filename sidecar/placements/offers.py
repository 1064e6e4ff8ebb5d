"""Which coach–trainee pairs a course's groups offer to the viewer, and what may be done with each.

A coach sees the groups they are in, and is offered as their coach; an administrator sees all. A
trainee who has another coach changes over only by that coach's or an administrator's word: a group
in Moodle, which any teacher there can change, opens nobody's diary.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sidecar import db
from sidecar.errors import NotFound
from sidecar.identity.models import Person, PlatformAccount, Role
from sidecar.identity.permissions import Viewer
from sidecar.placements.models import PairDecision, WorkPeriod
from sidecar.roster.models import CourseGroup
from sidecar.tenancy.models import Context, Membership, PlatformRegistration
from sidecar.tenancy.queries import holders_of


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A coach and a trainee of one group; `periods`: the trainee's running and coming ones."""

    coach: Person
    learner: Person
    periods: Sequence[WorkPeriod]
    may_accept: bool
    accepted: bool
    """Accepted already, and the period is still to be made."""

    @property
    def other_coach(self) -> Person | None:
        """Who is the trainee's coach now, where it is somebody else."""
        return next((p.coach for p in self.periods if p.coach_id != self.coach.id), None)

    @property
    def value(self) -> str:
        """How the form names it."""
        return f"{self.coach.id}-{self.learner.id}"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A group with what it offers."""

    group: CourseGroup
    pairs: list[Pair]


def offers_to(viewer: Viewer, today: date) -> list[Offer]:
    """Groups with something to decide, by course and name."""
    groups = _groups(viewer)
    people = _people(groups)
    coaches = {p.id for p in holders_of(viewer.provider_id, Role.COACH)}
    made = _Maker(viewer, coaches, today, _everybody(people))
    found = [Offer(group=g, pairs=made.pairs(g, people[g.id])) for g in groups]
    return [offer for offer in found if offer.pairs]


def offer_of(viewer: Viewer, group_id: int, today: date) -> Offer:
    """One of them; NotFound for a group that offers the viewer nothing."""
    found = next((o for o in offers_to(viewer, today) if o.group.id == group_id), None)
    if found is None:
        raise NotFound
    return found


def _groups(viewer: Viewer) -> Sequence[CourseGroup]:
    query = (
        select(CourseGroup)
        .join(Context, Context.id == CourseGroup.context_id)
        .join(PlatformRegistration, PlatformRegistration.id == Context.registration_id)
        .where(PlatformRegistration.provider_id == viewer.provider_id, Context.gone_at.is_(None))
        .options(joinedload(CourseGroup.context), selectinload(CourseGroup.members))
        .order_by(Context.title, CourseGroup.name, CourseGroup.id)
    )
    return db.session().scalars(query.limit(500)).all()


def _people(groups: Sequence[CourseGroup]) -> dict[int, list[tuple[Person, bool]]]:
    """Those of each group whom we know, and whether they stand in the course as trainees."""
    courses = {g.context_id for g in groups}
    query = (
        select(Membership.context_id, PlatformAccount.subject, Membership.standings, Person)
        .join(Context, Context.id == Membership.context_id)
        .join(Person, Person.id == Membership.person_id)
        .join(PlatformAccount, PlatformAccount.person_id == Person.id)
        .where(
            Membership.context_id.in_(courses),
            Membership.left_at.is_(None),
            PlatformAccount.registration_id == Context.registration_id,
        )
    )
    known = {(c, s): (p, "trainee" in st) for c, s, st, p in db.session().execute(query)}
    found: dict[int, list[tuple[Person, bool]]] = defaultdict(list)
    for group in groups:
        rows = (known.get((group.context_id, m.subject)) for m in group.members)
        found[group.id] = [row for row in rows if row is not None]
    return found


def _everybody(people: dict[int, list[tuple[Person, bool]]]) -> set[int]:
    return {person.id for rows in people.values() for person, _ in rows}


class _Maker:
    """What all groups share: periods and decisions, read once."""

    def __init__(
        self, viewer: Viewer, coaches: set[int], today: date, person_ids: Iterable[int]
    ) -> None:
        self.me = viewer.person.id
        self.decides_all = Role.ADMINISTRATOR in viewer.roles
        self.coaches = coaches
        ids = list(person_ids)
        self.periods: dict[int, list[WorkPeriod]] = defaultdict(list)
        running = select(WorkPeriod).where(
            WorkPeriod.learner_id.in_(ids),
            WorkPeriod.provider_id == viewer.provider_id,
            WorkPeriod.ends_on >= today,
        )
        for period in db.session().scalars(running.options(joinedload(WorkPeriod.coach))):
            self.periods[period.learner_id].append(period)
        decided = select(PairDecision).where(PairDecision.learner_id.in_(ids))
        self.decided = {
            (d.group_id, d.coach_id, d.learner_id): d.accepted
            for d in db.session().scalars(decided)
        }

    def pairs(self, group: CourseGroup, people: list[tuple[Person, bool]]) -> list[Pair]:
        coaches = [p for p, _ in people if p.id in self.coaches and self._is_shown(p)]
        learners = [p for p, trainee in people if trainee and p.id not in self.coaches]
        found = [self._pair(group, c, one) for c in coaches for one in learners]
        return [pair for pair in found if pair is not None]

    def _is_shown(self, coach: Person) -> bool:
        return self.decides_all or coach.id == self.me

    def _pair(self, group: CourseGroup, coach: Person, learner: Person) -> Pair | None:
        decision = self.decided.get((group.id, coach.id, learner.id))
        periods = self.periods[learner.id]
        is_so = bool(periods) and all(p.coach_id == coach.id for p in periods)
        if decision is False or is_so:
            return None
        others = {p.coach_id for p in periods} - {coach.id}
        return Pair(
            coach=coach,
            learner=learner,
            periods=periods,
            may_accept=self.decides_all or not others or others == {self.me},
            accepted=decision is True and not periods,
        )
