"""What is over goes: old logins and page sessions, and files that are nobody's."""

from datetime import timedelta

from sqlalchemy import delete

from sidecar import clock, db, jobs
from sidecar.identity.models import PageSession, SessionTicket
from sidecar.storage import loose
from sidecar.tenancy.models import LoginFlow, UsedCall

KEEP_SESSIONS = timedelta(days=1)
"""After their end: the page that says "you were away" knows then that it was once good."""


@jobs.every_minute
def sweep_launches() -> None:
    """Delete what nobody can use any more."""
    now = clock.now()
    try:
        with db.transaction() as session:
            session.execute(delete(LoginFlow).where(LoginFlow.expires_at <= now))
            session.execute(delete(UsedCall).where(UsedCall.dead_at <= now))
            session.execute(delete(SessionTicket).where(SessionTicket.expires_at <= now))
            session.execute(
                delete(PageSession).where(PageSession.expires_at <= now - KEEP_SESSIONS)
            )
    finally:
        db.database().release()


@jobs.every_minute
def sweep_files() -> None:
    """Delete files that nobody claimed, and those that could not be deleted earlier."""
    try:
        loose.sweep()
    finally:
        db.database().release()
