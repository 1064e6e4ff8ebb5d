"""The records officer's page: which study right belongs to which learner."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import db, forms
from sidecar.errors import BadInput
from sidecar.hoks import actions, queries
from sidecar.hoks.schemas import PlanForm
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.tenancy.queries import learners_of

blueprint = Blueprint("hoks", __name__, url_prefix="/plans")


@blueprint.get("")
@requires(Permission.DECIDE_PROPOSALS)
def plans() -> str:
    """All ties, and a form for one."""
    return _page({})


@blueprint.post("")
@requires(Permission.DECIDE_PROPOSALS)
def tie() -> ResponseReturnValue:
    """Tie a learner to a study right."""
    try:
        values = forms.read(PlanForm, request.form)
        with db.transaction():
            _tie(values)
    except BadInput as error:
        return _page(request.form, error.fields), error.status
    flash(gettext("Saved."))
    return go("hoks.plans")


def _tie(values: dict[str, Any]) -> None:
    learners = {p.id: p for p in learners_of(g.viewer.provider_id)}
    learner = learners.get(values["learner_id"])
    if learner is None:
        raise BadInput(fields={"learner_id": [gettext("Choose one of these.")]})
    actions.tie(
        g.viewer.provider_id,
        learner,
        learner_number=values["learner_number"],
        study_right_oid=values["study_right_oid"],
        by=g.viewer.person,
    )


def _page(values: Any, errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "hoks/plans.html",
        plans=queries.plans_of(g.viewer.provider_id),
        learners=learners_of(g.viewer.provider_id),
        values=values,
        errors=errors or {},
    )
