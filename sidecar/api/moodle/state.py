"""How things stand between a platform and us, in numbers."""

from datetime import datetime
from typing import Any

from sidecar.notices.queries import waiting_of
from sidecar.outbox.queries import waiting_and_stuck
from sidecar.tenancy.models import PlatformRegistration


def state_of(platform: PlatformRegistration, *, now: datetime) -> dict[str, Any]:
    """For the block's checks. Events are taken at once, so none of them ever waits here."""
    waiting, failed = waiting_and_stuck(platform.provider_id)
    return {
        "issuer": platform.issuer,
        "state": platform.state,
        "now": int(now.timestamp()),
        "last_contact_at": platform.block_seen_at,
        "last_launch_at": platform.last_launch_at,
        "last_problem": platform.last_error_code or "",
        "waiting": {"notices": waiting_of(platform.id), "deliveries": waiting, "events": 0},
        "failed": {"notices": 0, "deliveries": failed, "events": 0},
    }
