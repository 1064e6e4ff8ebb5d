"""Reading the outbox for people: what is on its way, what stopped, and why."""

from collections.abc import Sequence

from sqlalchemy import select

from sidecar import db
from sidecar.errors import NotFound
from sidecar.outbox.models import OutboxMessage


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
