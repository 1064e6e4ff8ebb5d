"""The work diary: entries, their kept versions, pictures, and the coach's words."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, relationship

from sidecar import clock
from sidecar.db import Base, col, key
from sidecar.environments.models import TaskCard
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod


class EntryState(StrEnum):
    """Where an entry is. Only the learner moves it up; only a coach returns or approves."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Independence(StrEnum):
    """How the learner did it."""

    ALONE = "alone"
    WITH_HELP = "with_help"
    WATCHED = "watched"


class EntryKind(StrEnum):
    """What the day was. Anything but an absence may show skills."""

    WORK = "work"
    THEORY = "theory"
    CARD_TRAINING = "card_training"
    RULES = "rules"
    SCHOOL = "school"
    ABSENCE = "absence"


class AbsenceReason(StrEnum):
    """Why somebody was away, as much as others need to know; no more is asked."""

    ILL = "ill"
    APPOINTMENT = "appointment"
    FAMILY = "family"
    OTHER = "other"


class Mood(StrEnum):
    """How it went: one of three faces."""

    GOOD = "good"
    SO_SO = "so_so"
    HARD = "hard"


def written_later(begun_at: datetime, day: date) -> bool:
    """Begun on a later day than the one it tells about; said neutrally, never held against."""
    # Finland is ahead of UTC: where the day is over there, it is over here, and no zone is asked.
    return begun_at.date() > day or begun_at.astimezone(clock.HELSINKI).date() > day


class DiaryEntry(Base):
    """Päiväkirjamerkintä: one piece of a work day."""

    __tablename__ = "diary_entry"
    __table_args__ = (
        UniqueConstraint("learner_id", "client_key"),
        ForeignKeyConstraint(
            ["period_id", "coach_id"],
            ["work_period.id", "work_period.coach_id"],
            onupdate="CASCADE",
        ),
        Index(
            "ix_diary_entry_queue",
            *("coach_id", "state", "submitted_at", "wants_help", "answered_at", "replied_at"),
        ),
        Index("ix_diary_entry_sent", "coach_id", "submitted_at"),
        Index("ix_diary_entry_replied", "coach_id", "replied_at"),
        Index("ix_diary_entry_period_day", "period_id", "coach_id", "day", "id", "state"),
        Index("ix_diary_entry_learner_day", "learner_id", "day", "id", "state"),
        CheckConstraint("hours IS NULL OR (hours >= 0 AND hours <= 24)", name="hours_of_a_day"),
    )
    id: Mapped[int] = key()
    client_key: Mapped[str] = col(privacy="plain")
    """Made by the page that opened the form: sending twice makes one entry."""
    learner_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    period_id: Mapped[int] = col(privacy="plain")
    coach_id: Mapped[int] = col(privacy="plain")
    """The period's coach: the database keeps it so, and a queue is found without its periods."""
    day: Mapped[date] = col(privacy="plain")
    text: Mapped[str] = col(default="", privacy="personal")
    hours: Mapped[Decimal | None] = col(Numeric(4, 2), privacy="plain")
    independence: Mapped[str | None] = col(privacy="plain")
    kind: Mapped[str] = col(default=EntryKind.WORK, server_default="work", privacy="plain")
    absence_reason: Mapped[str | None] = col(privacy="sensitive")
    mood: Mapped[str | None] = col(privacy="personal")
    learnt: Mapped[str] = col(default="", server_default="", privacy="personal")
    wants_help: Mapped[bool] = col(default=False, privacy="plain")
    state: Mapped[str] = col(default=EntryState.DRAFT, privacy="plain")
    revision: Mapped[int] = col(default=1, privacy="plain")
    """Rises with each save: a save made on an older one is a conflict, kept and shown."""
    created_at: Mapped[datetime] = col(privacy="plain")
    saved_at: Mapped[datetime] = col(privacy="plain")
    submitted_at: Mapped[datetime | None] = col(privacy="plain")
    approved_at: Mapped[datetime | None] = col(privacy="plain")
    approved_by_id: Mapped[int | None] = col(ForeignKey("person.id"), privacy="plain")
    seen_at: Mapped[datetime | None] = col(privacy="plain")
    """When the coach first opened it after it was sent; the learner is told."""
    in_papers_at: Mapped[datetime | None] = col(privacy="plain")
    """When the learner let it into the demonstration papers; never set by anybody else."""
    written_by_id: Mapped[int | None] = col(ForeignKey("person.id"), privacy="plain")
    """A coach who wrote it on the learner's behalf. Words stay a draft until the learner sends
    them; a day marked away needs nothing more."""
    replied_at: Mapped[datetime | None] = col(privacy="plain")
    """The learner's words that no coach has answered yet."""
    answered_at: Mapped[datetime | None] = col(privacy="plain")
    """When a coach answered without approving, since it was sent: it waits for the learner now."""
    # Rows that an entry only names by their id: an autosave need not ask whether they changed.
    period: Mapped[WorkPeriod] = relationship(
        primaryjoin=lambda: DiaryEntry.period_id == WorkPeriod.id,
        foreign_keys=[period_id],
        viewonly=True,
    )
    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], viewonly=True)
    written_by: Mapped[Person | None] = relationship(foreign_keys=[written_by_id], viewonly=True)
    attachments: Mapped[list["Attachment"]] = relationship(
        back_populates="entry", order_by="Attachment.id"
    )
    messages: Mapped[list["EntryMessage"]] = relationship(
        back_populates="entry", order_by="EntryMessage.id"
    )
    cards: Mapped[list[TaskCard]] = relationship(
        secondary="entry_card", order_by="TaskCard.position, TaskCard.id"
    )

    @property
    def waits_since(self) -> datetime | None:
        """Since when a sent entry waits for its coach; None once it is answered or approved."""
        if self.state != EntryState.SUBMITTED:
            return None
        return self.replied_at if self.answered_at else self.submitted_at

    @property
    def photos(self) -> list["Attachment"]:
        """The pictures among what is attached."""
        return [one for one in self.attachments if not one.is_sound]

    @property
    def sounds(self) -> list["Attachment"]:
        """The voice notes among what is attached."""
        return [one for one in self.attachments if one.is_sound]

    @property
    def written_later(self) -> bool:
        """See the function."""
        return written_later(self.created_at, self.day)


