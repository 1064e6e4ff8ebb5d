"""Days and moments as people of each language write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sidecar.web import filters

SUNDAY = date(2026, 11, 29)
AT = datetime(2026, 11, 29, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "long_day", "moment"),
    [
        ("fi", "29.11.2026", "sunnuntaina 29.11.", "29.11.2026 klo 9.05"),
        ("sv", "29.11.2026", "söndag 29 november", "29.11.2026 kl. 9.05"),
        ("en", "29 November 2026", "Sunday 29 November", "29 November 2026 at 9:05"),
    ],
)
def test_each_language_has_its_own_days(monkeypatch, language, day, long_day, moment):
    monkeypatch.setattr(filters, "locale", lambda: language)
    assert (filters.day(SUNDAY), filters.long_day(SUNDAY)) == (day, long_day)
    assert filters.moment(AT) == moment


def test_each_finnish_weekday_is_in_the_case_that_sentences_need(monkeypatch):
    monkeypatch.setattr(filters, "locale", lambda: "fi")
    week = [filters.long_day(SUNDAY + timedelta(n)).split()[0] for n in range(7)]
    assert all(name.endswith("na") for name in week)
