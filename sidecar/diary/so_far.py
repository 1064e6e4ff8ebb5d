"""What a learner has come to: days, tasks, and what could go into the papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryCard, EntryKind, EntryState
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
    sent = (DiaryEntry.period_id == period.id, DiaryEntry.state != EntryState.DRAFT)
    days = select(func.count(DiaryEntry.day.distinct())).where(
        *sent, DiaryEntry.kind != EntryKind.ABSENCE
    )
    tasks = select(func.count(EntryCard.card_id.distinct())).join(
        DiaryEntry, DiaryEntry.id == EntryCard.entry_id
    )
    waiting = _not_in_papers(period.learner_id).with_only_columns(func.count(DiaryEntry.id))
    counts = (days, tasks.where(*sent), waiting)
    row = db.session().execute(select(*(one.scalar_subquery() for one in counts))).one()
    return SoFar(days=row[0], tasks=row[1], for_papers=row[2])


def not_in_papers(learner_id: int) -> Sequence[DiaryEntry]:
    """Approved entries with skills that the learner has not let into the papers yet."""
    return db.session().scalars(_not_in_papers(learner_id)).all()


def _not_in_papers(learner_id: int) -> Select[DiaryEntry]:
    shows = select(EntryRequirement.entry_id).where(EntryRequirement.entry_id == DiaryEntry.id)
    return select(DiaryEntry).where(
        DiaryEntry.learner_id == learner_id,
        DiaryEntry.state == EntryState.APPROVED,
        DiaryEntry.in_papers_at.is_(None),
        shows.exists(),
    )
