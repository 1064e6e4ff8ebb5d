"""Notices, how each person wants them, and where a person's next launch begins."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, relationship

from sidecar.crypto import Sealed
from sidecar.db import Base, col, key
from sidecar.identity.models import Person


class NoticeKind(StrEnum):
    """What a notice is about. The first two are instant, the others come once a day."""

    HELP = "help"
    RETURNED = "returned"
    LEARNER = "learner"
    COACH = "coach"
    OFFICER = "officer"


class Channel(StrEnum):
    """How a notice reaches its person; on the page it stands in any case."""

    BLOCK = "block"
    MAIL = "mail"
    PAGE = "page"


class NoticeState(StrEnum):
    """waiting → sent; dropped when it is not true any more or nobody wants it."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"


class Notice(Base):
    """Ilmoitus: numbers and one link. It holds no word that anybody wrote, and no name."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_pull", "registration_id", "channel", "state", "not_before"),)
    id: Mapped[int] = key()
    notice_key: Mapped[str] = col(unique=True, privacy="plain")
    """The same thing is told once."""
    person_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    context_id: Mapped[int | None] = col(ForeignKey("context.id"), privacy="plain")
    kind: Mapped[str] = col(privacy="plain")
    thing: Mapped[str] = col(privacy="plain")
    """What it leads to: `entry:12`, or the name of a page (`things.py`)."""
    facts: Mapped[dict[str, Any]] = col(default=dict, privacy="plain")
    """Numbers for the sentence."""
    channel: Mapped[str] = col(privacy="plain")
    state: Mapped[str] = col(default=NoticeState.WAITING, privacy="plain")
    not_before: Mapped[datetime] = col(privacy="plain")
    """Quiet hours are over then."""
    leased_until: Mapped[datetime | None] = col(privacy="plain")
    """The block fetched it and has not yet said that it arrived."""
    created_at: Mapped[datetime] = col(privacy="plain")
    settled_at: Mapped[datetime | None] = col(privacy="plain")
    person: Mapped[Person] = relationship()


class NoticeSetting(Base):
    """Ilmoitusasetus: what a person wants to be told, when, and where to; no row: the usual."""

    __tablename__ = "notice_setting"
    person_id: Mapped[int] = col(ForeignKey("person.id"), primary_key=True, privacy="plain")
    daily: Mapped[bool] = col(default=True, privacy="plain")
    instant: Mapped[bool] = col(default=True, privacy="plain")
    quiet_from: Mapped[int] = col(default=18, privacy="plain")
    """Full hours in Finland; the same hour twice means: never quiet."""
    quiet_until: Mapped[int] = col(default=7, privacy="plain")
    email: Mapped[str | None] = col(Sealed, privacy="personal")
    """Given by the person, never taken from the platform; used once it is confirmed."""
    email_confirmed_at: Mapped[datetime | None] = col(privacy="plain")
    email_asked_at: Mapped[datetime | None] = col(privacy="plain")
    """When the letter that asks for confirmation was queued last."""


class DigestDay(Base):
    """Päiväkooste: the day's digests are written; until when they looked."""

    __tablename__ = "digest_day"
    day: Mapped[date] = col(primary_key=True, privacy="plain")
    made_at: Mapped[datetime] = col(privacy="plain")


class NextLanding(Base):
    """Where a person's next launch from a platform begins, once and for a quarter of an hour."""

    __tablename__ = "next_landing"
    person_id: Mapped[int] = col(ForeignKey("person.id"), primary_key=True, privacy="plain")
    registration_id: Mapped[int] = col(
        ForeignKey("platform_registration.id"), primary_key=True, privacy="plain"
    )
    thing: Mapped[str] = col(privacy="plain")
    good_until: Mapped[datetime] = col(privacy="plain")
