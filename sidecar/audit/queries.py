"""Reading the log."""

from collections.abc import Sequence

from sqlalchemy import select

from sidecar import db
from sidecar.audit.models import AuditEvent


def events_of(
    provider_id: int | None, *, before: int | None = None, limit: int = 100
) -> Sequence[AuditEvent]:
    """The newest events of a provider; those older than the event `before` for the next page."""
    query = select(AuditEvent).where(AuditEvent.provider_id == provider_id)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return db.session().scalars(query.order_by(AuditEvent.id.desc()).limit(limit)).all()
