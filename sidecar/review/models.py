"""What coaches keep for their own work: ready phrases, and private notes."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.types import JSON

from sidecar.crypto import Sealed
from sidecar.db import Base, col, key


class Phrase(Base):
    """Valmis lause: words that the coaches of a provider often say, in three languages."""

    __tablename__ = "phrase"
    id: Mapped[int] = key()
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), index=True, privacy="plain")
    text: Mapped[dict[str, str]] = col(JSON, privacy="plain")
    """By language: fi, sv, en; a language may be left out."""
    position: Mapped[int] = col(privacy="plain")


class CoachNote(Base):
    """Valmentajan oma muistiinpano: one coach's words on one period, for nobody else."""

    __tablename__ = "coach_note"
    __table_args__ = (UniqueConstraint("period_id", "coach_id"),)
    id: Mapped[int] = key()
    period_id: Mapped[int] = col(ForeignKey("work_period.id"), privacy="plain")
    coach_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    text: Mapped[str] = col(Sealed, privacy="sensitive")
    """Encrypted; no page but the coach's own reads it, and no paper or export."""
    saved_at: Mapped[datetime] = col(privacy="plain")
