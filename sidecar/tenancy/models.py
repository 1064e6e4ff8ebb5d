"""Education providers, their platforms, and what a platform has: courses, activities, members."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.crypto import Sealed
from sidecar.db import Base, col, key
from sidecar.identity.models import Person

DIARY, DESK, PAPER = "diary", "desk", "paper"
"""What an activity opens, where Deep Linking chose it: the custom parameter `page`."""


class EducationProvider(Base):
    """Koulutuksen järjestäjä: the tenant."""

    __tablename__ = "education_provider"
    id: Mapped[int] = key()
    name: Mapped[str] = col(unique=True, privacy="plain")
    organisation_oid: Mapped[str | None] = col(privacy="plain")
    backend_kind: Mapped[str] = col(default="none", privacy="plain")
    backend_config: Mapped[str] = col(Sealed, default="{}", privacy="secret")
    """JSON, sealed: addresses and the service user of the provider's system."""
    created_at: Mapped[datetime] = col(privacy="plain")


class RegistrationInvite(Base):
    """A one-time invitation to register a platform."""

    __tablename__ = "registration_invite"
    id: Mapped[int] = key()
    token_hash: Mapped[str] = col(unique=True, privacy="secret")
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), privacy="plain")
    expires_at: Mapped[datetime] = col(privacy="plain")
    used_at: Mapped[datetime | None] = col(privacy="plain")


class PlatformRegistration(Base):
    """A platform that may launch us: issuer and client id, with its addresses."""

    __tablename__ = "platform_registration"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)
    id: Mapped[int] = key()
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), privacy="plain")
    issuer: Mapped[str] = col(privacy="plain")
    client_id: Mapped[str] = col(privacy="plain")
    auth_login_url: Mapped[str] = col(privacy="plain")
    auth_token_url: Mapped[str] = col(privacy="plain")
    key_set_url: Mapped[str] = col(privacy="plain")
    audience: Mapped[str | None] = col(privacy="plain")
    product: Mapped[str] = col(default="", privacy="plain")
    state: Mapped[str] = col(default="waiting", privacy="plain")
    """waiting (no good launch yet), active, off."""
    last_launch_at: Mapped[datetime | None] = col(privacy="plain")
    last_error_code: Mapped[str | None] = col(privacy="plain")
    """Why a launch was refused last (`lti.errors.Problem`)."""
    last_error_at: Mapped[datetime | None] = col(privacy="plain")
    block_seen_at: Mapped[datetime | None] = col(privacy="plain")
    """When the platform's block called us last, to the minute."""
    block_release: Mapped[str] = col(default="", server_default="", privacy="plain")
    api_key_hash: Mapped[str | None] = col(unique=True, privacy="secret")
    """Of the key that the block may use where it cannot sign; none is made by itself."""
    api_key_made_at: Mapped[datetime | None] = col(privacy="plain")
    created_at: Mapped[datetime] = col(privacy="plain")
    provider: Mapped[EducationProvider] = relationship()


class Deployment(Base):
    """A deployment id of a registration; Moodle has one for each tool."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("registration_id", "deployment_id"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    deployment_id: Mapped[str] = col(privacy="plain")


class UsedCall(Base):
    """The id of a signed call of the block: each is good once (kept for all web workers)."""

    __tablename__ = "used_call"
    __table_args__ = (UniqueConstraint("registration_id", "jti_hash"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    jti_hash: Mapped[str] = col(privacy="plain")
    dead_at: Mapped[datetime] = col(index=True, privacy="plain")
    """When the token that carries it is too old anyway."""


class LoginFlow(Base):
    """A login that has begun: used up by the launch, dead after five minutes."""

    __tablename__ = "login_flow"
    id: Mapped[int] = key()
    state_hash: Mapped[str] = col(unique=True, privacy="secret")
    nonce: Mapped[str] = col(privacy="secret")
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    target_link_uri: Mapped[str] = col(privacy="plain")
    cookie_hash: Mapped[str] = col(privacy="secret")
    user_agent_hash: Mapped[str] = col(privacy="personal")
    storage_target: Mapped[str] = col(default="", privacy="plain")
    """The frame of a platform that keeps things for us; "" where there is none."""
    expires_at: Mapped[datetime] = col(index=True, privacy="plain")


class ToolKey(Base):
    """A signing key of ours; the private part is encrypted."""

    __tablename__ = "tool_key"
    id: Mapped[int] = key()
    kid: Mapped[str] = col(unique=True, privacy="plain")
    private_pem: Mapped[str] = col(Sealed, privacy="secret")
    created_at: Mapped[datetime] = col(privacy="plain")
    retired_at: Mapped[datetime | None] = col(privacy="plain")


class PlatformKeySet(Base):
    """A platform's public keys as last fetched."""

    __tablename__ = "platform_key_set"
    registration_id: Mapped[int] = col(
        ForeignKey("platform_registration.id"), primary_key=True, privacy="plain"
    )
    jwks: Mapped[dict[str, Any]] = col(privacy="plain")
    fetched_at: Mapped[datetime] = col(privacy="plain")
    tried_at: Mapped[datetime | None] = col(privacy="plain")
    """When fetching them failed last, where that was later."""
    asked_at: Mapped[datetime | None] = col(privacy="plain")
    """When a process last set out to fetch them: one a minute, whichever it is."""


