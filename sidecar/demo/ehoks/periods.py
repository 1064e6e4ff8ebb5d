"""The rules of acquisition periods, in the service's order (ehoks.md §4.1)."""

from datetime import date
from itertools import pairwise
from typing import Any

from sidecar.backends.ehoks import codes
from sidecar.demo.ehoks.model import Rule

_PART_TIME_AFTER = date(2023, 6, 30)
_BUSINESS_ID_AFTER = date(2021, 8, 25)
_BASIS_FROM = date(2021, 7, 1)
_AGREED = (
    "osaamisenhankkimistapa_koulutussopimus",
    "osaamisenhankkimistapa_oppisopimus",
)
_APPRENTICESHIP = _AGREED[1]
_YEARS = 5
_Period = dict[str, Any]


def rules(*, is_telma: bool, starts_on: date | None, ends_on: date | None) -> tuple[Rule, ...]:
    """Rules 1–9; the study right's own days only where Koski has them."""
    return (
        ("Osa-aikaisuustieto on 1–100", lambda p: is_telma or _has_part_time(p)),
        ("Yksilöivä tunniste puuttuu", lambda p: not _agreed(p) or codes.PERIOD_KEY in p),
        ("Työpaikan y-tunnus puuttuu", _has_business_id),
        ("Oppisopimuksen perusta puuttuu", _has_basis),
        ("Loppu on alun jälkeen", lambda p: _day(p, "loppu") >= _day(p, "alku")),
        ("Alku on opiskeluoikeudessa", lambda p: starts_on is None or _day(p, "alku") >= starts_on),
        ("Loppu on opiskeluoikeudessa", lambda p: ends_on is None or _day(p, "loppu") <= ends_on),
        ("Kesto on enintään 5 vuotta", lambda p: _day(p, "loppu") <= _later(_day(p, "alku"))),
        ("Keskeytykset eivät ole päällekkäin", _interruptions_are_apart),
    )


def _day(period: _Period, name: str) -> date:
    return date.fromisoformat(period[name])


def _later(start: date) -> date:
    is_leap_day = (start.month, start.day) == (2, 29)
    return start.replace(year=start.year + _YEARS, day=28 if is_leap_day else start.day)


def _agreed(period: _Period) -> bool:
    return period[codes.WAY] in _AGREED


def _has_part_time(period: _Period) -> bool:
    if not _agreed(period) or _day(period, "loppu") <= _PART_TIME_AFTER:
        return True
    percent = int(period.get("osa-aikaisuustieto", 0))
    return 1 <= percent <= 100  # noqa: PLR2004 - percent


def _has_business_id(period: _Period) -> bool:
    if not _agreed(period) or _day(period, "loppu") <= _BUSINESS_ID_AFTER:
        return True
    return codes.WORKPLACE not in period or "tyopaikan-y-tunnus" in period[codes.WORKPLACE]


def _has_basis(period: _Period) -> bool:
    asked = period[codes.WAY] == _APPRENTICESHIP and _day(period, "loppu") >= _BASIS_FROM
    return not asked or codes.BASIS in period


def _interruptions_are_apart(period: _Period) -> bool:
    spans = sorted(period.get("keskeytymisajanjaksot") or (), key=lambda s: str(s["alku"]))
    return all(
        "loppu" in before and before["loppu"] < after["alku"] for before, after in pairwise(spans)
    )
