"""Papers, always seen from somebody who belongs to their work period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from sidecar import db
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.diary.models import DiaryEntry
from sidecar.diary.queries import evidence_for
from sidecar.errors import NotFound
from sidecar.evidence.queries import light
from sidecar.identity.permissions import Viewer
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import visible
from sidecar.qualifications.models import QualificationUnit, Requirement
from sidecar.qualifications.queries import requirements_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """A requirement, its lamp, and the approved entries that show it."""

    requirement: Requirement
    state: str
    entries: list[DiaryEntry]


def _papers(viewer: Viewer) -> Select[DemonstrationPaper]:
    periods = visible(viewer).with_only_columns(WorkPeriod.id)
    return (
        select(DemonstrationPaper)
        .where(DemonstrationPaper.period_id.in_(periods))
        .options(
            joinedload(DemonstrationPaper.learner),
            joinedload(DemonstrationPaper.unit),
            joinedload(DemonstrationPaper.period),
        )
    )


def papers_of(viewer: Viewer) -> Sequence[DemonstrationPaper]:
    """The papers that the viewer may see, the newest first."""
    query = _papers(viewer).order_by(DemonstrationPaper.id.desc()).limit(200)
    return db.session().scalars(query).all()


def paper_of(viewer: Viewer, paper_id: int) -> DemonstrationPaper:
    """One of the papers that the viewer may see; NotFound for any other."""
    query = _papers(viewer).options(
        selectinload(DemonstrationPaper.assessors),
        joinedload(DemonstrationPaper.assessment),
        joinedload(DemonstrationPaper.ready_by),
        joinedload(DemonstrationPaper.received_by),
    )
    found = db.session().scalar(query.where(DemonstrationPaper.id == paper_id))
    if found is None:
        raise NotFound
    return found


def of_period(period: WorkPeriod) -> DemonstrationPaper | None:
    """The paper of a period's unit, where it was begun."""
    query = select(DemonstrationPaper).where(
        DemonstrationPaper.period_id == period.id, DemonstrationPaper.unit_id == period.unit_id
    )
    return db.session().scalar(query)


def rows_of(paper: DemonstrationPaper) -> list[Row]:
    """Requirement beside its evidence, as the diary stands now."""
    requirements = requirements_of(paper.unit_id)
    evidence = evidence_for(paper.learner_id, requirements)
    shown = [(key, e.independence, True) for key, entries in evidence.items() for e in entries]
    return [
        Row(
            requirement=lamp.requirement,
            state=lamp.state,
            entries=evidence.get(lamp.requirement.id, []),
        )
        for lamp in light(requirements, shown)
    ]


def frozen_rows(paper: DemonstrationPaper) -> list[dict[str, Any]]:
    """The rows as plain values: those kept when the paper was marked ready, else as of now."""
    if paper.frozen:
        kept: list[dict[str, Any]] = paper.frozen["rows"]
        return kept
    return [plain_row(row) for row in rows_of(paper)]


def plain_row(row: Row) -> dict[str, Any]:
    """A row as JSON."""
    return {
        "heading": row.requirement.heading,
        "text": row.requirement.text,
        "state": row.state,
        "evidence": [
            {
                "entry_id": entry.id,
                "day": entry.day.isoformat(),
                "text": entry.text,
                "hours": str(entry.hours) if entry.hours is not None else None,
                "independence": entry.independence,
                "written_by": entry.written_by.display_name if entry.written_by else None,
            }
            for entry in row.entries
        ],
    }


def newest_about(viewer: Viewer, learner_id: int, unit: str = "") -> DemonstrationPaper | None:
    """The learner's newest paper, of one unit where its code is given, that the viewer may see."""
    query = _papers(viewer).where(DemonstrationPaper.learner_id == learner_id)
    if unit:
        query = query.join(DemonstrationPaper.unit).where(QualificationUnit.code_uri == unit)
    return db.session().scalar(query.order_by(DemonstrationPaper.id.desc()).limit(1))
