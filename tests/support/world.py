"""A small workshop in the database, and people who have launched valo from Moodle.

`world.sign_in(world.coach)` gives a browser that stands inside that person's page session.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from sidecar import clock, db
from sidecar.hoks.models import LearnerPlan
from sidecar.identity import sessions
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationUnit, Requirement
from sidecar.tenancy.models import (
    Context,
    EducationProvider,
    PlatformRegistration,
    ResourceLink,
)
from tests.support import workshop

USER_AGENT = "Test browser"


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
        headers = {name: value for name, value in headers.items() if value is not None}
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
        provider, registration = workshop.provider(session)
        context, link = workshop.course(session, registration)
        people = workshop.people(session, registration, context)
        workshop.grant_roles(session, provider, people)
        unit, requirements = workshop.unit(session)
        around = {"provider": provider, "teacher": people["teacher"]}
        made = World(
            app=app, provider=provider, registration=registration, context=context, link=link,
            **people, unit=unit, requirements=requirements,
            period=workshop.period(
                session, unit, context, learner=people["learner"], coach=people["coach"], **around
            ),
            other_period=workshop.period(
                session, unit, context,
                learner=people["other_learner"], coach=people["other_coach"], **around,
            ),
            plan=workshop.plan(session, provider, people["learner"]),
        )  # fmt: skip
    db.database().release()
    return made
