"""People, the roles granted to them, and the page sessions that launches open."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key

PLATFORM, SELF, NOBODY = "platform", "self", "nobody"
"""Whose word a person's name is (`Person.named_by`)."""


class Role(StrEnum):
    """What somebody is here; decides what they may do (`permissions.py`)."""

    LEARNER = "learner"
    COACH = "coach"
    TEACHER = "teacher"
    RECORDS_OFFICER = "records_officer"
    ADMINISTRATOR = "administrator"
    GUEST = "guest"


class Person(Base):
    """Somebody who uses valo; known on a platform by a `PlatformAccount`."""

    __tablename__ = "person"
    id: Mapped[int] = key()
    display_name: Mapped[str] = col(privacy="personal")
    named_by: Mapped[str] = col(default=PLATFORM, privacy="plain")
    """NOBODY: made up, until somebody says it."""
    locale: Mapped[str | None] = col(privacy="plain")
    created_at: Mapped[datetime] = col(privacy="plain")


class PlatformAccount(Base):
    """A person on one platform: registration and `sub`. Never joined on e-mail."""

    __tablename__ = "platform_account"
    __table_args__ = (UniqueConstraint("registration_id", "subject"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    subject: Mapped[str] = col(privacy="personal")
    person_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    person: Mapped[Person] = relationship()


class RoleGrant(Base):
    """A role given to a person at an education provider by an administrator or the command line."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "provider_id", "role"),)
    id: Mapped[int] = key()
    person_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), privacy="plain")
    role: Mapped[str] = col(privacy="plain")
    granted_at: Mapped[datetime] = col(privacy="plain")


class PageSession(Base):
    """The pages of one launch, under /s/<sid>/. Only hashes of its secrets are stored."""

    __tablename__ = "page_session"
    id: Mapped[int] = key()
    sid_hash: Mapped[str] = col(unique=True, privacy="secret")
    cookie_hash: Mapped[str] = col(index=True, privacy="secret")
    bound: Mapped[bool | None] = col(privacy="plain")
    """True: only with our cookie; False: the browser keeps none; None: not yet seen."""
    user_agent_hash: Mapped[str] = col(privacy="personal")
    person_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    context_id: Mapped[int | None] = col(ForeignKey("context.id"), privacy="plain")
    resource_link_id: Mapped[int | None] = col(ForeignKey("resource_link.id"), privacy="plain")
    standings: Mapped[list[str]] = col(privacy="plain")
    """lti.roles.Standing values of the launch."""
    locale: Mapped[str] = col(privacy="plain")
    launch: Mapped[dict[str, Any]] = col(privacy="plain")
    """What later pages need of the launch (`launches/desk.py` writes it)."""
    created_at: Mapped[datetime] = col(privacy="plain")
    seen_at: Mapped[datetime] = col(privacy="plain")
    expires_at: Mapped[datetime] = col(index=True, privacy="plain")
    person: Mapped[Person] = relationship()


class SessionTicket(Base):
    """Opens a page session once more, in a window of its own: good once, for a minute."""

    __tablename__ = "session_ticket"
    id: Mapped[int] = key()
    ticket_hash: Mapped[str] = col(unique=True, privacy="secret")
    session_id: Mapped[int] = col(ForeignKey("page_session.id"), index=True, privacy="plain")
    page: Mapped[str] = col(privacy="plain")
    """Where the new window begins: what follows /s/<sid>."""
    expires_at: Mapped[datetime] = col(index=True, privacy="plain")
