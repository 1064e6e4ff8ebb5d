"""The page on which a coach writes an entry for a learner, who confirms it."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.diary.forming import WAYS
from sidecar.environments.queries import cards_of
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import coached
from sidecar.review import behalf
from sidecar.review.schemas import BehalfForm

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def write(period_id: int) -> str:
    """An empty form of today."""
    period = coached(g.viewer.person.id, period_id)
    return _form(period, {"day": clock.today().isoformat()})


@requires(_COACH)
def save_writing(period_id: int) -> ResponseReturnValue:
    """Keep it in the learner's diary, as a draft that waits for their yes."""
    me = g.viewer.person
    try:
        values = forms.read(BehalfForm, request.form)
        period = db.once_more(lambda: _written(period_id, values))
    except BadInput as error:
        return _form(coached(me.id, period_id), request.form, errors=error.fields), error.status
    name = period.learner.display_name
    flash(gettext("Written. %(name)s reads it and says yes or changes it.", name=name))
    return go("desk.learner", period_id=period_id)


def _written(period_id: int, values: dict[str, Any]) -> WorkPeriod:
    with db.transaction():
        period = coached(g.viewer.person.id, period_id)
        behalf.write_for(period, values, by=g.viewer.person)
        return period


def _form(period: WorkPeriod, values: Any, *, errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "desk/write.html",
        period=period,
        values=values,
        key=behalf.form_key(period.id, g.viewer.person.id),
        cards=cards_of(period.environment_id),
        ticked=request.form.getlist("cards"),
        ways=[(value, gettext(words)) for value, words, _picture in WAYS],
        errors=errors or {},
    )
