"""Days, moments and hours as people of each language write them; all times are Finnish times."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext

from sidecar.clock import HELSINKI
from sidecar.evidence.queries import Lamp
from sidecar.qualifications.queries import in_language
from sidecar.web.language import locale


def register(app: Flask) -> None:
    """Give templates the filters `day`, `long_day`, `moment`, `hours`, `words` and `lamp_list`."""
    app.jinja_env.filters.update(day=day, long_day=long_day, moment=moment, hours=hours)
    app.jinja_env.filters.update(words=words, lamp_list=lamp_list)
    app.jinja_env.filters.update(as_day=date.fromisoformat)


def day(value: date | None) -> str:
    """24.11.2026, as the language writes it; nothing for None."""
    return str(format_date(value, "d.M.yyyy", rebase=False)) if value else ""


def long_day(value: date | None) -> str:
    """With the name of the weekday: tiistai 24. marraskuuta."""
    return str(format_date(value, "EEEE d.M.", rebase=False)) if value else ""


def moment(value: datetime | None) -> str:
    """Day and time in Finland."""
    if value is None:
        return ""
    here = value.astimezone(HELSINKI).replace(tzinfo=None)
    return str(format_datetime(here, "d.M.yyyy H.mm", rebase=False))


def hours(value: Decimal | None) -> str:
    """7,5 h."""
    return "" if value is None else str(gettext("%(n)s h", n=format_decimal(value.normalize())))


def words(text: Mapping[str, Any]) -> str:
    """A text of the requirements in the page's language, else in Finnish."""
    return in_language(text, locale())


def lamp_list(lamps: Iterable[Lamp]) -> list[dict[str, str]]:
    """Lamps as the board wants them."""
    return [{"state": lamp.state, "label": words(lamp.requirement.text)} for lamp in lamps]
