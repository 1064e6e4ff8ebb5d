"""What the platform's block tells of a course: which events were taken, and its groups."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.tenancy.models import Context


class CourseEvent(Base):
    """Kurssitapahtuma: an event of the block that was taken; each id counts once."""

    __tablename__ = "course_event"
    __table_args__ = (UniqueConstraint("registration_id", "event_ref"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    event_ref: Mapped[str] = col(privacy="plain")
    kind: Mapped[str] = col(privacy="plain")
    taken_at: Mapped[datetime] = col(index=True, privacy="plain")


class CourseGroup(Base):
    """Ryhmä: a group of a course; offered as coach and trainees, never taken silently."""

    __tablename__ = "course_group"
    __table_args__ = (UniqueConstraint("context_id", "group_ref"),)
    id: Mapped[int] = key()
    context_id: Mapped[int] = col(ForeignKey("context.id"), privacy="plain")
    group_ref: Mapped[str] = col(privacy="plain")
    name: Mapped[str] = col(default="", privacy="plain")
    context: Mapped[Context] = relationship()
    members: Mapped[list["GroupMember"]] = relationship(
        order_by="GroupMember.id", cascade="all, delete-orphan"
    )


class GroupMember(Base):
    """Ryhmän jäsen: by the platform's `sub`, for many have not opened valo yet."""

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("group_id", "subject"),)
    id: Mapped[int] = key()
    group_id: Mapped[int] = col(ForeignKey("course_group.id"), privacy="plain")
    subject: Mapped[str] = col(index=True, privacy="personal")
