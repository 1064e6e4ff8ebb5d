"""What must stay when somebody asks to be erased: each feature says it of its own rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Rows that stay, in words for the person: what, why, and until when (None: no end is known).

    `what` and `why` are English msgids. `names_person`: the name has to stay with them.
    """

    what: str
    why: str
    rows: dict[str, set[int]]
    until: date | None = None
    names_person: bool = True
    blank: Callable[[], None] | None = None
    """Takes out of these rows what need not stay with them."""


Keeper = Callable[[int, date], list[Kept]]
"""What has to be kept of a person on a day; asking changes nothing."""
_keepers: list[Keeper] = []


def register(*keepers: Keeper) -> None:
    """Name all who keep something; `sidecar/doors.py` does."""
    _keepers[:] = keepers


def kept_of(person_id: int, today: date) -> list[Kept]:
    """All that has to stay of a person."""
    return [kept for keeper in _keepers for kept in keeper(person_id, today)]
