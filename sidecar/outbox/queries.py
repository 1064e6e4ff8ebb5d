"""Reading the outbox for people: what is on its way, what stopped, and why."""

from collections.abc import Sequence

from sqlalchemy import func, select

from sidecar import db
from sidecar.errors import NotFound
from sidecar.outbox.models import MessageState, OutboxMessage


def messages_of(provider_id: int | None, *, limit: int = 100) -> Sequence[OutboxMessage]:
    """The newest messages of a provider."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.provider_id == provider_id)
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
    )
    return db.session().scalars(query).all()


def message_of(provider_id: int | None, message_id: int) -> OutboxMessage:
    """One message of a provider; NotFound for anybody else's."""
    query = select(OutboxMessage).where(
        OutboxMessage.id == message_id, OutboxMessage.provider_id == provider_id
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    return found


def waiting_and_stuck(provider_id: int) -> tuple[int, int]:
    """How many of a provider's messages are on their way, and how many a person must look at."""
    query = (
        select(OutboxMessage.state, func.count(OutboxMessage.id))
        .where(OutboxMessage.provider_id == provider_id)
        .group_by(OutboxMessage.state)
    )
    found = {row[0]: row[1] for row in db.session().execute(query)}
    stuck = (MessageState.REFUSED, MessageState.PARKED)
    moving = (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)
    return sum(found.get(s, 0) for s in moving), sum(found.get(s, 0) for s in stuck)
