"""What an administrator does with the provider's platforms; and the note of a refused launch."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from lti.errors import LaunchRefused
from lti.registration import PlatformDescription
from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import N_, BadInput
from sidecar.identity.models import Person
from sidecar.tenancy.models import (
    Deployment,
    PlatformKeySet,
    PlatformRegistration,
    ServiceToken,
)

WAITS = N_("This Moodle is switched off in valo. The delivery waits until it is switched on again.")
NOTE_AGAIN_AFTER = timedelta(minutes=1)
"""The same refusal is noted once a minute: whoever knocks all day writes little."""


def switch_off(platform: PlatformRegistration, *, by: Person | None) -> None:
    """No launch and no page through this platform any more, until it is switched on again."""
    if platform.state == "off":
        return
    platform.state = "off"
    _record("platform.switched_off", platform, by)


def switch_on(platform: PlatformRegistration, *, by: Person | None) -> None:
    """Let launches in again."""
    if platform.state != "off":
        return
    platform.state = "active" if platform.last_launch_at else "waiting"
    _record("platform.switched_on", platform, by)


def add_deployment(
    platform: PlatformRegistration, deployment_id: str, *, by: Person | None
) -> None:
    """Know one more deployment of the tool. BadInput when it is known already."""
    if _knows(platform, deployment_id):
        raise BadInput("This deployment id is known already.")
    db.session().add(Deployment(registration_id=platform.id, deployment_id=deployment_id))
    _record("platform.deployment_added", platform, by, deployment=deployment_id)


def update_addresses(platform: PlatformRegistration, described: PlatformDescription) -> None:
    """Take over what the platform says of itself now; what was cached from old addresses goes."""
    session = db.session()
    if platform.key_set_url != described.key_set_url:
        session.execute(delete(PlatformKeySet).where(PlatformKeySet.registration_id == platform.id))
    if platform.auth_token_url != described.auth_token_url:
        session.execute(delete(ServiceToken).where(ServiceToken.registration_id == platform.id))
    platform.auth_login_url = described.auth_login_url
    platform.auth_token_url = described.auth_token_url
    platform.key_set_url = described.key_set_url
    platform.product = described.product or platform.product


def ensure_deployment(platform: PlatformRegistration, deployment_id: str | None) -> None:
    """Know the deployment that a registration named, if it named one."""
    if deployment_id and not _knows(platform, deployment_id):
        db.session().add(Deployment(registration_id=platform.id, deployment_id=deployment_id))


def note_refusal(refused: LaunchRefused) -> None:
    """Remember why a launch was refused, where its registration is known. Commits on its own.

    A code and a moment: operational data, nothing about who came.
    """
    if refused.platform_id is None:
        return
    now = clock.now()
    row = db.session().get(PlatformRegistration, refused.platform_id)
    if row is None or _just_noted(row, refused):
        return
    with db.transaction() as session:
        row = session.get_one(PlatformRegistration, refused.platform_id)
        row.last_error_code, row.last_error_at = refused.problem.value, now


def _just_noted(row: PlatformRegistration, refused: LaunchRefused) -> bool:
    is_same = row.last_error_code == refused.problem.value and row.last_error_at is not None
    return is_same and clock.now() - (row.last_error_at or clock.now()) < NOTE_AGAIN_AFTER


def _knows(platform: PlatformRegistration, deployment_id: str) -> bool:
    known = exists().where(
        Deployment.registration_id == platform.id, Deployment.deployment_id == deployment_id
    )
    return bool(db.session().scalar(select(known)))


def _record(type_: str, platform: PlatformRegistration, by: Person | None, **details: str) -> None:
    record(
        type_,
        by=by,
        target=f"platform:{platform.id}",
        details=details or None,
        provider_id=platform.provider_id,
    )
