"""The practice platform tied to the sidecar without sockets.

`Harness.launch(user, activity)` walks the whole way of a launch: login start, the platform's
authorisation, the posted token. The platform is registered through the real /lti/register door.
"""

import contextvars
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from flask import Flask
from requests.adapters import BaseAdapter
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from lti.keys import SigningKey, new_signing_key
from lti.testing import Activity, FakePlatform, Tool, User
from sidecar import clock, db, http
from sidecar.demo.platform import create_platform, register_tool
from sidecar.demo.platform.people import DIARY
from sidecar.demo.platform.practice import EXTENSION, Practice
from sidecar.identity.models import PageSession
from sidecar.tenancy.actions import invite_platform, save_provider
from sidecar.tenancy.models import PlatformRegistration, ToolKey

ISSUER = "https://moodle.example.org"
TOOL = "https://valo.example.org"
USER_AGENT = "Test browser"
LEARNER, COACH, TEACHER, OFFICER, ADMINISTRATOR = "101", "201", "202", "203", "301"

Claims = dict[str, Any]
Bend = Callable[[Claims], Claims | None]
"""Changes claims in place, or returns others."""
Forge = Callable[[Claims], str]
"""Makes the token of claims, where the platform's own signature will not do."""


class InProcess(BaseAdapter):
    """Answers requests of a session by calling a WSGI application directly."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app
        self.seen: list[requests.PreparedRequest] = []
        self.instead: Callable[[requests.PreparedRequest, Any], requests.Response | None] = (
            lambda request, timeout: None
        )
        """For bad days: another answer, an exception, or None for the application's own."""

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        self.seen.append(request)
        other = self.instead(request, how.get("timeout"))
        # A response of 4xx or 5xx counts as false.
        if other is not None:
            return other
        # An empty context: the called application must not see the caller's database session.
        return contextvars.Context().run(self._call, request)

    def close(self) -> None:
        """Nothing is open."""

    def _call(self, request: requests.PreparedRequest) -> requests.Response:
        parts = urlsplit(str(request.url))
        answer = Client(self.app).open(
            parts.path,
            method=request.method,
            query_string=parts.query,
            base_url=f"{parts.scheme}://{parts.netloc}",
            headers=list(request.headers.items()),
            data=request.body or b"",
        )
        made = answered(request, answer.status_code, answer.get_data())
        made.headers.update(dict(answer.headers))
        return made

    def count(self, path: str) -> int:
        """How often an address was asked for."""
        return sum(urlsplit(str(r.url)).path == path for r in self.seen)


def answered(
    request: requests.PreparedRequest, status: int, body: bytes, **headers: str
) -> requests.Response:
    """A response made by hand."""
    made = requests.Response()
    made.status_code, made.url, made.request = status, str(request.url), request
    made.raw = BytesIO(body)
    made.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return made


def session_to(adapters: dict[str, BaseAdapter]) -> http.OutgoingSession:
    """Our outgoing session, in which some addresses are answered in this process."""
    made = http.session(allow_private=True)
    for prefix, adapter in adapters.items():
        made.mount(prefix, adapter)
    return made


