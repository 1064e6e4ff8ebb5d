"""Reading the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, or_, select

from sidecar import db
from sidecar.audit.models import AuditEvent
from sidecar.audit.words import GROUPS
from sidecar.clock import HELSINKI


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which lines are asked for; empty means all. Days are Finnish ones, both included."""

    group: str = ""
    """A key of `words.GROUPS`."""
    who: str = ""
    """A part of a name."""
    first_day: date | None = None
    last_day: date | None = None


def events_of(
    provider_id: int | None,
    wish: Wish | None = None,
    *,
    before: int | None = None,
    limit: int = 100,
) -> Sequence[AuditEvent]:
    """The newest events of a provider, and of the whole installation (those of no provider).

    `before`: only those older than this event, for the next page.
    """
    ours = or_(AuditEvent.provider_id == provider_id, AuditEvent.provider_id.is_(None))
    query = _wished(select(AuditEvent).where(ours), wish or Wish())
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return db.session().scalars(query.order_by(AuditEvent.id.desc()).limit(limit)).all()


def _wished(query: Select[AuditEvent], wish: Wish) -> Select[AuditEvent]:
    if wish.group in GROUPS:
        kinds = (AuditEvent.type.startswith(f"{start}.") for start in GROUPS[wish.group][1])
        query = query.where(or_(*kinds))
    if wish.who:
        query = query.where(AuditEvent.actor.icontains(wish.who, autoescape=True))
    if wish.first_day:
        query = query.where(AuditEvent.at >= _midnight(wish.first_day))
    if wish.last_day:
        query = query.where(AuditEvent.at < _midnight(wish.last_day + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI)
