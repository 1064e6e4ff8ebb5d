"""Education providers, invitations to register a platform, and registrations."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lti.registration import PlatformDescription, Registered
from sidecar import clock, crypto, db
from sidecar.audit.actions import record
from sidecar.errors import BadInput
from sidecar.identity.models import Person
from sidecar.tenancy.models import (
    EducationProvider,
    PlatformRegistration,
    RegistrationInvite,
)
from sidecar.tenancy.platforms import ensure_deployment, update_addresses

INVITE_LIFE = timedelta(days=7)


def save_provider(
    name: str, *, organisation_oid: str | None, backend: str, config: dict[str, Any]
) -> EducationProvider:
    """Make an education provider, or change the one of that name."""
    session = db.session()
    found = session.scalar(select(EducationProvider).where(EducationProvider.name == name))
    if found is None:
        found = EducationProvider(name=name, created_at=clock.now())
        session.add(found)
    found.organisation_oid = organisation_oid or found.organisation_oid
    found.backend_kind, found.backend_config = backend, json.dumps(config)
    session.flush()
    record("provider.saved", by=None, target=f"provider:{found.id}", provider_id=found.id)
    return found


def invite_platform(provider: EducationProvider, *, by: Person | None = None) -> str:
    """A one-time token for registering a platform; only its hash is stored."""
    token = crypto.new_token()
    expires = clock.now() + INVITE_LIFE
    invite = RegistrationInvite(
        token_hash=crypto.token_hash(token), provider_id=provider.id, expires_at=expires
    )
    db.session().add(invite)
    record("platform.invited", by=by, target=f"provider:{provider.id}", provider_id=provider.id)
    return token


def open_invite(token: str) -> RegistrationInvite:
    """The invitation behind a token. BadInput when it is unknown, used or too old."""
    query = select(RegistrationInvite).where(
        RegistrationInvite.token_hash == crypto.token_hash(token),
        RegistrationInvite.used_at.is_(None),
        RegistrationInvite.expires_at > clock.now(),
    )
    found = db.session().scalar(query.with_for_update())
    if found is None:
        raise BadInput(
            "This invitation was used already or is too old. "
            "Ask for a new one: ./valo registration-link prints it."
        )
    return found


def add_registration(
    token: str, platform: PlatformDescription, registered: Registered
) -> PlatformRegistration:
    """Write the registration of an invited platform; the invitation is used up by it.

    A platform that is known already keeps its row and gets its new addresses. BadInput where it
    belongs to another provider: an invitation of one never changes what is another's.
    """
    session = db.session()
    invite = open_invite(token)
    invite.used_at = clock.now()
    row = _known(platform, registered)
    if row is None:
        row = _registration(invite, platform, registered)
        session.add(row)
        session.flush()
        done = "platform.registered"
    elif row.provider_id != invite.provider_id:
        raise BadInput("This platform is registered already with this client id.")
    else:
        update_addresses(row, platform)
        done = "platform.updated"
    ensure_deployment(row, registered.deployment_id)
    _record_registration(done, row)
    return row


def _known(platform: PlatformDescription, registered: Registered) -> PlatformRegistration | None:
    known = select(PlatformRegistration).where(
        PlatformRegistration.issuer == platform.issuer,
        PlatformRegistration.client_id == registered.client_id,
    )
    return db.session().scalar(known)


def _record_registration(done: str, row: PlatformRegistration) -> None:
    record(
        done,
        by=None,
        actor="invitation",
        target=f"platform:{row.id}",
        details={"issuer": row.issuer, "client_id": row.client_id},
        provider_id=row.provider_id,
    )


def _registration(
    invite: RegistrationInvite, platform: PlatformDescription, registered: Registered
) -> PlatformRegistration:
    return PlatformRegistration(
        provider_id=invite.provider_id,
        issuer=platform.issuer,
        client_id=registered.client_id,
        auth_login_url=platform.auth_login_url,
        auth_token_url=platform.auth_token_url,
        key_set_url=platform.key_set_url,
        product=platform.product,
        state="waiting",
        created_at=clock.now(),
    )