@dataclass
class Harness:
    """The sidecar `app`, the platform behind `web`, and one registered tool."""

    app: Flask
    web: Flask
    to_platform: InProcess
    to_tool: InProcess
    tool: Tool = field(init=False)

    @property
    def practice(self) -> Practice:
        found: Practice = self.web.extensions[EXTENSION]
        return found

    @property
    def platform(self) -> FakePlatform:
        return self.practice.fake

    def user(self, user_id: str) -> User:
        return self.platform.users[user_id]

    def activity(self, activity_id: str) -> Activity:
        return next(a for a in self.platform.course.activities if a.id == activity_id)

    def register(self) -> Tool:
        """Register the sidecar at the platform, through the doors of both."""
        with db.transaction() as session:
            session.add(_tool_key())
            provider = save_provider("Testipaja", organisation_oid=None, backend="none", config={})
            invite = invite_platform(provider)
        db.database().release()
        door = f"{TOOL}/lti/register?invite={invite}"
        return register_tool(self.web, door, session_to({TOOL: self.to_tool}))

    def switch(self, state: str) -> None:
        """As the console does: `active` or `off`."""
        with db.transaction() as session:
            session.query(PlatformRegistration).one().state = state
        db.database().release()

    def client(self, *, cookies: bool = True) -> Client:
        """A browser; without `cookies`, one that keeps none."""
        return self.app.test_client(use_cookies=cookies)

    # -- the steps of a launch ------------------------------------------------------------------
    def begin(
        self,
        user: User | str = LEARNER,
        activity: Activity | str = DIARY,
        *,
        client: Client | None = None,
        tool: Tool | None = None,
        **changed: str | None,
    ) -> TestResponse:
        """Login start: the platform's form, with some fields changed or (None) left out."""
        who = self.user(user) if isinstance(user, str) else user
        what = self.activity(activity) if isinstance(activity, str) else activity
        _address, fields = self.platform.login_form(tool or self.tool, who, what)
        sent = {k: v for k, v in {**fields, **changed}.items() if v is not None}
        return self.open(client or self.client(), "/lti/login", sent)

    def answer(
        self,
        redirect: TestResponse,
        user: User | str = LEARNER,
        *,
        bend: Bend | None = None,
        forge: Forge | None = None,
    ) -> dict[str, str]:
        """The form that the platform posts back for our authorisation request."""
        assert redirect.status_code == 302, redirect.text
        wish = dict(parse_qsl(urlsplit(redirect.location).query))
        who = self.user(user) if isinstance(user, str) else user
        with patch.object(self.platform, "sign", lambda claims: claims):
            _address, form = self.platform.authorise(wish, who)
        if "id_token" not in form:
            return form
        claims: Claims = form["id_token"]  # type: ignore[assignment]
        return {**form, "id_token": (forge or self.sign)((bend and bend(claims)) or claims)}

    def sign(self, claims: Claims) -> str:
        """The platform's signature under any claims, also under those that PyJWT finds odd."""
        kid, body = self.platform.key.kid, json.dumps(claims).encode()
        private = loaded(self.platform.key.private_pem)
        return jwt.api_jws.encode(body, private, "RS256", headers={"kid": kid})

    def launch(
        self,
        user: User | str = LEARNER,
        activity: Activity | str = DIARY,
        *,
        bend: Bend | None = None,
        forge: Forge | None = None,
        cookies: bool = True,
        client: Client | None = None,
        tool: Tool | None = None,
    ) -> TestResponse:
        """Login start → authorise → launch, in one browser."""
        browser = client or self.client(cookies=cookies)
        redirect = self.begin(user, activity, client=browser, tool=tool)
        return self.post(self.answer(redirect, user, bend=bend, forge=forge), client=browser)

    def post(self, form: dict[str, str], *, client: Client | None = None) -> TestResponse:
        """What the browser posts to our launch address."""
        return self.open(client or self.client(), "/lti/launch", form)

    def open(
        self, client: Client, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> TestResponse:
        """GET, or POST of a form."""
        return client.open(
            path,
            method="GET" if form is None else "POST",
            data=form,
            base_url=TOOL,
            headers={"User-Agent": USER_AGENT, **headers},
        )


def session_path(answer: TestResponse) -> str:
    """`/s/<sid>` of a launch that went well."""
    assert answer.status_code == 303, answer.text
    return "/".join(answer.location.split("/")[:3])


@cache
def loaded(private_pem: str) -> Any:
    """Loading checks the key's primes, which takes longer than signing."""
    return serialization.load_pem_private_key(private_pem.encode(), password=None)


@cache
def _made_key(owner: str = "platform") -> SigningKey:
    """Making a key takes longer than a whole test: one for each side is enough."""
    del owner
    return new_signing_key()


def _tool_key() -> ToolKey:
    key = _made_key("tool")
    return ToolKey(kid=key.kid, private_pem=key.private_pem, created_at=clock.now())


def build_harness(app: Flask, *, state_path: Path | None = None) -> Harness:
    """A fresh platform, with the sidecar registered as its tool."""
    with patch("lti.testing.platform.new_signing_key", _made_key):
        web = create_platform(ISSUER, TOOL, state_path)
    made = Harness(app, web, InProcess(web), InProcess(app))
    app.extensions["valo.http"] = session_to({ISSUER: made.to_platform})
    made.practice.http = session_to({TOOL: made.to_tool})
    made.tool = made.register()
    return made


def contents(*, without: tuple[str, ...] = ("login_flow",)) -> dict[str, list[str]]:
    """Every row of every table but those named: equal before and after means nothing written.

    The note on a registration that a launch was refused is left out: it is operational.
    """
    with db.database().engine.connect() as connection:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.execute(
                    select(*(c for c in table.c if not c.name.startswith("last_error_")))
                )
            )
            for table in db.Base.metadata.sorted_tables
            if table.name not in without
        }


def page_sessions() -> list[PageSession]:
    """All page sessions, with their people."""
    found = db.session().query(PageSession).order_by(PageSession.id).all()
    for page in found:
        _ = page.person.display_name
    db.database().release()
    return found
