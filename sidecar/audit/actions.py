"""Writing the log: always inside the transaction of the change itself."""

from typing import Any, Protocol

from sidecar import clock, db
from sidecar.audit.models import AuditEvent


class Actor(Protocol):
    """Who did it: a person. The log lies below the people, so that their changes are logged too."""

    id: Any
    display_name: Any


def record(
    type: str,  # noqa: A002 - the field's own name
    *,
    by: Actor | None,
    target: str,
    details: dict[str, Any] | None = None,
    provider_id: int | None = None,
    actor: str = "command line",
) -> None:
    """Add one line; `by` None means that `actor` (a command or a job) did it."""
    who = f"person:{by.id} {by.display_name}" if by else actor
    event = AuditEvent(
        at=clock.now(),
        type=type,
        actor=who,
        target=target,
        details=details or {},
        provider_id=provider_id,
    )
    db.session().add(event)
