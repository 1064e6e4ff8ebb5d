"""The coach's day: who has written today, who is silent and since when, how fast answers come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod

SILENT_AFTER = 3
"""Agreed days without an entry."""
_MOST_SILENT = 20
_MOST_LEARNERS = 100
_CLOCK_SPAN = timedelta(days=30)
_CLOCK_SAMPLE = 500
_FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A learner without an entry, and on how many agreed days."""

    period_id: int
    name: str
    days: int


@dataclass(frozen=True, kw_only=True)
class Today:
    """A learner of a running period, and today's sent entry, if there is one."""

    period: WorkPeriod
    entry: DiaryEntry | None


def agreed_days(first: date, last: date) -> int:
    """Monday to Friday, both ends included, until days are agreed one by one."""
    span = max(0, (last - first).days + 1)
    weeks, rest = divmod(span, 7)
    return weeks * 5 + sum((first + timedelta(days=n)).weekday() <= _FRIDAY for n in range(rest))


def _days_back(today: date, count: int) -> date:
    """The day on which the last `count` agreed days before today begin."""
    day = today
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() <= _FRIDAY
    return day


def _running(coach_id: int, today: date) -> Select[WorkPeriod]:
    return select(WorkPeriod).where(
        WorkPeriod.coach_id == coach_id, WorkPeriod.starts_on <= today, WorkPeriod.ends_on >= today
    )


def silent(coach_id: int, today: date) -> list[Silent]:
    """Learners without a sent entry on the last three agreed days, the longest silence first.

    Today does not count yet. An absence that was sent is an entry too.
    """
    since = _days_back(today, SILENT_AFTER)
    sent = exists().where(
        DiaryEntry.learner_id == WorkPeriod.learner_id,
        DiaryEntry.day >= since,
        DiaryEntry.state != EntryState.DRAFT,
    )
    query = _running(coach_id, today).where(WorkPeriod.starts_on <= since, ~sent)
    query = query.options(joinedload(WorkPeriod.learner)).order_by(WorkPeriod.id)
    periods = db.session().scalars(query.limit(_MOST_SILENT)).all()
    last = _last_days([p.learner_id for p in periods])
    silences = [_silence(p, last.get(p.learner_id), today) for p in periods]
    return sorted(silences, key=lambda one: (-one.days, one.name))


def _silence(period: WorkPeriod, last: date | None, today: date) -> Silent:
    first = period.starts_on
    if last is not None and last >= first:
        first = last + timedelta(days=1)
    days = agreed_days(first, today - timedelta(days=1))
    return Silent(period_id=period.id, name=period.learner.display_name, days=days)


def _last_days(learner_ids: Sequence[int]) -> dict[int, date]:
    query = (
        select(DiaryEntry.learner_id, func.max(DiaryEntry.day))
        .where(DiaryEntry.learner_id.in_(learner_ids), DiaryEntry.state != EntryState.DRAFT)
        .group_by(DiaryEntry.learner_id)
    )
    return {row[0]: row[1] for row in db.session().execute(query)}


def roster(coach_id: int, today: date) -> list[Today]:
    """My learners with running periods by name, and whether an entry of today was sent."""
    query = (
        _running(coach_id, today)
        .join(Person, Person.id == WorkPeriod.learner_id)
        .options(joinedload(WorkPeriod.learner))
        .order_by(Person.display_name, WorkPeriod.id)
        .limit(_MOST_LEARNERS)
    )
    periods = db.session().scalars(query).all()
    sent = select(DiaryEntry).where(
        DiaryEntry.learner_id.in_([p.learner_id for p in periods]),
        DiaryEntry.day == today,
        DiaryEntry.state != EntryState.DRAFT,
    )
    by_period = {e.period_id: e for e in db.session().scalars(sent.order_by(DiaryEntry.id.desc()))}
    return [Today(period=p, entry=by_period.get(p.id)) for p in periods]


def answer_hours(coach_id: int, now: datetime) -> float | None:
    """Median hours from sending to this coach's first answer, over 30 days; None without any."""
    rows = db.session().execute(_first_answers(coach_id, now - _CLOCK_SPAN))
    waits = [(answered - sent).total_seconds() / 3600 for sent, answered in rows if sent]
    return median(waits) if waits else None


def _first_answers(coach_id: int, since: datetime) -> Select[datetime | None, datetime]:
    """When entries were sent, and when this coach first answered or approved them."""
    mine = select(WorkPeriod.id).where(WorkPeriod.coach_id == coach_id)
    first_words = func.min(EntryMessage.at)
    answered = func.coalesce(first_words, DiaryEntry.approved_at)
    said = and_(
        EntryMessage.entry_id == DiaryEntry.id,
        EntryMessage.author_id == coach_id,
        EntryMessage.at >= DiaryEntry.submitted_at,
    )
    return (
        select(DiaryEntry.submitted_at, answered)
        .outerjoin(EntryMessage, said)
        .where(DiaryEntry.period_id.in_(mine), DiaryEntry.submitted_at >= since)
        .group_by(DiaryEntry.id, DiaryEntry.submitted_at, DiaryEntry.approved_at)
        .having(answered.is_not(None), answered >= DiaryEntry.submitted_at)
        .order_by(DiaryEntry.submitted_at.desc())
        .limit(_CLOCK_SAMPLE)
    )
