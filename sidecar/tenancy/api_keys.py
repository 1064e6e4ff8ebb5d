"""API keys: for a Moodle whose block cannot sign its calls. One a platform, stored as a hash."""

from sqlalchemy import select

from sidecar import clock, crypto, db
from sidecar.audit.actions import record
from sidecar.identity.models import Person
from sidecar.tenancy.models import PlatformRegistration

KEY_PREFIX = "valo_"


def make_api_key(platform: PlatformRegistration, *, by: Person | None) -> str:
    """A new key, shown once; the platform's old one opens nothing from now on."""
    token = KEY_PREFIX + crypto.new_token()
    platform.api_key_hash, platform.api_key_made_at = crypto.token_hash(token), clock.now()
    _record("platform.key_made", platform, by)
    return token


def drop_api_key(platform: PlatformRegistration, *, by: Person | None) -> None:
    """No key opens anything any more."""
    platform.api_key_hash = platform.api_key_made_at = None
    _record("platform.key_dropped", platform, by)


def platform_with_key(token: str) -> PlatformRegistration | None:
    """The platform whose key this is."""
    query = select(PlatformRegistration).where(
        PlatformRegistration.api_key_hash == crypto.token_hash(token)
    )
    return db.session().scalar(query)


def _record(done: str, platform: PlatformRegistration, by: Person | None) -> None:
    record(done, by=by, target=f"platform:{platform.id}", provider_id=platform.provider_id)
