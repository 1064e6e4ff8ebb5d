"""Approved evidence and assessed demonstrations in one order, from a cursor on.

The cursor is a moment and an id. What was approved in the last seconds is left for the next time:
it can still be taken back, and a transaction that began earlier may still come in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from sidecar import db
from sidecar.demonstrations.models import Assessment, DemonstrationPaper
from sidecar.demonstrations.scales import FAILED
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.evidence.models import EntryRequirement, Observation
from sidecar.feeds.competencies import requirement_idnumber, unit_idnumber
from sidecar.identity.models import PlatformAccount
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationUnit, Requirement
from sidecar.tenancy.models import Context, PlatformRegistration

EVIDENCE, DEMONSTRATION = "evidence", "demonstration"
SETTLED_AFTER = timedelta(seconds=30)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_SAME_MOMENT = 1000
"""More rows than one moment brings: an entry's requirements, an observation of a whole team."""


@dataclass(frozen=True, order=True)
class Cursor:
    """After this moment, and at this moment after this id."""

    at: datetime
    id: str

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor that was given out; from the beginning for anything else."""
        moment, _, number = text.partition("|")
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            at = _BEGINNING
        return cls(at.replace(tzinfo=UTC) if at.tzinfo is None else at, number)

    def __str__(self) -> str:
        return f"{self.at.isoformat()}|{self.id}"


def evidence_since(
    platform: PlatformRegistration, cursor: Cursor, *, limit: int, now: datetime
) -> tuple[list[dict[str, Any]], Cursor, bool]:
    """A batch of rows, the cursor behind its last one, and whether there is more."""
    found: list[tuple[Cursor, dict[str, Any]]] = []
    for rows in (_entries, _observations, _demonstrations):
        found += rows(platform, cursor, limit + _SAME_MOMENT, now - SETTLED_AFTER)
    after = sorted((row for row in found if row[0] > cursor), key=lambda row: row[0])
    batch = after[:limit]
    last = batch[-1][0] if batch else cursor
    return [row for _, row in batch], last, len(after) > limit


Rows = Iterator[tuple[Cursor, dict[str, Any]]]


def _of_platform(query: Any, platform: PlatformRegistration) -> Any:
    """Only people whom this platform knows, and periods of its provider; any select of periods."""
    return (
        query.join(PlatformAccount, PlatformAccount.person_id == WorkPeriod.learner_id)
        .outerjoin(Context, Context.id == WorkPeriod.context_id)
        .where(
            PlatformAccount.registration_id == platform.id,
            WorkPeriod.provider_id == platform.provider_id,
        )
    )


def _entries(platform: PlatformRegistration, cursor: Cursor, limit: int, until: datetime) -> Rows:
    query = (
        select(
            DiaryEntry.id,
            DiaryEntry.created_at,
            DiaryEntry.approved_at,
            PlatformAccount.subject,
            Context,
            QualificationUnit,
            Requirement,
        )
        .select_from(EntryRequirement)
        .join(DiaryEntry, DiaryEntry.id == EntryRequirement.entry_id)
        .join(WorkPeriod, WorkPeriod.id == DiaryEntry.period_id)
        .join(Requirement, Requirement.id == EntryRequirement.requirement_id)
        .join(QualificationUnit, QualificationUnit.id == Requirement.unit_id)
        .where(
            EntryRequirement.confirmed,
            DiaryEntry.state == EntryState.APPROVED,
            DiaryEntry.approved_at >= cursor.at,
            DiaryEntry.approved_at <= until,
        )
        .order_by(DiaryEntry.approved_at, DiaryEntry.id)
        .limit(limit)
    )
    found = db.session().execute(_of_platform(query, platform))
    for entry_id, made_at, at, user, course, unit, one in found:
        about = _about(user, course, requirement_idnumber(unit, one.requirement_key))
        number = _ref(f"entry:{entry_id}:{one.id}", made_at)
        yield _row(at, number, kind=EVIDENCE, go=f"entry:{entry_id}", **about)


def _observations(
    platform: PlatformRegistration, cursor: Cursor, limit: int, until: datetime
) -> Rows:
    query = (
        select(Observation, PlatformAccount.subject, Context, QualificationUnit, Requirement)
        .join(WorkPeriod, WorkPeriod.id == Observation.period_id)
        .join(Requirement, Requirement.id == Observation.requirement_id)
        .join(QualificationUnit, QualificationUnit.id == Requirement.unit_id)
        .where(Observation.at >= cursor.at, Observation.at <= until)
        .order_by(Observation.at, Observation.id)
        .limit(limit)
    )
    for seen, user, course, unit, one in db.session().execute(_of_platform(query, platform)):
        about = _about(user, course, requirement_idnumber(unit, one.requirement_key))
        number = _ref(f"observation:{seen.id}", seen.at)
        yield _row(seen.at, number, kind=EVIDENCE, go="diary", **about)


def _demonstrations(
    platform: PlatformRegistration, cursor: Cursor, limit: int, until: datetime
) -> Rows:
    query = (
        select(
            Assessment,
            DemonstrationPaper.created_at,
            PlatformAccount.subject,
            Context,
            QualificationUnit,
        )
        .join(DemonstrationPaper, DemonstrationPaper.id == Assessment.paper_id)
        .join(WorkPeriod, WorkPeriod.id == DemonstrationPaper.period_id)
        .join(QualificationUnit, QualificationUnit.id == DemonstrationPaper.unit_id)
        .where(
            Assessment.recorded_at >= cursor.at,
            Assessment.recorded_at <= until,
            Assessment.grade != FAILED,
        )
        .order_by(Assessment.recorded_at, Assessment.id)
        .limit(limit)
    )
    found = db.session().execute(_of_platform(query, platform))
    for one, made_at, user, course, unit in found:
        about = _about(user, course, unit_idnumber(unit))
        number = _ref(f"demonstration:{one.paper_id}", made_at)
        yield _row(one.recorded_at, number, kind=DEMONSTRATION, go="papers", **about)


def _ref(number: str, made_at: datetime) -> str:
    """The number and when it was made: a database that is made anew counts from one again."""
    return f"{number}-{int(made_at.timestamp())}"


def _about(user: str, course: Context | None, competency: str) -> dict[str, str]:
    ref = course.context_ref if course else ""
    return {"user": user, "course": ref, "competency": competency}


def _row(at: datetime, number: str, **values: str) -> tuple[Cursor, dict[str, Any]]:
    return Cursor(at, number), {"id": number, "at": at, **values}
