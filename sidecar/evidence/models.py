"""What shows which requirement: entries of the learner, and what a coach saw."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.qualifications.models import Requirement


class EntryRequirement(Base):
    """Evidence: chosen by the learner, confirmed when a coach approves the entry."""

    __tablename__ = "entry_requirement"
    __table_args__ = (UniqueConstraint("entry_id", "requirement_id"),)
    id: Mapped[int] = key()
    entry_id: Mapped[int] = col(ForeignKey("diary_entry.id"), privacy="plain")
    requirement_id: Mapped[int] = col(ForeignKey("requirement.id"), index=True, privacy="plain")
    confirmed: Mapped[bool] = col(default=False, privacy="plain")
    requirement: Mapped[Requirement] = relationship()


class Observation(Base):
    """Havainto: a coach saw a learner do this; confirmed evidence without a diary entry."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("period_id", "requirement_id", "day"),)
    id: Mapped[int] = key()
    period_id: Mapped[int] = col(ForeignKey("work_period.id"), privacy="plain")
    learner_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    coach_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    requirement_id: Mapped[int] = col(ForeignKey("requirement.id"), privacy="plain")
    card_id: Mapped[int | None] = col(ForeignKey("task_card.id"), privacy="plain")
    """The task card that it was noted with, if any."""
    independence: Mapped[str] = col(privacy="plain")
    """alone or with_help"""
    day: Mapped[date] = col(privacy="plain")
    at: Mapped[datetime] = col(privacy="plain")
    requirement: Mapped[Requirement] = relationship()
