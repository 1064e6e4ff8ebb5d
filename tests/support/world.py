"""A small workshop in the database, and people who have launched valo from Moodle.

`world.sign_in(world.coach)` gives a browser that stands inside that person's page session.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from sidecar import clock, db
from sidecar.hoks.models import LearnerPlan
from sidecar.identity import sessions
from sidecar.identity.models import Person, PlatformAccount, Role, RoleGrant
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationEdition, QualificationUnit, Requirement
from sidecar.tenancy.models import (
    Context,
    Deployment,
    EducationProvider,
    Membership,
    PlatformRegistration,
    ResourceLink,
)

ISSUER = "https://moodle.example.org"
USER_AGENT = "Test browser"
SKILLS = (
    "Plan the day",
    "Mask the surfaces",
    "Fill the cracks",
    "Sand",
    "Prime",
    "Paint",
    "Tidy up",
)


@dataclass
class Browser:
    """A test client inside one page session. Paths are what follows /s/<sid>."""

    app: Flask
    sid: str
    cookie_value: str | None
    last: TestResponse | None = None
    _client: Any = field(init=False)

    def __post_init__(self) -> None:
        self._client = self.app.test_client()
        if self.cookie_value:
            self._client.set_cookie(
                sessions.cookie_name(self.sid), self.cookie_value, domain="valo.example.org"
            )

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self._open("GET", path, **kwargs)

    def post(
        self, path: str, data: Any = None, *, follow: bool = True, **kwargs: Any
    ) -> TestResponse:
        return self._open("POST", path, data=data, follow_redirects=follow, **kwargs)

    def page(self, path: str, *, status: int = 200) -> BeautifulSoup:
        """The page as a tree; fails on any other status."""
        answer = self.get(path, follow_redirects=True)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:800]}"
        return soup(answer)

    def _open(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"User-Agent": USER_AGENT, "Sec-Fetch-Site": "same-origin"}
        headers |= kwargs.pop("headers", {})
        address = path if path.startswith("/s/") else f"/s/{self.sid}{path}"
        self.last = self._client.open(
            address, method=method, base_url="https://valo.example.org", headers=headers, **kwargs
        )
        return self.last


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def text_of(answer: TestResponse | BeautifulSoup) -> str:
    """All words of a page, white space folded."""
    tree = answer if isinstance(answer, BeautifulSoup) else soup(answer)
    return re.sub(r"\s+", " ", tree.get_text(" ")).strip()


@dataclass
class World:
    """People and things; `other_…` belong to the same provider but not to `period`."""

    app: Flask
    provider: EducationProvider
    registration: PlatformRegistration
    context: Context
    link: ResourceLink
    learner: Person
    other_learner: Person
    coach: Person
    other_coach: Person
    teacher: Person
    officer: Person
    administrator: Person
    unit: QualificationUnit
    requirements: list[Requirement]
    period: WorkPeriod
    other_period: WorkPeriod
    plan: LearnerPlan

    def sign_in(
        self,
        person: Person,
        *,
        locale: str = "en",
        with_cookie: bool = True,
        launch: dict[str, Any] | None = None,
    ) -> Browser:
        """A browser in a fresh page session of this person."""
        learners = (self.learner.id, self.other_learner.id)
        standings = ["trainee"] if person.id in learners else ["staff"]
        if person.id == self.administrator.id:
            standings.append("setup")
        with db.transaction():
            opened = sessions.open_session(
                person=person,
                registration_id=self.registration.id,
                context_id=self.context.id,
                resource_link_id=self.link.id,
                standings=standings,
                locale=locale,
                launch=launch or {},
                user_agent=USER_AGENT,
                now=clock.now(),
            )
        cookie = opened.cookie_value if with_cookie else None
        return Browser(self.app, opened.sid, cookie)


def build_world(app: Flask) -> World:
    """Write the workshop into the bound database."""
    with db.transaction() as session:
        now = clock.now()
        provider = EducationProvider(
            name="Testipaja", organisation_oid="1.2.246.562.10.10000000009", created_at=now
        )
        session.add(provider)
        session.flush()
        registration = _registration(provider)
        session.add(registration)
        session.flush()
        session.add(Deployment(registration_id=registration.id, deployment_id="1"))
        context = Context(
            registration_id=registration.id,
            context_ref="7",
            title="Pintakäsittely",
            roster_url=f"{ISSUER}/mod/lti/services.php/7/members",
            line_items_url=f"{ISSUER}/mod/lti/services.php/7/lineitems",
            scopes=["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
        )
        session.add(context)
        session.flush()
        link = ResourceLink(
            context_id=context.id,
            link_ref="3",
            title="Työpäiväkirja",
            line_item_url=f"{ISSUER}/mod/lti/services.php/7/lineitems/3/lineitem",
        )
        session.add(link)
        people = {
            name: _person(session, registration, context, name, subject)
            for subject, name in enumerate(
                [
                    "Aino Oppija",
                    "Ben Elev",
                    "Carita Coach",
                    "Dan Coach",
                    "Eero Ope",
                    "Fanni Tieto",
                    "Gunilla Admin",
                ],
                start=11,
            )
        }
        learner, other_learner, coach, other_coach, teacher, officer, administrator = (
            people.values()
        )
        for person, role in (
            (coach, Role.COACH),
            (other_coach, Role.COACH),
            (teacher, Role.TEACHER),
            (officer, Role.RECORDS_OFFICER),
        ):
            session.add(
                RoleGrant(person_id=person.id, provider_id=provider.id, role=role, granted_at=now)
            )
        unit, requirements = _unit(session)
        period = _period(provider, context, learner, coach, teacher, unit, "a" * 32)
        other = _period(provider, context, other_learner, other_coach, teacher, unit, "b" * 32)
        plan = LearnerPlan(
            learner_id=learner.id,
            provider_id=provider.id,
            learner_number="1.2.246.562.24.12312312319",
            study_right_oid="1.2.246.562.15.10000000009",
        )
        session.add_all([period, other, plan])
        session.flush()
        made = World(
            app=app, provider=provider, registration=registration, context=context, link=link,
            learner=learner, other_learner=other_learner, coach=coach, other_coach=other_coach,
            teacher=teacher, officer=officer, administrator=administrator, unit=unit,
            requirements=requirements, period=period, other_period=other, plan=plan,
        )  # fmt: skip
    db.database().release()
    return made


def _registration(provider: EducationProvider) -> PlatformRegistration:
    return PlatformRegistration(
        provider_id=provider.id,
        issuer=ISSUER,
        client_id="client-1",
        auth_login_url=f"{ISSUER}/mod/lti/auth.php",
        auth_token_url=f"{ISSUER}/mod/lti/token.php",
        key_set_url=f"{ISSUER}/mod/lti/certs.php",
        product="moodle",
        state="active",
        created_at=clock.now(),
    )


def _person(session, registration, context, name: str, subject: int) -> Person:
    person = Person(display_name=name, created_at=clock.now())
    session.add(person)
    session.flush()
    session.add(
        PlatformAccount(registration_id=registration.id, subject=str(subject), person_id=person.id)
    )
    standing = "trainee" if "Oppija" in name or "Elev" in name else "staff"
    session.add(
        Membership(
            context_id=context.id, person_id=person.id, standings=[standing], subject=str(subject)
        )
    )
    return person


def _unit(session) -> tuple[QualificationUnit, list[Requirement]]:
    edition = QualificationEdition(
        register_number="OPH-0000-2026",
        name={"fi": "Testitutkinto", "sv": "Testexamen"},
        source_hash="test",
        imported_at=clock.now(),
    )
    session.add(edition)
    session.flush()
    unit = QualificationUnit(
        edition_id=edition.id,
        code_uri="tutkinnonosat_999001",
        code_version=1,
        name={"fi": "Pintojen maalaus", "sv": "Målning av ytor"},
        points="30",
        scale="grades-1-5",
        position=1,
    )
    session.add(unit)
    session.flush()
    requirements = [
        Requirement(
            unit_id=unit.id,
            requirement_key=f"r{n}",
            heading={"fi": "Työ", "sv": "Arbete"},
            text={"fi": f"{skill} (fi)", "sv": f"{skill} (sv)"},
            position=n,
        )
        for n, skill in enumerate(SKILLS, start=1)
    ]
    session.add_all(requirements)
    session.flush()
    return unit, requirements


def _period(provider, context, learner, coach, teacher, unit, key: str) -> WorkPeriod:  # noqa: PLR0917
    today: date = clock.today()
    return WorkPeriod(
        period_key=key,
        provider_id=provider.id,
        context_id=context.id,
        learner_id=learner.id,
        coach_id=coach.id,
        teacher_id=teacher.id,
        unit_id=unit.id,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=60),
        agreement="training_agreement",
        workplace_name="Maalaamo Oy",
        business_id="1234567-1",
        core_tasks=["Seinien maalaus"],
        instructor_name="Olli Ohjaaja",
        instructor_email="olli@example.org",
        instructor_phone="0401234567",
        created_at=clock.now(),
    )
