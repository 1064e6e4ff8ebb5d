"""From a paper of ours to what is printed, in the language of the print."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sidecar.clock import HELSINKI
from sidecar.demonstrations.criteria import Level
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.identity.models import Person
from sidecar.qualifications.queries import in_language
from sidecar.reports.paper import (
    PaperAssessment,
    PaperAssessorLine,
    PaperContent,
    PaperCriteria,
    PaperEvidence,
    PaperLevel,
    PaperRequirement,
)
from sidecar.tenancy.models import EducationProvider


def content_of(
    paper: DemonstrationPaper,
    rows: list[dict[str, Any]],
    provider: EducationProvider,
    levels: list[Level],
    *,
    language: str,
    made_on: date,
) -> PaperContent:
    """What is printed; rows as of `demonstrations.queries.frozen_rows`, levels of its unit."""
    unit, period = paper.unit, paper.period
    return PaperContent(
        language=cast("Any", language),
        learner_name=paper.learner.display_name,
        provider_name=provider.name,
        qualification_name=in_language(unit.edition.name, language),
        unit_name=in_language(unit.name, language),
        register_number=unit.edition.register_number,
        unit_code=unit.code_uri,
        points=unit.points,
        workplace_name=paper.place_name,
        business_id=paper.business_id,
        workplace_description=paper.place_description,
        first_day=paper.starts_on,
        last_day=paper.ends_on,
        work_situations=tuple(paper.work_situations),
        assessors=tuple(
            PaperAssessorLine(kind=a.kind, name=a.name, organisation=a.organisation)
            for a in paper.assessors
        ),
        coach_name=period.coach.display_name,
        teacher_name=period.teacher.display_name if period.teacher else "",
        requirements=tuple(_row(row, language) for row in rows),
        assessment=_assessment(paper),
        made_on=made_on,
        state=cast("Any", paper.state),
        handed_over=_moment(paper.ready_at, paper.ready_by),
        received=_moment(paper.received_at, paper.received_by),
        levels=tuple(_level(level, unit.scale, language) for level in levels),
    )


def _level(level: Level, scale: str, language: str) -> PaperLevel:
    return PaperLevel(
        scale=scale,
        grade=level.grade,
        parts=tuple(
            PaperCriteria(
                heading=in_language(part.heading, language),
                subject=in_language(part.subject, language),
                sentences=tuple(in_language(one, language) for one in part.criteria),
            )
            for part in level.parts
        ),
    )


def _moment(at: datetime | None, by: Person | None) -> str:
    """`24.11.2026 9.05, Kaija Valmentaja`, in Finnish time."""
    if at is None:
        return ""
    here = at.astimezone(HELSINKI)
    said = f"{here.day}.{here.month}.{here.year} {here.hour}.{here.minute:02}"
    return ", ".join(filter(None, [said, by.display_name if by else ""]))


def _assessment(paper: DemonstrationPaper) -> PaperAssessment | None:
    made = paper.assessment
    if made is None:
        return None
    return PaperAssessment(
        scale=made.scale, grade=made.grade, day=made.assessed_on, grounds=made.grounds
    )


def _row(row: dict[str, Any], language: str) -> PaperRequirement:
    return PaperRequirement(
        text=in_language(row["text"], language),
        heading=in_language(row["heading"], language),
        state=row["state"],
        evidence=tuple(_evidence(one) for one in row["evidence"]),
    )


def _evidence(one: dict[str, Any]) -> PaperEvidence:
    return PaperEvidence(
        day=date.fromisoformat(one["day"]),
        words=one["text"],
        hours=Decimal(one["hours"]) if one["hours"] else None,
        independence=one["independence"],
        written_by=one.get("written_by") or "",
    )
