"""The coach's day: who is expected, who has written, who is silent, how fast answers come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from sidecar import db, i18n
from sidecar.clock import HELSINKI
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.identity.models import Person
from sidecar.placements.agreed import agreed_days, days_back, is_agreed
from sidecar.placements.models import WorkPeriod

SILENT_AFTER = 3
"""Agreed days without an entry."""
_MOST_SILENT = 20
_MOST_LEARNERS = 100
_CLOCK_SPAN = timedelta(days=30)
_CLOCK_SAMPLE = 500


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A learner without an entry: on how many agreed days, and the day of the last one."""

    period_id: int
    name: str
    days: int
    last: date | None


@dataclass(frozen=True, kw_only=True)
class Today:
    """A learner of a running period, today's sent entry, and whether today is agreed."""

    period: WorkPeriod
    entry: DiaryEntry | None
    is_agreed: bool


def _running(coach_id: int, today: date) -> Select[WorkPeriod]:
    return select(WorkPeriod).where(
        WorkPeriod.coach_id == coach_id, WorkPeriod.starts_on <= today, WorkPeriod.ends_on >= today
    )


def silent(coach_id: int, today: date) -> list[Silent]:
    """Learners without a sent entry on their last three agreed days, the longest silence first.

    Today does not count yet. An absence that was sent or marked is an entry too.
    """
    running = _running(coach_id, today)
    agreed = db.session().scalars(running.with_only_columns(WorkPeriod.agreed_weekdays).distinct())
    rules = [_is_silent(weekdays, today) for weekdays in agreed if weekdays]
    query = running.where(or_(*rules)) if rules else running.where(false())
    query = query.options(joinedload(WorkPeriod.learner)).order_by(WorkPeriod.id)
    periods = db.session().scalars(query.limit(_MOST_SILENT)).all()
    last = _last_days([p.learner_id for p in periods])
    silences = [_silence(p, last.get(p.learner_id), today) for p in periods]
    return sorted(silences, key=lambda one: (-one.days, one.name))


def _is_silent(weekdays: str, today: date) -> ColumnElement[bool]:
    since = days_back(weekdays, today, SILENT_AFTER)
    sent = exists().where(
        DiaryEntry.learner_id == WorkPeriod.learner_id,
        DiaryEntry.day >= since,
        DiaryEntry.state != EntryState.DRAFT,
    )
    return and_(WorkPeriod.agreed_weekdays == weekdays, WorkPeriod.starts_on <= since, ~sent)


def _silence(period: WorkPeriod, last: date | None, today: date) -> Silent:
    first = period.starts_on
    if last is not None and last >= first:
        first = last + timedelta(days=1)
    days = agreed_days(period.agreed_weekdays, first, today - timedelta(days=1))
    return Silent(period_id=period.id, name=period.learner.display_name, days=days, last=last)


def _last_days(learner_ids: Sequence[int]) -> dict[int, date]:
    query = (
        select(DiaryEntry.learner_id, func.max(DiaryEntry.day))
        .where(DiaryEntry.learner_id.in_(learner_ids), DiaryEntry.state != EntryState.DRAFT)
        .group_by(DiaryEntry.learner_id)
    )
    return {row[0]: row[1] for row in db.session().execute(query)}


def roster(coach_id: int, today: date) -> list[Today]:
    """My learners with running periods by name, those who are expected today first."""
    query = (
        _running(coach_id, today)
        .join(Person, Person.id == WorkPeriod.learner_id)
        .options(joinedload(WorkPeriod.learner), joinedload(WorkPeriod.environment))
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
    rows = [
        Today(period=p, entry=by_period.get(p.id), is_agreed=is_agreed(p.agreed_weekdays, today))
        for p in periods
    ]
    return sorted(rows, key=lambda row: not row.is_agreed)


def waited(since: datetime | None, now: datetime) -> str:
    """How long something has waited, as people say it: today at 9.05, yesterday, 3 days."""
    if since is None:
        return ""
    here = since.astimezone(HELSINKI)
    days = (now.astimezone(HELSINKI).date() - here.date()).days
    time = i18n.time_of_day(here)
    if days <= 0:
        return str(gettext("today at %(time)s", time=time))
    if days == 1:
        return str(gettext("yesterday at %(time)s", time=time))
    return str(ngettext("%(num)s day ago", "%(num)s days ago", days))


def answer_hours(coach_id: int, now: datetime) -> float | None:
    """Median hours from sending to this coach's first answer, over 30 days; None without any."""
    rows = db.session().execute(_first_answers(coach_id, now - _CLOCK_SPAN))
    waits = [(answered - sent).total_seconds() / 3600 for sent, answered in rows if sent]
    return median(waits) if waits else None


def _first_answers(coach_id: int, since: datetime) -> Select[datetime | None, datetime]:
    """When entries were sent, and when this coach first answered or approved them."""
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
        .where(
            DiaryEntry.coach_id == coach_id,
            DiaryEntry.submitted_at >= since,
            DiaryEntry.written_by_id.is_(None),
        )
        .group_by(DiaryEntry.id, DiaryEntry.submitted_at, DiaryEntry.approved_at)
        .having(answered.is_not(None), answered >= DiaryEntry.submitted_at)
        .order_by(DiaryEntry.submitted_at.desc())
        .limit(_CLOCK_SAMPLE)
    )