class ServiceToken(Base):
    """An access token for a platform's services, kept by registration and set of scopes."""

    __tablename__ = "service_token"
    __table_args__ = (UniqueConstraint("registration_id", "scopes"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    scopes: Mapped[str] = col(privacy="plain")
    token: Mapped[str] = col(Sealed, privacy="secret")
    expires_at: Mapped[datetime] = col(privacy="plain")


class Context(Base):
    """A course on a platform."""

    __tablename__ = "context"
    __table_args__ = (UniqueConstraint("registration_id", "context_ref"),)
    id: Mapped[int] = key()
    registration_id: Mapped[int] = col(ForeignKey("platform_registration.id"), privacy="plain")
    context_ref: Mapped[str] = col(privacy="plain")
    title: Mapped[str] = col(default="", privacy="plain")
    roster_url: Mapped[str | None] = col(privacy="plain")
    line_items_url: Mapped[str | None] = col(privacy="plain")
    scopes: Mapped[list[str]] = col(default=list, privacy="plain")
    roster_read_at: Mapped[datetime | None] = col(privacy="plain")
    """When the member list was last read to its end."""
    results_asked_at: Mapped[datetime | None] = col(privacy="plain")
    """When the gradebook was last asked what stands in it."""
    copied_from: Mapped[list[str]] = col(default=list, privacy="plain")
    """The platform's ids of the courses that this one was copied from, as a launch named them."""
    continues_id: Mapped[int | None] = col(ForeignKey("context.id"), privacy="plain")
    """The older course that this one goes on with: somebody said so."""
    copy_answered_at: Mapped[datetime | None] = col(privacy="plain")
    """When somebody said yes or no to that."""
    gone_at: Mapped[datetime | None] = col(privacy="plain")
    """When the platform deleted the course; what was learnt in it stays."""


class ResourceLink(Base):
    """An activity in a course that opens valo."""

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("context_id", "link_ref"),)
    id: Mapped[int] = key()
    context_id: Mapped[int] = col(ForeignKey("context.id"), privacy="plain")
    link_ref: Mapped[str] = col(privacy="plain")
    title: Mapped[str] = col(default="", privacy="plain")
    line_item_url: Mapped[str | None] = col(privacy="plain")
    page: Mapped[str] = col(default="", privacy="plain")
    """What it opens: diary, desk, paper; "" where nobody chose."""
    unit: Mapped[str] = col(default="", privacy="plain")
    """The code of the unit, of a paper."""
    gone_at: Mapped[datetime | None] = col(privacy="plain")
    """When the platform deleted the activity."""


class Membership(Base):
    """A person in a course, as last seen in a launch or a member list."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("context_id", "person_id"),)
    id: Mapped[int] = key()
    context_id: Mapped[int] = col(ForeignKey("context.id"), privacy="plain")
    person_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    standings: Mapped[list[str]] = col(default=list, privacy="plain")
    subject: Mapped[str] = col(privacy="personal")
    """The person's `sub` on this platform: scores are addressed with it."""
    left_at: Mapped[datetime | None] = col(privacy="plain")
    person: Mapped[Person] = relationship()
