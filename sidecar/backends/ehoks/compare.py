"""Whether two pieces of a plan say the same (ehoks.md §8: GET has no ordering)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

_LENGTH_OF_A_DAY = len("2026-11-24")
_READ_ONLY = ("eid", "manuaalisyotto", "module-id")


def writable(plan: dict[str, Any]) -> dict[str, Any]:
    """A plan as read, without what a PUT refuses: read-only fields, nested ids, nulls (§5, §8)."""
    bare: dict[str, Any] = _bare(plan)
    return {"id": plan["id"], **bare} if plan.get("id") is not None else bare


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _bare(item) if isinstance(item, dict | list) else item
            for name, item in value.items()
            if name != "id" and name not in _READ_ONLY and item is not None
        }
    if isinstance(value, list):
        return [_bare(item) if isinstance(item, dict | list) else item for item in value]
    return value


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two plans say the same: ids, the order of lists and empty lists do not count.

    The service trims texts and may write moments anew.
    """
    first, second = _bare(one), _bare(other)
    # Mostly they are alike to the letter; putting lists in order costs ten times as much.
    return bool(first == second or _canonical(first) == _canonical(second))


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        items = ((name, _canonical(item)) for name, item in value.items())
        return sorted((name, repr(item)) for name, item in items if item != [])
    if isinstance(value, list):
        return sorted(repr(_canonical(item)) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return _moment(value.strip()) if isinstance(value, str) else value
    return Decimal(str(value)).normalize()


def _moment(text: str) -> str:
    if len(text) <= _LENGTH_OF_A_DAY or not text[:4].isdigit() or "T" not in text:
        return text
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except ValueError:
        return text
