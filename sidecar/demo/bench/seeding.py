"""Who works in the benchmark's house: one provider, one course, coaches, learners, periods."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from lti import claims as c
from lti.testing import User
from sidecar import clock, db
from sidecar.demo import qualification
from sidecar.demo.bench.bulk import Row, next_id, settle, write
from sidecar.demo.bench.diaries import write_diaries
from sidecar.demo.bench.house import ACTIVITY, ISSUER, House
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage
from sidecar.evidence.models import EntryRequirement
from sidecar.identity.models import Person, PlatformAccount, Role, RoleGrant
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.models import QualificationUnit
from sidecar.qualifications.reader import parse
from sidecar.tenancy.keys import ensure_signing_key
from sidecar.tenancy.models import (
    Context,
    Deployment,
    EducationProvider,
    Membership,
    PlatformKeySet,
    PlatformRegistration,
    ResourceLink,
)

GROUP = 15
"""Learners of one coach."""
LEARNER, COACH, HEAD_COACH = "learner-0", "coach-0", "coach-of-all"
_SEEDED = (Person, PlatformAccount, Membership, RoleGrant, WorkPeriod, DiaryEntry)
_MORE_SEEDED = (Attachment, EntryMessage, EntryRequirement)
_LONG_AGO = timedelta(days=3_000)
_SOON = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The rows that all others hang on, by id."""

    provider: int
    registration: int
    context: int
    unit: int
    requirements: list[int]


def lay_ground(house: House) -> Ground:
    """Provider, platform with its keys, course, activity, requirements."""
    with db.transaction() as session:
        ensure_signing_key()
        provider = EducationProvider(name="Mittauspaja", created_at=clock.now())
        registration = _registration(house, provider)
        session.add(registration)
        session.flush()
        session.add_all(_platform_rows(house, registration.id))
        context = _context(registration.id)
        session.add(context)
        session.flush()
        session.add(ResourceLink(context_id=context.id, link_ref=ACTIVITY.id, title=ACTIVITY.title))
        unit = _unit()
        return Ground(
            provider=provider.id,
            registration=registration.id,
            context=context.id,
            unit=unit.id,
            requirements=[r.id for r in unit.requirements],
        )


def _unit() -> QualificationUnit:
    edition = import_edition(parse(qualification.as_bytes()), by=None)
    return next(u for u in edition.units if u.requirements)


def _registration(house: House, provider: EducationProvider) -> PlatformRegistration:
    return PlatformRegistration(
        provider=provider,
        issuer=ISSUER,
        client_id=house.tool.client_id,
        auth_login_url=f"{ISSUER}/mod/lti/auth.php",
        auth_token_url=f"{ISSUER}/mod/lti/token.php",
        key_set_url=f"{ISSUER}/mod/lti/certs.php",
        product="moodle",
        state="active",
        created_at=clock.now(),
    )


def _platform_rows(house: House, registration_id: int) -> list[Any]:
    """The deployment, and the platform's keys as an earlier launch has fetched them."""
    jwks = house.platform.jwks()
    deployment_id = house.tool.deployment_id
    return [
        Deployment(registration_id=registration_id, deployment_id=deployment_id),
        PlatformKeySet(registration_id=registration_id, jwks=jwks, fetched_at=clock.now()),
    ]


def _context(registration_id: int) -> Context:
    return Context(
        registration_id=registration_id,
        context_ref="7",
        title="Pintakäsittely",
        roster_url=f"{ISSUER}/mod/lti/services.php/7/members",
        scopes=[c.SCOPE_ROSTER],
    )


