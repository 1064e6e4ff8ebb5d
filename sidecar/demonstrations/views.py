"""Pages of demonstration papers: learner and coach look, the coach plans, the teacher assesses."""

from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.demonstrations import actions, queries
from sidecar.demonstrations.criteria import EASY_TO_READ, how_many, levels_of
from sidecar.demonstrations.models import DemonstrationPaper, PaperState
from sidecar.demonstrations.scales import grades_of, words_of
from sidecar.demonstrations.schemas import AssessmentForm, PlanForm
from sidecar.diary.so_far import not_in_papers
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.queries import coached
from sidecar.qualifications.queries import requirements_of
from sidecar.tenancy.queries import provider

blueprint = Blueprint("demonstrations", __name__)
_STEPS = (PaperState.WRITING, PaperState.READY, PaperState.RECEIVED, PaperState.ASSESSED)


@blueprint.get("/papers")
@requires(Permission.SEE_PAPERS)
def papers() -> str:
    """The papers that I may see."""
    return render_template("demonstrations/papers.html", papers=queries.papers_of(g.viewer))


@blueprint.post("/periods/<int:period_id>/paper")
@requires(Permission.PREPARE_PAPERS)
def open_paper(period_id: int) -> Response:
    """Begin the paper of a period, or go to it."""
    with db.transaction():
        period = coached(g.viewer.person.id, period_id)
        paper_id = actions.open_paper(period, by=g.viewer.person).id
    return go("demonstrations.paper", paper_id=paper_id)


@blueprint.get("/papers/<int:paper_id>")
@requires(Permission.SEE_PAPERS)
def paper(paper_id: int) -> str:
    """One paper."""
    return _page(queries.paper_of(g.viewer, paper_id))


@blueprint.post("/papers/<int:paper_id>")
@requires(Permission.PREPARE_PAPERS)
def save_plan(paper_id: int) -> ResponseReturnValue:
    """Keep the plan, and mark the paper ready when that button was pressed."""
    try:
        values = forms.read(PlanForm, request.form)
        with db.transaction():
            found = queries.paper_of(g.viewer, paper_id)
            actions.plan(found, values, provider(g.viewer.provider_id), by=g.viewer.person)
    except BadInput as error:
        found = queries.paper_of(g.viewer, paper_id)
        return _page(found, values=request.form, errors=error.fields), error.status
    if request.form.get("ready"):
        return _ready(paper_id)
    flash(gettext("Saved."))
    return go("demonstrations.paper", paper_id=paper_id)


def _ready(paper_id: int) -> ResponseReturnValue:
    """What was typed is kept already; gaps are named on the page."""
    try:
        with db.transaction():
            actions.mark_ready(queries.paper_of(g.viewer, paper_id), by=g.viewer.person)
    except BadInput as error:
        return _page(queries.paper_of(g.viewer, paper_id), errors=error.fields), error.status
    flash(gettext("Handed over. The teacher can receive it now."))
    return go("demonstrations.paper", paper_id=paper_id)


@blueprint.post("/papers/<int:paper_id>/reopen")
@requires(Permission.PREPARE_PAPERS)
def reopen(paper_id: int) -> Response:
    """Back to writing."""
    with db.transaction():
        actions.reopen(queries.paper_of(g.viewer, paper_id), by=g.viewer.person)
    flash(gettext("Open for writing again."))
    return go("demonstrations.paper", paper_id=paper_id)


@blueprint.post("/papers/<int:paper_id>/receive")
@requires(Permission.ASSESS)
def receive(paper_id: int) -> Response:
    """The teacher receives the paper."""
    with db.transaction():
        actions.receive(queries.paper_of(g.viewer, paper_id), by=g.viewer.person)
    flash(gettext("Received."))
    return go("demonstrations.paper", paper_id=paper_id)


@blueprint.post("/papers/<int:paper_id>/assess")
@requires(Permission.ASSESS)
def assess(paper_id: int) -> ResponseReturnValue:
    """Record the assessment."""
    try:
        values = forms.read(AssessmentForm, request.form)
        with db.transaction():
            found = queries.paper_of(g.viewer, paper_id)
            actions.assess(found, values, by=g.viewer.person)
    except BadInput as error:
        found = queries.paper_of(g.viewer, paper_id)
        return _page(found, judged=request.form, errors=error.fields), error.status
    flash(gettext("The assessment is recorded."))
    return go("demonstrations.paper", paper_id=paper_id)


def _page(
    found: DemonstrationPaper,
    *,
    values: Any = None,
    judged: Any = None,
    errors: dict[str, list[str]] | None = None,
) -> str:
    me = g.viewer.person.id
    levels = levels_of(found.unit, requirements_of(found.unit_id))
    return render_template(
        "demonstrations/paper.html",
        paper=found,
        rows=queries.frozen_rows(found),
        steps=_steps(found),
        values=values if values is not None else _values(found),
        judged=judged or {"assessed_on": clock.today().isoformat()},
        errors=errors or {},
        grades=grades_of(found.unit.scale),
        levels=levels,
        levels_open=how_many(levels) <= EASY_TO_READ,
        grade=_grade(found),
        left_out=len(not_in_papers(found.learner_id)) if found.state == PaperState.WRITING else 0,
        can_plan=g.viewer.may(Permission.PREPARE_PAPERS) and found.period.coach_id == me,
        can_assess=g.viewer.may(Permission.ASSESS) and found.period.teacher_id == me,
    )


def _grade(found: DemonstrationPaper) -> str:
    made = found.assessment
    return words_of(made.scale, made.grade) if made else ""


def _steps(found: DemonstrationPaper) -> list[tuple[str, bool, bool]]:
    names = [
        gettext("being written"),
        gettext("handed over"),
        gettext("received"),
        gettext("assessed"),
    ]
    at = _STEPS.index(PaperState(found.state))
    last = len(_STEPS) - 1
    return [(name, n < at or at == last, n == at) for n, name in enumerate(names)]


def _values(found: DemonstrationPaper) -> dict[str, Any]:
    names = {a.kind: a for a in found.assessors}
    provider_one, workplace_one = names.get("provider"), names.get("workplace")
    teacher = found.period.teacher.display_name if found.period.teacher else ""
    return {
        "work_situations": "\n".join(found.work_situations),
        "place_name": found.place_name,
        "business_id": found.business_id,
        "place_description": found.place_description,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "provider_assessor": provider_one.name if provider_one else teacher,
        "workplace_assessor": workplace_one.name if workplace_one else found.period.instructor_name,
        "workplace_organisation": workplace_one.organisation if workplace_one else found.place_name,
    }
