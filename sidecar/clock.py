"""The one clock. Business code is handed moments; only edges ask for them here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present calendar day in Finland: a work day ends at midnight there, not in UTC."""
    return now().astimezone(HELSINKI).date()
