"""Reading a result back: a teacher's number in the gradebook is shown and not fought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sidecar.grading.models import GradebookScore

_NEAR = 0.01
"""Points of the gradebook: what rounding on the other side may change."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A score that we sent, or tried to send."""

    given: float
    maximum: float


def told(row: GradebookScore | None) -> list[Told]:
    """What the gradebook may know from us: the accepted score, and a later one that got no answer.

    Empty before anything was accepted: then no number there can be an answer to ours.
    """
    if row is None or row.sent_given is None or not row.sent_maximum:
        return []
    accepted = Told(given=row.sent_given, maximum=row.sent_maximum)
    return [accepted, Told(given=row.given, maximum=row.maximum)]


def override(rows: Iterable[Mapping[str, Any]], subject: str, ours: list[Told]) -> float | None:
    """The number that somebody else put there; None when it is ours, or when there is none.

    Some platforms report 0 as no score at all, so a missing number says nothing.
    """
    for row in rows:
        if str(row.get("userId")) == subject:
            found, maximum = _number(row.get("resultScore")), _number(row.get("resultMaximum"))
            if not found or any(_is_same(found, maximum or 100.0, one) for one in ours):
                return None
            return found
    return None


def _is_same(found: float, maximum: float, one: Told) -> bool:
    return abs(found - one.given / one.maximum * maximum) <= _NEAR


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None
