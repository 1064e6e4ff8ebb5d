"""Days, moments and hours as people of each language write them; all times are Finnish times."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from sidecar import i18n
from sidecar.clock import HELSINKI
from sidecar.evidence.queries import Lamp
from sidecar.qualifications.queries import in_language
from sidecar.web.language import locale


def register(app: Flask) -> None:
    """Give templates the filters `day`, `long_day`, `moment`, `hours`, `words` and `lamp_list`."""
    app.jinja_env.filters.update(day=day, long_day=long_day, moment=moment, hours=hours)
    app.jinja_env.filters.update(words=words, lamp_list=lamp_list)
    app.jinja_env.filters.update(as_day=date.fromisoformat, weekday=weekday)


def day(value: date | None) -> str:
    """24.11.2026, in English 24 November 2026; nothing for None."""
    return i18n.day(value, locale()) if value else ""


def long_day(value: date | None) -> str:
    """With the name of the weekday: tiistaina 24.11., tisdag 24 november."""
    return _long_day(value, locale()) if value else ""


@lru_cache(maxsize=4096)
def _long_day(value: date, language: str) -> str:
    # The library's "EEEE" knows all weekdays but Sunday in this case.
    pattern = "cccc'na' d.M." if language == "fi" else "EEEE d MMMM"
    return str(format_date(value, pattern, locale=language))


def weekday(value: date) -> str:
    """Two letters: ti."""
    return _weekday(value, locale())


@lru_cache(maxsize=64)
def _weekday(value: date, language: str) -> str:
    return str(format_date(value, "EEEEEE", locale=language))


def moment(value: datetime | None) -> str:
    """Day and time in Finland: 24.11.2026 klo 9.05, 24 November 2026 at 9:05."""
    if value is None:
        return ""
    here = value.astimezone(HELSINKI)
    words = i18n.translations(locale()).gettext("%(day)s at %(time)s")
    return words % {"day": day(here.date()), "time": i18n.time_of_day(here, locale())}


def hours(value: Decimal | None) -> str:
    """7,5 h."""
    return "" if value is None else _hours(value, locale())


@lru_cache(maxsize=1024)
def _hours(value: Decimal, language: str) -> str:
    number = format_decimal(value.normalize(), locale=language)
    return i18n.translations(language).gettext("%(n)s h") % {"n": number}


def words(text: Mapping[str, Any]) -> str:
    """A text of the requirements in the page's language, else in Finnish."""
    return in_language(text, locale())


def lamp_list(lamps: Iterable[Lamp]) -> list[tuple[str, str]]:
    """Lamps as the board wants them: state and words."""
    return [(lamp.state, words(lamp.requirement.text)) for lamp in lamps]
