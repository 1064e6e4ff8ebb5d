"""What coaches keep for their own work: ready phrases, private notes, talks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship
from sqlalchemy.types import JSON

from sidecar.crypto import Sealed
from sidecar.db import Base, col, key
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod


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


class MidTalk(Base):
    """Välikeskustelu: how a period goes, talked over and confirmed by learner and coach."""

    __tablename__ = "mid_talk"
    id: Mapped[int] = key()
    period_id: Mapped[int] = col(ForeignKey("work_period.id"), index=True, privacy="plain")
    coach_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    held_on: Mapped[date] = col(privacy="plain")
    facts: Mapped[dict[str, Any]] = col(privacy="personal")
    """What the diary said when the form was saved: days, tasks, lamps."""
    goes_well: Mapped[str] = col(default="", privacy="personal")
    to_practise: Mapped[str] = col(default="", privacy="personal")
    agreed: Mapped[str] = col(default="", privacy="personal")
    revision: Mapped[int] = col(default=1, privacy="plain")
    """Rises with each save; a yes counts for the words that were on the page."""
    saved_at: Mapped[datetime] = col(privacy="plain")
    coach_confirmed_at: Mapped[datetime | None] = col(privacy="plain")
    learner_confirmed_at: Mapped[datetime | None] = col(privacy="plain")
    period: Mapped[WorkPeriod] = relationship()
    coach: Mapped[Person] = relationship()

    @property
    def is_confirmed(self) -> bool:
        """Both have said yes: nothing changes any more."""
        return bool(self.coach_confirmed_at and self.learner_confirmed_at)
