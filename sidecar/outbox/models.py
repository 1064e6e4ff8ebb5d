"""Messages that must reach another system, with a state that people can see."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from sidecar.db import Base, col, key


class MessageState(StrEnum):
    """Where a message is."""

    PENDING = "pending"
    """Waits for its time: new, or to be tried again."""
    SENDING = "sending"
    """Claimed by a worker, for 90 seconds."""
    DELIVERED = "delivered"
    """The other system has it."""
    UNKNOWN = "unknown"
    """Sent, but no answer came: the other system is asked before it is sent again."""
    REFUSED = "refused"
    """The other system said no, with a reason that a person sees."""
    PARKED = "parked"
    """Tried for three days; waits for a person."""


class OutboxMessage(Base):
    """One message. The payload holds ids only; the job loads what is newest."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_due", "state", "next_try_at"),)
    id: Mapped[int] = key()
    topic: Mapped[str] = col(privacy="plain")
    ref: Mapped[str] = col(index=True, privacy="plain")
    """What it is about: messages with the same topic and ref are sent one at a time, in order."""
    idempotency_key: Mapped[str] = col(unique=True, privacy="plain")
    payload: Mapped[dict[str, Any]] = col(default=dict, privacy="plain")
    state: Mapped[str] = col(default=MessageState.PENDING, privacy="plain")
    attempts: Mapped[int] = col(default=0, privacy="plain")
    next_try_at: Mapped[datetime] = col(privacy="plain")
    claimed_until: Mapped[datetime | None] = col(privacy="plain")
    reason: Mapped[str] = col(default="", privacy="plain")
    provider_id: Mapped[int | None] = col(index=True, privacy="plain")
    created_at: Mapped[datetime] = col(privacy="plain")
    settled_at: Mapped[datetime | None] = col(privacy="plain")
