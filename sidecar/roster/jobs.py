"""The job that reads a course's member list (NRPS)."""

from dataclasses import dataclass

import requests

from lti import claims
from lti.errors import RosterUnreadable, ServiceRefused
from lti.ports import Platform
from lti.roster import Member, members
from lti.services import ServiceClient
from sidecar import clock, db, http
from sidecar.errors import N_
from sidecar.outbox.handlers import Delivered, Held, MessageView, Outcome, Refused, Retry
from sidecar.roster.members import write_members
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import Context, PlatformRegistration
from sidecar.tenancy.platforms import WAITS
from sidecar.tenancy.stores import Tokens, platform_of

TRIES = 3
"""The list is asked for again when staff come: three tries are enough for one message."""
DENIED = N_(
    "Moodle does not let valo read the members. In the tool's settings, allow names and roles."
)
GONE = N_("The course, or valo in it, is no longer in Moodle.")
UNREACHABLE = N_("Moodle does not answer. Try again later; if it stays, tell the administrator.")
UNREADABLE = N_("Moodle's list of members cannot be read. Nobody was changed.")
_TOO_MANY = 429
_FAULT = 500
_REFUSALS = {401: DENIED, 403: DENIED, 404: GONE, 410: GONE}


@dataclass(frozen=True, kw_only=True)
class Task:
    """What reading one list needs, read before the call."""

    platform: Platform
    context_id: int
    url: str
    locale: str


class RosterReader:
    """Delivers messages of the topic `roster`: reads the whole list, then writes it in one go."""

    def __init__(self, *, allow_private: bool) -> None:
        self.allow_private = allow_private

    def __call__(self, message: MessageView) -> Outcome:
        """Read and write; doing it twice changes nothing more."""
        task = _load(message)
        client = self._client(task.platform) if task else None
        db.database().release()
        if task is None or client is None:
            return Refused(code="R-COURSE", reason=GONE)
        if task.platform.is_off:
            return Held(reason=WAITS)
        try:
            found = list(members(client, task.url))
        except ServiceRefused as refused:
            return _refusal(refused, message)
        except requests.RequestException as error:
            return _later(message, type(error).__name__)
        except RosterUnreadable:
            return Refused(code="R-LIST", reason=UNREADABLE)
        return _write(task, found)

    def _client(self, platform: Platform) -> ServiceClient:
        return ServiceClient(
            platform,
            [claims.SCOPE_ROSTER],
            key=signing_key(),
            tokens=Tokens(),
            http=http.session(allow_private=self.allow_private),
        )


def _load(message: MessageView) -> Task | None:
    session = db.session()
    context = session.get(Context, message.payload["context_id"])
    if context is None or not context.roster_url:
        return None
    registration = session.get_one(PlatformRegistration, context.registration_id)
    return Task(
        platform=platform_of(registration),
        context_id=context.id,
        url=context.roster_url,
        locale=str(message.payload.get("locale") or "fi"),
    )


def _write(task: Task, found: list[Member]) -> Outcome:
    if not found:
        # Somebody launched from this course; a list of nobody is a fault, not a fact.
        return Refused(code="R-LIST", reason=UNREADABLE)
    with db.transaction() as session:
        context = session.get_one(Context, task.context_id)
        count = write_members(context, found, locale=task.locale, now=clock.now())
    return Delivered(note=str(count))


def _refusal(refused: ServiceRefused, message: MessageView) -> Outcome:
    """What a status means: who refuses for good, and who may be better in a minute."""
    if refused.status == _TOO_MANY or refused.status >= _FAULT:
        return _later(message, f"{refused.where} {refused.status}")
    if refused.where == "token":
        return Refused(code=f"R-TOKEN-{refused.status}", reason=DENIED)
    return Refused(code=f"R-{refused.status}", reason=_REFUSALS.get(refused.status, UNREADABLE))


def _later(message: MessageView, reason: str) -> Outcome:
    if message.attempts >= TRIES:
        return Refused(code="R-REACH", reason=UNREACHABLE)
    return Retry(reason=f"{reason}: {UNREACHABLE}")
