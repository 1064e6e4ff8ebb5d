"""The learner's first screen: the week as a strip, and which lamp could come next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext

from sidecar.diary.listing import Line
from sidecar.diary.models import DiaryEntry, EntryKind, EntryState
from sidecar.errors import N_
from sidecar.evidence.queries import FULL, HALF, OFF, Lamp
from sidecar.placements.agreed import is_agreed
from sidecar.placements.models import WorkPeriod

Told = DiaryEntry | Line
_DAYS = 7
_LIGHT = {EntryState.APPROVED: FULL, EntryState.SUBMITTED: HALF}
_STATES = {
    EntryState.DRAFT: N_("not sent"),
    EntryState.SUBMITTED: N_("sent"),
    EntryState.RETURNED: N_("add something"),
    EntryState.APPROVED: N_("approved"),
}


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    """A day of the strip: a lamp or a word to see, and words to hear."""

    day: date
    lamp: str
    word: str
    said: str
    is_today: bool


def week(entries: Iterable[Told], today: date, period: WorkPeriod | None = None) -> list[WeekDay]:
    """Monday to Sunday of this week, with what the learner told of each day, or what is agreed."""
    monday = today - timedelta(days=today.weekday())
    told: dict[date, Told] = {}
    for entry in entries:
        best = told.get(entry.day)
        if best is None or _rank(entry) > _rank(best):
            told[entry.day] = entry
    days = (monday + timedelta(days=n) for n in range(_DAYS))
    return [_of_day(day, told.get(day), today, period) for day in days]


def _rank(entry: Told) -> tuple[bool, int]:
    """Being there says more than being away; then the state that is furthest."""
    order = (EntryState.DRAFT, EntryState.RETURNED, EntryState.SUBMITTED, EntryState.APPROVED)
    return entry.kind != EntryKind.ABSENCE, order.index(EntryState(entry.state))


def _of_day(day: date, entry: Told | None, today: date, period: WorkPeriod | None) -> WeekDay:
    word, lamp, said = "", "", gettext("nothing yet") if day <= today else ""
    if entry is None and period is not None:
        word = _agreed(day, period)
        said = ", ".join(filter(None, (word, said if word != gettext("free") else "")))
    if entry is not None:
        word = _word(entry)
        lamp = "" if word else _LIGHT.get(EntryState(entry.state), OFF)
        said = ", ".join(filter(None, (word, _state(entry))))
    return WeekDay(day=day, lamp=lamp, word=word, said=said, is_today=day == today)


def _agreed(day: date, period: WorkPeriod) -> str:
    """What is agreed for a day that nobody has told about."""
    if not period.starts_on <= day <= period.ends_on:
        return ""
    agreed = is_agreed(period.agreed_weekdays, day)
    return str(gettext("work") if agreed else gettext("free"))


def _word(entry: Told) -> str:
    if entry.kind == EntryKind.SCHOOL:
        return str(gettext("school"))
    return str(gettext("away")) if entry.kind == EntryKind.ABSENCE else ""


def _state(entry: Told) -> str:
    return str(gettext(_STATES[EntryState(entry.state)]))


def work_day(period: WorkPeriod, today: date) -> date | None:
    """The next agreed day of the period, today included; None when there is none any more."""
    first = max(today, period.starts_on)
    days = (first + timedelta(days=n) for n in range(_DAYS))
    agreed = (d for d in days if d <= period.ends_on and is_agreed(period.agreed_weekdays, d))
    return next(agreed, None)


def next_lamp(lamps: Sequence[Lamp]) -> Lamp | None:
    """What to try next: the first dark lamp, else the first half one."""
    return next((lamp for wanted in (OFF, HALF) for lamp in lamps if lamp.state == wanted), None)
