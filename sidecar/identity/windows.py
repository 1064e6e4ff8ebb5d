"""A page session once more, in a window of its own: by a ticket that is good once.

Inside Moodle's frame a browser may refuse our cookie, or keep it for the frame only. The ticket
takes the way through the address instead, and the new window's cookie is first-party.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from sidecar import crypto, db
from sidecar.errors import Forbidden
from sidecar.identity.models import PageSession, SessionTicket
from sidecar.identity.sessions import Opened, browser_hash, open_session

TICKET_LIFE = timedelta(seconds=60)
OWN_WINDOW = "window"
"""`document_target` of a launch whose pages stand in no frame."""


def new_ticket(session_id: int, page: str, now: datetime) -> str:
    """A ticket for this session; only its hash is stored. In the caller's transaction."""
    ticket = crypto.new_token()
    db.session().add(
        SessionTicket(
            ticket_hash=crypto.token_hash(ticket),
            session_id=session_id,
            page=page,
            expires_at=now + TICKET_LIFE,
        )
    )
    return ticket


def take_ticket(ticket: str, now: datetime) -> tuple[int, str] | None:
    """Remove the ticket: its session's id and page. None when it was used or is too old.

    Committed at once: of two who bring the same ticket, one gets it, and no fault brings it back.
    """
    with db.transaction() as session:
        row = session.execute(
            delete(SessionTicket)
            .where(
                SessionTicket.ticket_hash == crypto.token_hash(ticket),
                SessionTicket.expires_at > now,
            )
            .returning(SessionTicket.session_id, SessionTicket.page)
            .execution_options(synchronize_session=False)
        ).one_or_none()
    return (row.session_id, row.page) if row else None


def open_window(session_id: int, *, user_agent: str, now: datetime) -> Opened:
    """A new session of the same person and launch, which ends when the first one would.

    In the caller's transaction. Forbidden in another browser, or when the first session is over.
    """
    first = db.session().get(PageSession, session_id)
    is_same = first is not None and first.user_agent_hash == browser_hash(user_agent)
    if first is None or not is_same or first.expires_at <= now:
        raise gone()
    return open_session(
        person=first.person,
        registration_id=first.registration_id,
        context_id=first.context_id,
        resource_link_id=first.resource_link_id,
        standings=first.standings,
        locale=first.locale,
        launch={**first.launch, "document_target": OWN_WINDOW},
        user_agent=user_agent,
        now=now,
        expires_at=first.expires_at,
    )


def gone() -> Forbidden:
    """What a ticket answers that opens nothing."""
    return Forbidden(
        "This link was used already, or it is older than a minute. Go back to the page in Moodle "
        "and press “Open in own window” again."
    )
