"""The gate of /s/<sid>/…: turns the address into `g.viewer`; `url_for` fills the sid in."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import contains_eager
from werkzeug.routing import IntegerConverter, Map

from sidecar import clock, crypto, db
from sidecar.errors import N_, Forbidden, SessionOver
from sidecar.identity import sessions
from sidecar.identity.models import PageSession, Role, RoleGrant
from sidecar.identity.permissions import Viewer, of_launch, permissions_of
from sidecar.tenancy.models import PlatformRegistration
from sidecar.web.language import speak

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OFF = N_("This Moodle is switched off in valo. Ask the administrator.")
_FROM_STANDING = {"trainee": Role.LEARNER, "setup": Role.ADMINISTRATOR}

_places = PlatformRegistration.__table__
_grants = RoleGrant.__table__
_PLACE = (_places.c.provider_id, _places.c.issuer, _places.c.auth_login_url, _places.c.state)
_SESSION = (
    select(PageSession, *_PLACE, _grants.c.role)
    .join(PageSession.person)
    .join(_places, _places.c.id == PageSession.registration_id)
    .outerjoin(
        _grants,
        and_(
            _grants.c.provider_id == _places.c.provider_id,
            _grants.c.person_id == PageSession.person_id,
        ),
    )
    .where(PageSession.sid_hash == bindparam("sid_hash"))
    .options(contains_eager(PageSession.person))
)


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """A session's platform, and the roles that its person has at the education provider."""

    provider_id: int
    issuer: str
    auth_login_url: str
    is_off: bool
    granted: frozenset[Role]


class _Number(IntegerConverter):
    """A number in an address; one that no database can hold is no page of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def register(app: Flask) -> None:
    """Put the gate before every page of a session."""
    app.url_map.converters["int"] = _Number
    app.url_value_preprocessor(_take_sid)
    app.url_defaults(_give_sid)
    app.before_request(_enter)


def _take_sid(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.sid = values.pop("sid", None) if values else None


def _give_sid(endpoint: str, values: dict[str, Any]) -> None:
    sid = g.get("sid")
    if sid and current_app.url_map.is_endpoint_expecting(endpoint, "sid"):
        values.setdefault("sid", sid)


def _enter() -> None:
    if g.get("sid") is None:
        return
    if request.method not in _SAFE:
        refuse_foreign_post()
    now = clock.now()
    cookie = request.cookies.get(sessions.cookie_name(g.sid))
    page, belonging = _behind(g.sid)
    browser = request.headers.get("User-Agent", "")
    # Before anything is refused: the page that says so speaks the person's language, too.
    speak(page.locale)
    sessions.check(page, cookie=cookie, user_agent=browser, now=now)
    sessions.touch(page, has_cookie=cookie is not None, now=now)
    if belonging.is_off:
        raise SessionOver(_OFF)
    g.viewer, g.page_session = viewer_of(page, belonging), page
    g.frame_ancestors = frame_ancestors(belonging.issuer, belonging.auth_login_url)


def refuse_foreign_post() -> None:
    """Only our own pages may send forms: `Sec-Fetch-Site`, or `Origin` where that is not sent."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "")
    ours = current_app.extensions["valo.settings"].origin
    if site != "same-origin" and not (site is None and origin == ours):
        raise Forbidden("This form did not come from a page of valo. Open valo again from Moodle.")


def _behind(sid: str) -> tuple[PageSession, Belonging]:
    """The session of an address and what belongs to it, in one question. SessionOver."""
    rows = db.session().execute(_SESSION, {"sid_hash": crypto.token_hash(sid)}).all()
    if not rows:
        raise SessionOver
    granted = frozenset(Role(row.role) for row in rows if row.role)
    return rows[0][0], belonging_of(rows[0], granted)


def belonging_of(place: Any, granted: frozenset[Role]) -> Belonging:
    """What belongs to a session; `place`: its registration, or a row with the same columns."""
    return Belonging(
        provider_id=place.provider_id,
        issuer=place.issuer,
        auth_login_url=place.auth_login_url,
        is_off=place.state == "off",
        granted=granted,
    )


def viewer_of(page: PageSession, belonging: Belonging) -> Viewer:
    """Who looks: roles from the launch, and those granted at this education provider."""
    roles = belonging.granted | {_FROM_STANDING[s] for s in page.standings if s in _FROM_STANDING}
    found = frozenset(roles or {Role.GUEST})
    message_type = str(page.launch.get("message_type") or "")
    return Viewer(
        person=page.person,
        roles=found,
        permissions=permissions_of(found) | of_launch(message_type, page.standings),
        registration_id=page.registration_id,
        provider_id=belonging.provider_id,
        context_id=page.context_id,
        resource_link_id=page.resource_link_id,
        locale=page.locale,
        session_id=page.id,
    )


def frame_ancestors(*addresses: str) -> tuple[str, ...]:
    """The origins whose pages may show us in a frame: the platform's own, of its addresses."""
    found = {_origin(address) for address in addresses}
    return tuple(sorted(found - {""}))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
