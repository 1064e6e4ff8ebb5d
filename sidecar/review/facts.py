"""What the diary says of a period in a few numbers: the ground of a mid-period talk."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import func, select

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryCard, EntryKind, EntryState
from sidecar.diary.queries import lamps
from sidecar.environments.models import TaskCard
from sidecar.placements.agreed import agreed_days
from sidecar.placements.models import WorkPeriod

_MOST_TASKS = 8
_SENT = DiaryEntry.state != EntryState.DRAFT


def facts_of(period: WorkPeriod, today: date) -> dict[str, Any]:
    """Agreed, told and away days so far, the tasks done most, and the lamps; plain values."""
    last = min(today, period.ends_on)
    states = Counter(lamp.state for lamp in lamps(period))
    return {
        "until": last.isoformat(),
        "agreed_days": agreed_days(period.agreed_weekdays, period.starts_on, last),
        "told_days": _days(period, away=False),
        "away_days": _days(period, away=True),
        "tasks": _tasks(period),
        "lamps": {"full": states["full"], "half": states["half"], "all": sum(states.values())},
    }


def _days(period: WorkPeriod, *, away: bool) -> int:
    is_away = DiaryEntry.kind == EntryKind.ABSENCE
    query = select(func.count(DiaryEntry.day.distinct())).where(
        DiaryEntry.period_id == period.id, _SENT, is_away if away else ~is_away
    )
    return int(db.session().scalar(query) or 0)


def _tasks(period: WorkPeriod) -> list[dict[str, Any]]:
    count = func.count(DiaryEntry.id).label("times")
    query = (
        select(EntryCard.card_id, count)
        .join(DiaryEntry, DiaryEntry.id == EntryCard.entry_id)
        .where(DiaryEntry.period_id == period.id, _SENT)
        .group_by(EntryCard.card_id)
        .order_by(count.desc(), EntryCard.card_id)
        .limit(_MOST_TASKS)
    )
    counts = {row.card_id: row.times for row in db.session().execute(query)}
    named = select(TaskCard).where(TaskCard.id.in_(counts))
    names = {card.id: card.name for card in db.session().scalars(named)}
    return [{"name": names[card_id], "times": times} for card_id, times in counts.items()]
