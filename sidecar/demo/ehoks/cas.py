"""CAS of the practice service: ticket-granting tickets and one-time service tickets (§2)."""

import secrets
import threading
import time
from http import HTTPStatus

from flask import Blueprint, Response, current_app, request

from sidecar.demo.ehoks.faults import CAS_DOWN, Faults
from sidecar.demo.ehoks.state import ServiceUser, State

TICKET_LIFE = 10.0
GRANT_LIFE = 8 * 60 * 60.0
SERVICE_PATH = "/ehoks-virkailija-backend/cas-security-check"


class TicketOffice:
    """Tickets given out and not yet used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grants: dict[str, tuple[str, float]] = {}
        self._tickets: dict[str, tuple[str, str, float]] = {}

    def sign_in(self, username: str) -> str:
        """A new ticket-granting ticket."""
        grant = f"TGT-{secrets.token_urlsafe(18)}"
        with self._lock:
            self._grants[grant] = (username, time.monotonic())
        return grant

    def forget_grants(self) -> None:
        """All ticket-granting tickets are over, as after a restart of CAS."""
        with self._lock:
            self._grants.clear()

    def issue(self, grant: str, service: str) -> str | None:
        """A service ticket; None when the ticket-granting ticket is gone."""
        with self._lock:
            username, since = self._grants.get(grant, ("", 0.0))
            if not username or time.monotonic() - since > GRANT_LIFE:
                return None
            ticket = f"ST-{secrets.token_urlsafe(18)}"
            self._tickets[ticket] = (username, service, time.monotonic())
            return ticket

    def use(self, ticket: str) -> str | None:
        """Whose ticket it is; works once, for our service, for ten seconds."""
        with self._lock:
            username, service, since = self._tickets.pop(ticket, ("", "", 0.0))
        fresh = time.monotonic() - since <= TICKET_LIFE
        return username if username and fresh and service.endswith(SERVICE_PATH) else None


blueprint = Blueprint("cas", __name__, url_prefix="/cas/v1/tickets")


def _office() -> TicketOffice:
    office: TicketOffice = current_app.extensions["tickets"]
    return office


@blueprint.before_request
def _may_be_down() -> Response | None:
    faults: Faults = current_app.extensions["faults"]
    is_down = faults.take(CAS_DOWN)
    return Response("", HTTPStatus.SERVICE_UNAVAILABLE) if is_down else None


@blueprint.post("")
def sign_in() -> Response:
    """User name and password → 201 with the ticket's address."""
    state: State = current_app.extensions["ehoks"]
    user: ServiceUser | None = state.users.get(request.form.get("username", ""))
    password = request.form.get("password", "")
    if user is None or not secrets.compare_digest(user.password.encode(), password.encode()):
        return Response("", HTTPStatus.UNAUTHORIZED)
    grant = _office().sign_in(user.username)
    address = f"{request.base_url}/{grant}"
    return Response("", HTTPStatus.CREATED, {"Location": address})


@blueprint.post("/<grant>")
def issue(grant: str) -> Response:
    """A service → 200 with a service ticket, or 404 when the sign-in is over."""
    ticket = _office().issue(grant, request.form.get("service", ""))
    if ticket is None:
        return Response("", HTTPStatus.NOT_FOUND)
    return Response(ticket, HTTPStatus.OK, mimetype="text/plain")
