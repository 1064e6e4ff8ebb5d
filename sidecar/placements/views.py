"""The coach's pages of work periods."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import db, forms
from sidecar.environments.queries import sites
from sidecar.errors import BadInput
from sidecar.identity.models import Role
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements import actions, queries
from sidecar.placements.agreed import USUAL
from sidecar.placements.models import AgreementKind, WorkPeriod
from sidecar.placements.schemas import PeriodForm
from sidecar.qualifications.queries import units
from sidecar.roster.queries import roster_state
from sidecar.tenancy.queries import holders_of, learners_of

blueprint = Blueprint("placements", __name__, url_prefix="/periods")
_MONDAY = date(2026, 1, 5)
"""Any Monday: the form shows its week's names."""


@blueprint.get("")
@requires(Permission.MANAGE_PERIODS)
def periods() -> str:
    """My trainees' periods."""
    return render_template(
        "placements/periods.html",
        periods=queries.periods_of(g.viewer),
        roster=roster_state(g.viewer),
    )


@blueprint.get("/new")
@requires(Permission.MANAGE_PERIODS)
def new() -> str:
    """An empty form."""
    chosen = request.args.get("learner", type=int)
    values = {"agreement": AgreementKind.TRAINING, "learner_id": chosen or ""}
    return _form(values, weekdays=USUAL)


@blueprint.post("/new")
@requires(Permission.MANAGE_PERIODS)
def create() -> ResponseReturnValue:
    """Make a period."""
    try:
        values = forms.read(PeriodForm, request.form)
        with db.transaction():
            actions.new_period(g.viewer, values)
    except BadInput as error:
        return _form(request.form, errors=error.fields), error.status
    flash(gettext("Saved."))
    return go("placements.periods")


@blueprint.get("/<int:period_id>")
@requires(Permission.MANAGE_PERIODS)
def edit(period_id: int) -> str:
    """A period of mine."""
    period = queries.coached(g.viewer.person.id, period_id)
    return _form(_values(period), period=period, weekdays=period.agreed_weekdays)


@blueprint.post("/<int:period_id>")
@requires(Permission.MANAGE_PERIODS)
def update(period_id: int) -> ResponseReturnValue:
    """Change a period of mine."""
    try:
        with db.transaction():
            period = queries.coached(g.viewer.person.id, period_id)
            given = request.form.copy()
            given["learner_id"], given["unit_id"] = str(period.learner_id), str(period.unit_id)
            values = forms.read(PeriodForm, given)
            actions.change_period(g.viewer, period, values)
    except BadInput as error:
        period = queries.coached(g.viewer.person.id, period_id)
        return _form(request.form, period=period, errors=error.fields), error.status
    flash(gettext("Saved."))
    return go("placements.periods")


def _form(
    values: Any,
    *,
    period: WorkPeriod | None = None,
    errors: dict[str, list[str]] | None = None,
    weekdays: str | None = None,
) -> str:
    return render_template(
        "placements/form.html",
        values=values,
        period=period,
        errors=errors or {},
        weekdays=request.form.getlist("weekdays") if weekdays is None else list(weekdays),
        week=[_MONDAY + timedelta(days=n) for n in range(7)],
        learners=learners_of(g.viewer.provider_id),
        teachers=holders_of(g.viewer.provider_id, Role.TEACHER),
        units=units(),
        sites=sites(g.viewer.provider_id),
        agreements=[
            (AgreementKind.TRAINING, gettext("training agreement")),
            (AgreementKind.APPRENTICESHIP, gettext("apprenticeship")),
            (AgreementKind.INSTITUTION, gettext("at the institution")),
        ],
    )


def _values(period: WorkPeriod) -> dict[str, Any]:
    names = set(PeriodForm().fields) - {"weekdays"}
    values = {name: getattr(period, name) for name in names}
    return {**values, "core_tasks": "\n".join(period.core_tasks)}
