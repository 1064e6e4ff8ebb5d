"""The gate of /s/<sid>/…: turns the address into `g.viewer`; `url_for` fills the sid in."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from sqlalchemy import and_, select
from werkzeug.routing import IntegerConverter, Map

from sidecar import clock, db
from sidecar.errors import Forbidden, SessionOver
from sidecar.identity import sessions
from sidecar.identity.models import PageSession, Role, RoleGrant
from sidecar.identity.permissions import Viewer, of_launch, permissions_of
from sidecar.tenancy.models import PlatformRegistration

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FROM_STANDING = {"trainee": Role.LEARNER, "setup": Role.ADMINISTRATOR}


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
    page = sessions.load(
        g.sid, cookie=cookie, user_agent=request.headers.get("User-Agent", ""), now=now
    )
    sessions.touch(page, has_cookie=cookie is not None, now=now)
    registration, granted = standing_of(page)
    if registration.state == "off":
        raise SessionOver
    g.viewer = viewer_of(page, registration, granted)
    g.page_session = page
    g.frame_ancestors = frame_ancestors(registration)


def refuse_foreign_post() -> None:
    """Only our own pages may send forms: `Sec-Fetch-Site`, or `Origin` where that is not sent."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin", "")
    ours = current_app.extensions["valo.settings"].origin
    if site != "same-origin" and not (site is None and origin == ours):
        raise Forbidden("This form did not come from a page of valo. Open valo again from Moodle.")


def standing_of(page: PageSession) -> tuple[PlatformRegistration, set[Role]]:
    """The platform of a session, and the roles granted at its education provider; one question."""
    granted = and_(
        RoleGrant.provider_id == PlatformRegistration.provider_id,
        RoleGrant.person_id == page.person_id,
    )
    query = (
        select(PlatformRegistration, RoleGrant.role)
        .outerjoin(RoleGrant, granted)
        .where(PlatformRegistration.id == page.registration_id)
    )
    rows = db.session().execute(query).all()
    return rows[0][0], {Role(role) for _, role in rows if role}


def viewer_of(page: PageSession, registration: PlatformRegistration, granted: set[Role]) -> Viewer:
    """Who looks: roles from the launch, and those granted at this education provider."""
    roles = granted | {_FROM_STANDING[s] for s in page.standings if s in _FROM_STANDING}
    found = frozenset(roles or {Role.GUEST})
    message_type = str(page.launch.get("message_type") or "")
    return Viewer(
        person=page.person,
        roles=found,
        permissions=permissions_of(found) | of_launch(message_type, page.standings),
        registration_id=page.registration_id,
        provider_id=registration.provider_id,
        context_id=page.context_id,
        resource_link_id=page.resource_link_id,
        locale=page.locale,
        session_id=page.id,
    )


def frame_ancestors(registration: PlatformRegistration) -> tuple[str, ...]:
    """The origins whose pages may show us in a frame: the platform's own."""
    found = {_origin(registration.issuer), _origin(registration.auth_login_url)}
    return tuple(sorted(found - {""}))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
