"""Agreed days: on which weekdays a learner comes. Written as digits, 1 for Monday: "12345"."""

from collections.abc import Iterable
from datetime import date, timedelta

USUAL = "12345"
EVERY = "1234567"
_WEEK = 7


def is_agreed(weekdays: str, day: date) -> bool:
    """True when the learner is expected on this day."""
    return str(day.isoweekday()) in weekdays


def agreed_days(weekdays: str, first: date, last: date) -> int:
    """How many agreed days a span has, both ends included."""
    span = max(0, (last - first).days + 1)
    weeks, rest = divmod(span, _WEEK)
    odd = sum(is_agreed(weekdays, first + timedelta(days=n)) for n in range(rest))
    return weeks * len(set(weekdays)) + odd


def days_back(weekdays: str, today: date, count: int) -> date:
    """The day on which the last `count` agreed days before today begin."""
    day = today
    while count and weekdays:
        day -= timedelta(days=1)
        count -= is_agreed(weekdays, day)
    return day


def as_weekdays(chosen: Iterable[int]) -> str:
    """The digits of the chosen weekdays in their order; other numbers are left out."""
    return "".join(sorted({str(n) for n in chosen} & set(EVERY)))