class EntryCard(Base):
    """Which task cards an entry was written with."""

    __tablename__ = "entry_card"
    entry_id: Mapped[int] = col(ForeignKey("diary_entry.id"), primary_key=True, privacy="plain")
    card_id: Mapped[int] = col(
        ForeignKey("task_card.id"), primary_key=True, index=True, privacy="plain"
    )


class EntryVersion(Base):
    """How a submitted entry read at the time; or words saved over by another window."""

    __tablename__ = "entry_version"
    id: Mapped[int] = key()
    entry_id: Mapped[int] = col(ForeignKey("diary_entry.id"), index=True, privacy="plain")
    kind: Mapped[str] = col(privacy="plain")
    """submitted, or conflict: the version that lost a race, kept for the learner."""
    content: Mapped[dict[str, Any]] = col(privacy="personal")
    at: Mapped[datetime] = col(privacy="plain")


class Attachment(Base):
    """A photo or a voice note; both written anew, without position data."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("entry_id", "source_hash"),)
    id: Mapped[int] = key()
    entry_id: Mapped[int] = col(ForeignKey("diary_entry.id"), index=True, privacy="plain")
    blob: Mapped[str] = col(privacy="plain")
    thumbnail: Mapped[str] = col(privacy="plain")
    """Empty for a voice note, as width and height are 0."""
    source_hash: Mapped[str | None] = col(privacy="plain")
    """SHA-256 of the file as it came: the same file sent twice is one attachment."""
    seconds: Mapped[int | None] = col(privacy="plain")
    """How long a voice note is."""
    media_type: Mapped[str] = col(privacy="plain")
    size: Mapped[int] = col(privacy="plain")
    width: Mapped[int] = col(privacy="plain")
    height: Mapped[int] = col(privacy="plain")
    created_at: Mapped[datetime] = col(privacy="plain")
    entry: Mapped[DiaryEntry] = relationship(back_populates="attachments")

    @property
    def is_sound(self) -> bool:
        """A voice note, not a picture."""
        return self.media_type.startswith("audio/")


class EntryMessage(Base):
    """Words between coach and learner on an entry."""

    __tablename__ = "entry_message"
    id: Mapped[int] = key()
    entry_id: Mapped[int] = col(ForeignKey("diary_entry.id"), index=True, privacy="plain")
    author_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    kind: Mapped[str] = col(default="answer", privacy="plain")
    """answer, return_reason, reply"""
    text: Mapped[str] = col(privacy="personal")
    blob: Mapped[str] = col(default="", server_default="", privacy="plain")
    """A voice note that was spoken as, or beside, the words; empty: none."""
    media_type: Mapped[str] = col(default="", server_default="", privacy="plain")
    at: Mapped[datetime] = col(privacy="plain")
    read_at: Mapped[datetime | None] = col(privacy="plain")
    author: Mapped[Person] = relationship()
    entry: Mapped[DiaryEntry] = relationship(back_populates="messages")


class WeeklyGoal(Base):
    """Viikkotavoite: what the learner wants from a week, in own words; also seen by the coach."""

    __tablename__ = "weekly_goal"
    __table_args__ = (UniqueConstraint("learner_id", "monday"),)
    id: Mapped[int] = key()
    learner_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    monday: Mapped[date] = col(privacy="plain")
    text: Mapped[str] = col(privacy="personal")
    reached: Mapped[bool] = col(default=False, privacy="plain")
    """The learner's own tick; nobody counts it."""
    saved_at: Mapped[datetime] = col(privacy="plain")
