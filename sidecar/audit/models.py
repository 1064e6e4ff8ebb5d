"""Who did what, when. Text only, no foreign keys: the log outlives what it speaks of."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped

from sidecar.db import Base, col, key


class AuditEvent(Base):
    """One line of the log."""

    __tablename__ = "audit_event"
    id: Mapped[int] = key()
    at: Mapped[datetime] = col(index=True, privacy="plain")
    type: Mapped[str] = col(privacy="plain")
    actor: Mapped[str] = col(privacy="personal")
    """`person:12` and the name as it was, or `command line`, or `job`."""
    target: Mapped[str] = col(index=True, privacy="plain")
    details: Mapped[dict[str, Any]] = col(default=dict, privacy="plain")
    provider_id: Mapped[int | None] = col(index=True, privacy="plain")
