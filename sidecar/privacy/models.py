"""What somebody asked us to erase, and what we answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from sidecar.db import Base, col, key


class Erasure(Base):
    """Poistopyyntö: answered once for each id of the platform; kept as proof, without names."""

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("registration_id", "request_ref"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    request_ref: Mapped[str] = col(privacy="plain")
    person_id: Mapped[int | None] = col(index=True, privacy="plain")
    """Our number, without a foreign key: the answer outlives the person's row."""
    erased: Mapped[list[dict[str, Any]]] = col(privacy="plain")
    kept: Mapped[list[dict[str, Any]]] = col(privacy="plain")
    again_on: Mapped[date | None] = col(index=True, privacy="plain")
    """When some of what was kept need not be kept any longer."""
    done_at: Mapped[datetime] = col(privacy="plain")
