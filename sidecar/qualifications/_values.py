"""Numbers and moments of ePerusteet documents (§2): None for whatever is not one."""

from datetime import UTC, date, datetime

from sidecar.clock import HELSINKI

_LARGEST_ID = 2**31 - 1
_LARGEST_POINTS = 10_000
_LATEST = 32_503_680_000_000
"""Milliseconds: the year 3000."""


def identifier(value: object) -> int | None:
    """An id that a database keeps."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 < value <= _LARGEST_ID else None


def moment(value: object) -> datetime | None:
    """A moment from milliseconds."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LATEST:
        return None
    return datetime.fromtimestamp(value / 1000, UTC)


def day(value: object) -> date | None:
    """A day from milliseconds: midnight is meant in Finland, in UTC it is the day before."""
    found = moment(value)
    return found.astimezone(HELSINKI).date() if found else None


def number(value: object) -> str:
    """`laajuus` as people write it: 15 and 15.0 are "15", 2.5 is "2.5"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:g}" if 0 < value < _LARGEST_POINTS else ""
