"""Days, moments and hours as people of each language write them; all times are Finnish times."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext

from sidecar.clock import HELSINKI


def register(app: Flask) -> None:
    """Give templates the filters `day`, `long_day`, `moment` and `hours`."""
    app.jinja_env.filters.update(day=day, long_day=long_day, moment=moment, hours=hours)


def day(value: date | None) -> str:
    """24.11.2026, as the language writes it; nothing for None."""
    return format_date(value, "medium", rebase=False) if value else ""


def long_day(value: date | None) -> str:
    """With the name of the weekday: tiistai 24. marraskuuta."""
    return format_date(value, "EEEE d.M.", rebase=False) if value else ""


def moment(value: datetime | None) -> str:
    """Day and time in Finland."""
    if value is None:
        return ""
    return format_datetime(
        value.astimezone(HELSINKI).replace(tzinfo=None), "d.M.yyyy H.mm", rebase=False
    )


def hours(value: Decimal | None) -> str:
    """7,5 h."""
    return "" if value is None else gettext("%(n)s h", n=format_decimal(value.normalize()))
