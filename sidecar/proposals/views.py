"""Pages of proposals: drawn up by coach or teacher, decided by the records officer."""

from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.backends.base import FieldChange, Missing, PlanChange, Unreachable
from sidecar.errors import BadInput, SettingsError
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.queries import period_of
from sidecar.proposals import actions, queries
from sidecar.proposals.backends import backend_of
from sidecar.proposals.models import HoksProposal, ProposalState
from sidecar.proposals.schemas import AcceptForm, ReturnForm
from sidecar.qualifications.models import QualificationUnit
from sidecar.qualifications.queries import in_language
from sidecar.tenancy.queries import provider

blueprint = Blueprint("proposals", __name__)


@blueprint.get("/proposals")
@requires(Permission.SEE_PROPOSALS)
def listing() -> str:
    """The proposals that I may see."""
    return render_template("proposals/listing.html", proposals=queries.proposals_of(g.viewer))


@blueprint.post("/periods/<int:period_id>/proposal")
@requires(Permission.PROPOSE)
def draw(period_id: int) -> Response:
    """Draw up a proposal from a period and its paper."""
    with db.transaction():
        period = period_of(g.viewer, period_id)
        proposal_id = actions.draw_up(period, by=g.viewer.person).id
    flash(gettext("The proposal is drawn up. The records officer decides."))
    return go("proposals.proposal", proposal_id=proposal_id)


@blueprint.get("/proposals/<int:proposal_id>")
@requires(Permission.SEE_PROPOSALS)
def proposal(proposal_id: int) -> str:
    """One proposal against the plan as it is now."""
    return _page(queries.proposal_of(g.viewer, proposal_id))


@blueprint.post("/proposals/<int:proposal_id>/accept")
@requires(Permission.DECIDE_PROPOSALS)
def accept(proposal_id: int) -> ResponseReturnValue:
    """The officer's yes."""
    found = queries.proposal_of(g.viewer, proposal_id)
    look = _look(found)
    try:
        values = forms.read(AcceptForm, request.form)
        _check_answers(values, look)
    except BadInput as error:
        return _page(found, look=look, errors=error.fields, answers=request.form), error.status
    if look["problems"] or not look["is_read"]:
        return _page(found, look=look), BadInput.status
    with db.transaction():
        actions.accept(
            queries.proposal_of(g.viewer, proposal_id),
            seen=values["seen"],
            yes=actions.Yes(
                may_create=values["may_create"],
                approved_on=values["approved_on"],
                plan_ref=look["plan_ref"],
                unit_code_version=values["unit_code_version"],
            ),
            by=g.viewer.person,
            lines=[line.to_json() for line in look["changes"]],
        )
    flash(gettext("Accepted. valo takes it to the HOKS now."))
    return go("proposals.proposal", proposal_id=proposal_id)


def _check_answers(values: dict[str, Any], look: dict[str, Any]) -> None:
    """A HOKS is made only when the officer says so, and not with a day that is still to come."""
    wrong: dict[str, list[str]] = {}
    if look["is_read"] and not look["has_plan"] and not values["may_create"]:
        wrong["may_create"] = [gettext("This learner has no HOKS yet. May valo make one?")]
    if look["asks_version"] and values["unit_code_version"] is None:
        wrong["unit_code_version"] = [str(forms.FILL_IN)]
    if values["approved_on"] and values["approved_on"] > clock.today():
        wrong["approved_on"] = [gettext("This day has not come yet.")]
    if wrong:
        raise BadInput(fields=wrong)


@blueprint.post("/proposals/<int:proposal_id>/return")
@requires(Permission.DECIDE_PROPOSALS)
def send_back(proposal_id: int) -> ResponseReturnValue:
    """The officer's no."""
    try:
        reason = forms.read(ReturnForm, request.form)["reason"]
        with db.transaction():
            found = queries.proposal_of(g.viewer, proposal_id)
            actions.send_back(found, reason, by=g.viewer.person)
    except BadInput as error:
        found = queries.proposal_of(g.viewer, proposal_id)
        return _page(found, errors=error.fields, answers=request.form), error.status
    flash(gettext("Returned."))
    return go("proposals.listing")


def _look(found: HoksProposal) -> dict[str, Any]:
    """The change against the plan as the provider's system has it now; it may not answer."""
    change = PlanChange.from_json(found.change)
    notice, plan, reading, backend = "", None, None, None
    try:
        backend = backend_of(provider(found.provider_id), current_app.extensions["valo.settings"])
        reading = backend.read(change.study_right_oid)
        plan = reading.plan if reading else None
    except Unreachable as error:
        notice = gettext(error.reason)
    except SettingsError:
        notice = gettext("The connection to the HOKS is not set up right. Tell the administrator.")
    is_read = backend is not None and not notice
    return {
        "change": change,
        "notice": notice,
        "is_read": is_read,
        "has_plan": plan is not None,
        "plan_ref": reading.plan_ref if reading else None,
        "changes": backend.preview(change, plan) if backend and is_read else [],
        **_open_questions(backend.problems(change, plan) if backend and is_read else []),
    }


def _open_questions(found: list[Missing]) -> dict[str, Any]:
    """What the officer answers beside the button, and what the coach must correct first."""
    fields = {one.field for one in found}
    asked = {"may_create", "unit_code_version"}
    return {
        "asks_version": "unit_code_version" in fields,
        "problems": [gettext(one.sentence) for one in found if one.field not in asked],
    }


def _as_seen(found: HoksProposal) -> dict[str, Any]:
    """A decided proposal shows the change as it was accepted, and asks nobody."""
    return {
        "change": PlanChange.from_json(found.change),
        "notice": "",
        "is_read": True,
        "has_plan": True,
        "plan_ref": None,
        "asks_version": False,
        "changes": [FieldChange.from_json(line) for line in found.seen_lines or []],
        "problems": [],
    }


def _lines(changes: list[FieldChange], unit: QualificationUnit) -> list[dict[str, str]]:
    """The lines in the language of the page; the code of the unit gets its name beside it."""
    named = {unit.code_uri: f"{in_language(unit.name, g.viewer.locale)} ({unit.code_uri})"}

    def said(text: str, line: FieldChange) -> str:
        return gettext(text) if line.is_code and text else named.get(text, text)

    return [
        {
            "label": gettext(line.label_key),
            "before": said(line.before, line),
            "after": said(line.after, line),
            "kind": line.kind,
        }
        for line in changes
    ]


def _page(
    found: HoksProposal,
    *,
    look: dict[str, Any] | None = None,
    errors: dict[str, list[str]] | None = None,
    answers: Any = None,
) -> str:
    is_open = found.state in (ProposalState.OPEN, ProposalState.RETURNED)
    look = look or (_look(found) if is_open or not found.seen_lines else _as_seen(found))
    return render_template(
        "proposals/proposal.html",
        proposal=found,
        look=look,
        lines=_lines(look["changes"], found.period.unit),
        seen=actions.fingerprint(look["change"]),
        errors=errors or {},
        reason=gettext(found.reason) if found.reason else "",
        answers={"approved_on": clock.today().isoformat(), **(answers or {})},
        can_decide=g.viewer.may(Permission.DECIDE_PROPOSALS) and found.state == ProposalState.OPEN,
    )
