"""What a learner has come to: days, tasks, and what could go into the papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryCard, EntryKind, EntryMessage, EntryState
from sidecar.evidence.models import EntryRequirement
from sidecar.placements.models import WorkPeriod


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """What a period has come to: days and different tasks told about, entries for the papers."""

    days: int
    tasks: int
    for_papers: int
    """Approved entries with skills that the learner has not let into the papers."""


def so_far(period: WorkPeriod) -> SoFar:
    """How much the learner has told in a period, counted in one question."""
    given = {"period": period.id, "learner": period.learner_id}
    row = db.session().execute(_counts(), given).one()
    return SoFar(days=row[0], tasks=row[1], for_papers=row[2])


@cache
def _counts() -> Select[Any]:
    sent = (DiaryEntry.period_id == bindparam("period"), DiaryEntry.state != EntryState.DRAFT)
    days = select(func.count(DiaryEntry.day.distinct())).where(
        *sent, DiaryEntry.kind != EntryKind.ABSENCE
    )
    tasks = select(func.count(EntryCard.card_id.distinct())).join(
        DiaryEntry, DiaryEntry.id == EntryCard.entry_id
    )
    waiting = _not_in_papers(bindparam("learner")).with_only_columns(func.count(DiaryEntry.id))
    counts = (days, tasks.where(*sent), waiting)
    return select(*(one.scalar_subquery() for one in counts))


def not_in_papers(learner_id: int) -> Sequence[DiaryEntry]:
    """Approved entries with skills that the learner has not let into the papers yet."""
    return db.session().scalars(_not_in_papers(learner_id)).all()


def _not_in_papers(learner_id: Any) -> Select[DiaryEntry]:
    shows = select(EntryRequirement.entry_id).where(EntryRequirement.entry_id == DiaryEntry.id)
    return select(DiaryEntry).where(
        DiaryEntry.learner_id == learner_id,
        DiaryEntry.state == EntryState.APPROVED,
        DiaryEntry.in_papers_at.is_(None),
        shows.exists(),
    )


def returned_count(learner_id: int) -> int:
    """Entries in which the coach asked for more."""
    query = select(func.count(DiaryEntry.id)).where(
        DiaryEntry.learner_id == learner_id, DiaryEntry.state == EntryState.RETURNED
    )
    return int(db.session().scalar(query) or 0)


def last_answer_at(learner_id: int) -> datetime | None:
    """When somebody else last said something about an entry of this learner, or approved one."""
    mine = DiaryEntry.learner_id == learner_id
    said = select(func.max(EntryMessage.at)).join(
        DiaryEntry, DiaryEntry.id == EntryMessage.entry_id
    )
    approved = select(func.max(DiaryEntry.approved_at)).where(mine)
    moments = (
        db.session().scalar(said.where(mine, EntryMessage.author_id != learner_id)),
        db.session().scalar(approved),
    )
    return max((at for at in moments if at), default=None)
