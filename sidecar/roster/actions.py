"""Asking for a course's member list. Only courses that a launch came from are ever asked for."""

from datetime import datetime, timedelta

from sqlalchemy import select

from sidecar import clock, db, jobs
from sidecar.errors import BadInput
from sidecar.outbox.actions import enqueue
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.tenancy.models import Context, PlatformRegistration

TOPIC = "roster"
OLD_AFTER = timedelta(hours=1)
_STAFF = frozenset({"staff", "setup"})
_OPEN = (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)


def ask_after_launch(
    context: Context | None, standings: list[str], *, locale: str, now: datetime
) -> None:
    """When staff come and the list is old, have it read by a job; at most once an hour."""
    if context is None or not context.roster_url or not _STAFF & set(standings):
        return
    if context.roster_read_at is not None and now - context.roster_read_at < OLD_AFTER:
        return
    _enqueue(context, f"{now:%Y%m%d%H}", locale)


def ask_now(context: Context | None, *, locale: str) -> None:
    """A coach presses the button. BadInput where the platform offers no list."""
    if context is None or not context.roster_url:
        raise BadInput("Moodle offers no list of members for this course.")
    waiting = _open_message(context)
    if waiting is None:
        _enqueue(context, clock.now().isoformat(), locale)
        return
    if waiting.state != MessageState.SENDING:
        waiting.next_try_at = clock.now()
        message_id = waiting.id
        db.after_commit(lambda: jobs.send("deliver", message_id))


def ref_of(context_id: int) -> str:
    """What a message about this course is about."""
    return f"context:{context_id}"


def _enqueue(context: Context, moment: str, locale: str) -> None:
    registration = db.session().get_one(PlatformRegistration, context.registration_id)
    enqueue(
        TOPIC,
        ref=ref_of(context.id),
        key=f"roster:{context.id}:{moment}",
        payload={"context_id": context.id, "locale": locale},
        provider_id=registration.provider_id,
    )


def _open_message(context: Context) -> OutboxMessage | None:
    query = select(OutboxMessage).where(
        OutboxMessage.topic == TOPIC,
        OutboxMessage.ref == ref_of(context.id),
        OutboxMessage.state.in_(_OPEN),
    )
    return db.session().scalar(query.order_by(OutboxMessage.id).limit(1))
