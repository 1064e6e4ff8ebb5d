"""Putting messages into the outbox, and moving them on when a person says so."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from sidecar import clock, db, jobs
from sidecar.audit.actions import record
from sidecar.errors import Conflict
from sidecar.identity.models import Person
from sidecar.outbox.models import MessageState, OutboxMessage


def enqueue(
    topic: str,
    *,
    ref: str,
    key: str,
    payload: dict[str, Any] | None = None,
    provider_id: int | None = None,
    after: timedelta = timedelta(0),
) -> OutboxMessage:
    """Write a message inside the caller's transaction; its job is queued after the commit.

    `key` makes it happen once: the same key again gives the message that is already there.
    `after`: how long it may still be taken back; nothing is sent before.
    """
    found = db.session().scalar(select(OutboxMessage).where(OutboxMessage.idempotency_key == key))
    if found is not None:
        return found
    now = clock.now()
    message = OutboxMessage(
        topic=topic,
        ref=ref,
        idempotency_key=key,
        payload=payload or {},
        provider_id=provider_id,
        next_try_at=now + after,
        created_at=now,
    )
    db.session().add(message)
    db.session().flush()
    message_id = message.id
    delay = after.total_seconds() + 1 if after else 0
    db.after_commit(lambda: jobs.send("deliver", message_id, delay=delay))
    return message


def take_back(message_ids: Iterable[int]) -> bool:
    """Delete messages of which no try was made yet; False when one is on its way already."""
    query = select(OutboxMessage).where(OutboxMessage.id.in_(list(message_ids))).with_for_update()
    found = db.session().scalars(query).all()
    if any(m.attempts or m.state != MessageState.PENDING for m in found):
        return False
    for message in found:
        db.session().delete(message)
    return True


def try_again(message: OutboxMessage, *, by: Person) -> None:
    """A person asks for another try of a refused, parked or unknown message."""
    if message.state in (MessageState.DELIVERED, MessageState.SENDING, MessageState.PENDING):
        raise Conflict
    # What may have arrived is asked for first; the rest starts over.
    if message.state == MessageState.PARKED:
        message.state = MessageState.UNKNOWN
    if message.state != MessageState.UNKNOWN:
        message.state = MessageState.PENDING
        message.attempts = 0
    message.next_try_at = clock.now()
    message.settled_at = None
    record(
        "message.retried", by=by, target=f"message:{message.id}", provider_id=message.provider_id
    )
    message_id = message.id
    db.after_commit(lambda: jobs.send("deliver", message_id))
