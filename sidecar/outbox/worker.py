"""Claim, deliver, settle. A crash at any point leaves a message that the sweep picks up again.

The claim is a lease: while it runs, nobody else sends. When it runs out without a settled message,
the sender died and what it sent may have arrived: the message counts as unknown.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from sidecar import clock, db, jobs, log, metrics
from sidecar.outbox.handlers import (
    Delivered,
    Held,
    MessageView,
    Outcome,
    Refused,
    Retry,
    Unknown,
    handler_of,
)
from sidecar.outbox.models import MessageState, OutboxMessage

LEASE = timedelta(seconds=90)
"""Longer than any handler may take: each outgoing call ends within 15 seconds."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
GIVE_UP_AFTER = timedelta(days=3)
HELD_FOR = timedelta(minutes=15)
_logger = log.get(__name__)


@jobs.task
def deliver(message_id: int) -> None:
    """Deliver one message, if it is due and nobody else has it."""
    try:
        message = _claim(message_id, now=clock.now())
        if message is not None:
            _settle(message, _run(message), now=clock.now())
    finally:
        db.database().release()


@jobs.every_minute
def sweep() -> None:
    """Deliver whatever is due: what the queue lost, what waits for another try, what died."""
    for message_id in due(now=clock.now()):
        try:
            deliver(message_id)
        except Exception:
            # The others go on; this one is found again when its lease is over.
            _logger.exception("settling_failed", message_id=message_id)


def due(*, now: datetime) -> list[int]:
    """Ids of the messages whose time has come, oldest first."""
    try:
        query = select(OutboxMessage.id).where(_is_due(now)).order_by(OutboxMessage.id).limit(500)
        return list(db.session().scalars(query))
    finally:
        db.database().release()


def _is_due(now: datetime) -> ColumnElement[bool]:
    waiting = OutboxMessage.state.in_((MessageState.PENDING, MessageState.UNKNOWN))
    died = and_(OutboxMessage.state == MessageState.SENDING, OutboxMessage.claimed_until < now)
    return or_(and_(waiting, OutboxMessage.next_try_at <= now), died)


def _claim(message_id: int, *, now: datetime) -> MessageView | None:
    with db.transaction() as session:
        message = session.scalar(
            select(OutboxMessage)
            .where(OutboxMessage.id == message_id, _is_due(now), ~_an_older_one_waits())
            .with_for_update()
        )
        if message is None:
            return None
        uncertain = message.state in (MessageState.UNKNOWN, MessageState.SENDING)
        message.state = MessageState.SENDING
        message.attempts += 1
        message.claimed_until = now + LEASE
        return MessageView(
            id=message.id,
            topic=message.topic,
            ref=message.ref,
            payload=message.payload,
            attempts=message.attempts,
            uncertain=uncertain,
        )


def _an_older_one_waits() -> ColumnElement[bool]:
    """Messages about the same thing go one at a time, in order; settled ones do not block."""
    older = aliased(OutboxMessage)
    open_states = (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)
    return exists().where(
        older.topic == OutboxMessage.topic,
        older.ref == OutboxMessage.ref,
        older.id < OutboxMessage.id,
        older.state.in_(open_states),
    )


def _run(message: MessageView) -> Outcome:
    try:
        handler, _ = handler_of(message.topic)
        return handler(message)
    except Exception as error:
        # A fault of ours must not stop the queue; whether it was sent we cannot know.
        _logger.exception("delivery_failed", message_id=message.id, topic=message.topic)
        return Unknown(reason=type(error).__name__)
    finally:
        db.database().release()


def _settle(view: MessageView, outcome: Outcome, *, now: datetime) -> None:
    with db.transaction() as session:
        message = session.get_one(OutboxMessage, view.id)
        message.claimed_until = None
        _write(message, outcome, uncertain=view.uncertain, now=now)
        handler_of(view.topic)[1](view, outcome)
    _logger.info("message_settled", message_id=view.id, topic=view.topic, became=message.state)
    metrics.count_settled(view.topic, message.state)
    _wake_next(view)


def _write(message: OutboxMessage, outcome: Outcome, *, uncertain: bool, now: datetime) -> None:
    match outcome:
        case Delivered(note=note):
            message.state, message.reason, message.settled_at = MessageState.DELIVERED, note, now
        case Refused(code=code, reason=reason):
            message.state, message.settled_at = MessageState.REFUSED, now
            message.reason = f"{code}: {reason}"
        case Retry(reason=reason, after=after):
            _again(message, MessageState.PENDING, reason, after, now=now)
        case Unknown(reason=reason):
            _again(message, MessageState.UNKNOWN, reason, None, now=now)
        case Held(reason=reason):
            message.state = MessageState.UNKNOWN if uncertain else MessageState.PENDING
            message.reason, message.next_try_at = reason, now + HELD_FOR
            message.attempts -= 1


def _again(
    message: OutboxMessage,
    state: MessageState,
    reason: str,
    after: timedelta | None,
    *,
    now: datetime,
) -> None:
    message.reason = reason
    message.state = state
    wait = after or min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
    message.next_try_at = now + wait
    if now - message.created_at > GIVE_UP_AFTER:
        message.state, message.settled_at = MessageState.PARKED, now


def _wake_next(view: MessageView) -> None:
    """The next message about the same thing need not wait for the sweep."""
    query = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.topic == view.topic,
            OutboxMessage.ref == view.ref,
            OutboxMessage.id > view.id,
            _is_due(clock.now()),
        )
        .order_by(OutboxMessage.id)
        .limit(1)
    )
    following = db.session().scalar(query)
    if following is not None:
        jobs.send("deliver", following)
