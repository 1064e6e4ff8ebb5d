"""The steps of a paper: open, plan, ready, received, assessed; and back to writing."""

from typing import Any

from flask_babel import gettext

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.demonstrations.models import (
    Assessment,
    DemonstrationPaper,
    PaperAssessor,
    PaperState,
)
from sidecar.demonstrations.queries import of_period, plain_row, rows_of
from sidecar.demonstrations.scales import FAILED, grades_of
from sidecar.errors import N_, BadInput, Conflict
from sidecar.identity.models import Person
from sidecar.numbers import is_business_id
from sidecar.outbox.actions import enqueue
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import EducationProvider
from sidecar.tenancy.queries import paper_columns

GRADE_TOPIC = "grade"
_OVERTAKEN = N_(
    "This plan was changed in another window meanwhile. Save again to keep what you see here."
)
_PLAIN = ("place_name", "business_id", "place_description", "starts_on", "ends_on")


def open_paper(period: WorkPeriod, *, by: Person) -> DemonstrationPaper:
    """The paper of the period's unit; begun with what the period knows."""
    found = of_period(period)
    if found is not None:
        return found
    paper = DemonstrationPaper(
        period_id=period.id,
        learner_id=period.learner_id,
        unit_id=period.unit_id,
        place_name=period.workplace_name,
        business_id=period.business_id,
        created_at=clock.now(),
    )
    db.session().add(paper)
    db.session().flush()
    _record("paper.opened", paper, by)
    return paper


def plan(
    paper: DemonstrationPaper, values: dict[str, Any], provider: EducationProvider, *, by: Person
) -> None:
    """Keep the plan; only while the paper is being written.

    `revision` in the values: the one that the form showed; BadInput when another window was first.
    """
    _must_be(paper, PaperState.WRITING)
    if values.get("revision") not in (None, paper.revision):
        raise BadInput(fields={"revision": [gettext(_OVERTAKEN)]})
    _check_plan(values)
    lines = values["work_situations"].splitlines()
    paper.work_situations = [line.strip() for line in lines if line.strip()]
    for name in _PLAIN:
        setattr(paper, name, values[name])
    paper.assessors = _assessors(values, provider)
    paper.revision += 1
    _record("paper.planned", paper, by)


def _check_plan(values: dict[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    first, last = values["starts_on"], values["ends_on"]
    if first and last and last < first:
        wrong["ends_on"] = [gettext("The last day comes before the first.")]
    if values["business_id"] and not is_business_id(values["business_id"]):
        wrong["business_id"] = [gettext("This is not a business ID. Check it: 1234567-1.")]
    if wrong:
        raise BadInput(fields=wrong)


def _assessors(values: dict[str, Any], provider: EducationProvider) -> list[PaperAssessor]:
    found = []
    if values["provider_assessor"]:
        found.append(
            PaperAssessor(
                kind="provider",
                name=values["provider_assessor"],
                organisation=provider.name,
                organisation_ref=provider.organisation_oid or "",
            )
        )
    if values["workplace_assessor"]:
        found.append(
            PaperAssessor(
                kind="workplace",
                name=values["workplace_assessor"],
                organisation=values["workplace_organisation"] or values["place_name"],
                organisation_ref=values["business_id"],
            )
        )
    return found


def missing(paper: DemonstrationPaper) -> dict[str, list[str]]:
    """What the plan still needs before it is handed over: field → sentence."""
    kinds = {a.kind for a in paper.assessors}
    needs = {
        "work_situations": bool(paper.work_situations),
        "place_name": bool(paper.place_name),
        "starts_on": paper.starts_on is not None,
        "ends_on": paper.ends_on is not None,
        "provider_assessor": "provider" in kinds,
        "workplace_assessor": "workplace" in kinds,
    }
    return {name: [gettext("Please fill this in.")] for name, there in needs.items() if not there}


def mark_ready(paper: DemonstrationPaper, *, by: Person) -> None:
    """Hand over: the rows are kept as they are now. BadInput names what the plan still needs."""
    _must_be(paper, PaperState.WRITING)
    if gaps := missing(paper):
        raise BadInput(fields=gaps)
    paper.frozen = {"rows": [plain_row(row) for row in rows_of(paper)]}
    paper.state, paper.ready_at = PaperState.READY, clock.now()
    paper.ready_by_id = by.id
    _record("paper.ready", paper, by)


def reopen(paper: DemonstrationPaper, *, by: Person) -> None:
    """Back to writing, as long as nothing was assessed."""
    if paper.state not in (PaperState.READY, PaperState.RECEIVED):
        raise Conflict("The paper has moved on meanwhile. Look at it as it is now.")
    paper.state, paper.frozen = PaperState.WRITING, None
    paper.ready_at = paper.received_at = None
    paper.ready_by_id = paper.received_by_id = None
    _record("paper.reopened", paper, by)


def receive(paper: DemonstrationPaper, *, by: Person) -> None:
    """The teacher takes the paper over."""
    _must_be(paper, PaperState.READY)
    paper.state, paper.received_at = PaperState.RECEIVED, clock.now()
    paper.received_by_id = by.id
    _record("paper.received", paper, by)


def assess(paper: DemonstrationPaper, values: dict[str, Any], *, by: Person) -> None:
    """Record the decision on the unit's own scale."""
    _must_be(paper, PaperState.RECEIVED)
    scale = paper.unit.scale
    if values["grade"] not in dict(grades_of(scale)):
        raise BadInput(fields={"grade": [gettext("Choose one of these.")]})
    if values["assessed_on"] > clock.today():
        raise BadInput(fields={"assessed_on": [gettext("This day has not come yet.")]})
    db.session().add(
        Assessment(
            paper_id=paper.id,
            scale=scale,
            grade=values["grade"],
            assessed_on=values["assessed_on"],
            grounds=values["grounds"],
            recorded_by_id=by.id,
            recorded_at=clock.now(),
        )
    )
    paper.state = PaperState.ASSESSED
    _tell_gradebook(paper, values["grade"])
    _record("paper.assessed", paper, by)


def _tell_gradebook(paper: DemonstrationPaper, grade: str) -> None:
    """Queue the grade for the unit's column in the course; a "not yet" is nobody's grade."""
    if grade == FAILED:
        return
    context_id = paper.period.context_id
    for about in paper_columns(context_id, paper.unit.code_uri or ""):
        enqueue(
            GRADE_TOPIC,
            ref=f"context:{context_id}:{about}:person:{paper.learner_id}",
            key=f"grade:{context_id}:{about}:{paper.id}:{clock.now().isoformat()}",
            payload={"about": about, "paper_id": paper.id},
            provider_id=paper.period.provider_id,
        )


def _must_be(paper: DemonstrationPaper, state: PaperState) -> None:
    if paper.state != state:
        raise Conflict("The paper has moved on meanwhile. Look at it as it is now.")


def _record(type_: str, paper: DemonstrationPaper, by: Person) -> None:
    provider_id = paper.period.provider_id if paper.period else None
    record(type_, by=by, target=f"paper:{paper.id}", provider_id=provider_id)
