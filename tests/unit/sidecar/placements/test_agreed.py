"""Agreed weekdays: counting, looking back, and any choice of days against counting one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.placements.agreed import EVERY, USUAL, agreed_days, as_weekdays, days_back, is_agreed

WEEKDAYS = st.sets(st.integers(1, 7), min_size=1).map(as_weekdays)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 11, 16), date(2026, 11, 20), 5),
        (date(2026, 11, 21), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 2),
        (date(2026, 11, 24), date(2026, 11, 23), 0),
        (date(2026, 10, 1), date(2026, 11, 30), 43),
    ],
)
def test_monday_to_friday(first: date, last: date, count: int):
    assert agreed_days(USUAL, first, last) == count


@given(WEEKDAYS, DAYS, st.integers(0, 60))
def test_counting_is_the_same_as_asking_each_day(weekdays: str, first: date, span: int):
    each = sum(is_agreed(weekdays, first + timedelta(days=n)) for n in range(span + 1))
    assert agreed_days(weekdays, first, first + timedelta(days=span)) == each


@given(WEEKDAYS, DAYS, st.integers(1, 9))
def test_looking_back_meets_exactly_so_many_agreed_days(weekdays: str, today: date, count: int):
    since = days_back(weekdays, today, count)
    assert is_agreed(weekdays, since)
    assert agreed_days(weekdays, since, today - timedelta(days=1)) == count


def test_choices_become_digits_in_their_order():
    assert as_weekdays([3, 1, 3, 9, 0]) == "13"
    assert as_weekdays(range(1, 8)) == EVERY
    assert agreed_days("", date(2026, 1, 1), date(2026, 12, 31)) == 0
    assert days_back("", date(2026, 1, 1), 3) == date(2026, 1, 1)
