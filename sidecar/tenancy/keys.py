"""Our own signing keys: made once, private parts sealed, published for a while after retirement."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from lti.keys import SigningKey, new_signing_key
from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import SettingsError
from sidecar.identity.models import Person
from sidecar.tenancy.models import ToolKey

PUBLISHED_AFTER_RETIREMENT = timedelta(days=7)


def ensure_signing_key() -> None:
    """Make the first key where there is none; in the caller's transaction."""
    session = db.session()
    if session.scalar(select(ToolKey.id).where(ToolKey.retired_at.is_(None)).limit(1)) is None:
        key = new_signing_key()
        session.add(ToolKey(kid=key.kid, private_pem=key.private_pem, created_at=clock.now()))


def rotate_signing_key(*, by: Person | None, provider_id: int | None = None) -> str:
    """Sign with a new key from now on; gives its id. Older keys stay published for a while.

    What was signed a moment before is still checked with the older key, so nothing fails.
    """
    now, session = clock.now(), db.session()
    for row in session.scalars(select(ToolKey).where(ToolKey.retired_at.is_(None))):
        row.retired_at = now
    key = new_signing_key()
    session.add(ToolKey(kid=key.kid, private_pem=key.private_pem, created_at=now))
    record("key.rotated", by=by, target=f"key:{key.kid}", provider_id=provider_id)
    return key.kid


def signing_key_since() -> datetime | None:
    """When the key that we sign with was made; None when there is none yet."""
    query = select(ToolKey.created_at).where(ToolKey.retired_at.is_(None))
    return db.session().scalar(query.order_by(ToolKey.id.desc()).limit(1))


def signing_key() -> SigningKey:
    """The newest key in use. SettingsError when none was made yet."""
    query = select(ToolKey).where(ToolKey.retired_at.is_(None)).order_by(ToolKey.id.desc()).limit(1)
    row = db.session().scalar(query)
    if row is None:
        raise SettingsError("there is no signing key yet; run ./valo db upgrade")
    return SigningKey(kid=row.kid, private_pem=row.private_pem)


def published_keys() -> list[SigningKey]:
    """Keys in use and those retired lately: a platform may still check an older signature."""
    since = clock.now() - PUBLISHED_AFTER_RETIREMENT
    query = select(ToolKey).where(or_(ToolKey.retired_at.is_(None), ToolKey.retired_at > since))
    return [SigningKey(kid=r.kid, private_pem=r.private_pem) for r in db.session().scalars(query)]