def add_people(ground: Ground, numbers: range, *, entries: int) -> None:
    """Learners with these numbers, a coach for each group of them, and their diaries."""
    groups = numbers[::GROUP]
    with db.transaction():
        coaches = _write_people(ground, [f"coach-{n}" for n in groups], "staff")
        _grant(ground, coaches)
        learners = _write_people(ground, [f"learner-{n}" for n in numbers], "trainee")
        rows = [_period(ground, one, coaches[n // GROUP]) for n, one in enumerate(learners)]
        first = next_id(WorkPeriod)
        periods = [{"id": first + n, **row} for n, row in enumerate(rows)]
        write(WorkPeriod, periods)
        write_diaries(periods, ground.requirements, since=0, until=entries)
        settle((*_SEEDED, *_MORE_SEEDED))


def add_head_coach(ground: Ground) -> None:
    """A coach to whom all learners can be given."""
    with db.transaction():
        _grant(ground, _write_people(ground, [HEAD_COACH], "staff"))
        settle(_SEEDED)


def give_all_to_head_coach(ground: Ground) -> None:
    """One coach for everybody: the longest queue."""
    with db.transaction() as session:
        session.execute(update(WorkPeriod).values(coach_id=person_id(ground, HEAD_COACH)))


def lengthen(ground: Ground, subject: str, *, since: int, until: int) -> None:
    """More entries for one learner."""
    with db.transaction():
        period = period_of(ground, subject)
        row = {"id": period.id, "learner_id": period.learner_id, "coach_id": period.coach_id}
        write_diaries([row], ground.requirements, since=since, until=until)
        settle((*_SEEDED, *_MORE_SEEDED))


def add_paper(ground: Ground, subject: str) -> int:
    """A demonstration paper that is being written: its evidence is gathered when it is printed."""
    with db.transaction() as session:
        period = period_of(ground, subject)
        paper = DemonstrationPaper(
            period_id=period.id,
            learner_id=period.learner_id,
            unit_id=period.unit_id,
            work_situations=["Seinien maalaus", "Suojaus ja siivous"],
            place_name=period.workplace_name,
            created_at=clock.now(),
        )
        session.add(paper)
        session.flush()
        return int(paper.id)


def _write_people(ground: Ground, subjects: list[str], standing: str) -> list[int]:
    first, now = next_id(Person), clock.now()
    known = [(first + n, subject) for n, subject in enumerate(subjects)]
    names = {subject: user(subject).name for subject in subjects}
    write(Person, ({"id": i, "display_name": names[s], "created_at": now} for i, s in known))
    account = {"registration_id": ground.registration}
    write(PlatformAccount, ({**account, "person_id": i, "subject": s} for i, s in known))
    member = {"context_id": ground.context, "standings": [standing]}
    write(Membership, ({**member, "person_id": i, "subject": s} for i, s in known))
    return [i for i, _subject in known]


def user(subject: str) -> User:
    """The platform's account of a subject."""
    kind, _, number = subject.partition("-")
    return User(
        subject, number.title(), kind.title(), "Instructor" if kind == "coach" else "Learner"
    )


def _grant(ground: Ground, people: list[int]) -> None:
    row = {"provider_id": ground.provider, "role": Role.COACH.value, "granted_at": clock.now()}
    write(RoleGrant, ({**row, "person_id": person} for person in people))


def _period(ground: Ground, learner_id: int, coach_id: int) -> Row:
    return {
        "period_key": f"{learner_id:032d}",
        "provider_id": ground.provider,
        "context_id": ground.context,
        "learner_id": learner_id,
        "coach_id": coach_id,
        "unit_id": ground.unit,
        "starts_on": clock.today() - _LONG_AGO,
        "ends_on": clock.today() + _SOON,
        "workplace_name": "Maalaamo Oy",
        "business_id": "1234567-1",
        "core_tasks": ["Seinien maalaus"],
        "instructor_name": "Olli Ohjaaja",
        "created_at": clock.now(),
    }


def person_id(ground: Ground, subject: str) -> int:
    """The person behind a subject."""
    wanted = select(PlatformAccount.person_id).where(
        PlatformAccount.registration_id == ground.registration, PlatformAccount.subject == subject
    )
    return int(db.session().execute(wanted).scalar_one())


def period_of(ground: Ground, subject: str) -> WorkPeriod:
    """The learner's work period."""
    wanted = select(WorkPeriod).where(WorkPeriod.learner_id == person_id(ground, subject))
    return db.session().execute(wanted).scalar_one()
