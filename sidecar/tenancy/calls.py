"""Calls of a platform's block: each signed one counts once, and each is noted."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from sidecar import db
from sidecar.tenancy.models import PlatformRegistration, UsedCall

NOTED_EVERY = timedelta(minutes=1)


def use_call(
    platform_id: int, jti: str, *, dead_at: datetime, release: str, now: datetime
) -> PlatformRegistration | None:
    """Use a token's id up, whichever web worker it meets; None when it was used before. Commits.

    `dead_at`: when the token is too old anyway.
    """
    digest = hashlib.sha256(jti.encode("utf-8", "ignore")).hexdigest()
    try:
        with db.transaction() as session:
            session.add(UsedCall(registration_id=platform_id, jti_hash=digest, dead_at=dead_at))
            session.flush()
            return _noted(platform_id, release, now)
    except IntegrityError:
        return None


def note_call(platform_id: int, *, release: str, now: datetime) -> PlatformRegistration:
    """The block is there: for the console, and for choosing how its people are told. Commits."""
    with db.transaction():
        return _noted(platform_id, release, now)


def _noted(platform_id: int, release: str, now: datetime) -> PlatformRegistration:
    row = db.session().get_one(PlatformRegistration, platform_id)
    if row.block_seen_at is None or now - row.block_seen_at > NOTED_EVERY:
        row.block_seen_at = now
    if release and row.block_release != release:
        row.block_release = release
    return row
