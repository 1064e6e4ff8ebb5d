"""The coach's pages of mid-period talks."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import coached
from sidecar.review import talking
from sidecar.review.facts import facts_of
from sidecar.review.models import MidTalk
from sidecar.review.schemas import TalkForm

_COACH = Permission.REVIEW_DIARIES
_FIELDS = ("goes_well", "to_practise", "agreed")


@requires(_COACH)
def new_talk(period_id: int) -> str:
    """A new talk: the facts of the diary, and three questions."""
    period = coached(g.viewer.person.id, period_id)
    return _form(period, None, {"held_on": clock.today().isoformat()})


@requires(_COACH)
def make_talk(period_id: int) -> ResponseReturnValue:
    """Keep a new talk."""
    return _save(period_id, None)


@requires(_COACH)
def talk(talk_id: int) -> str:
    """One talk: to change until both have confirmed it, then to read."""
    found = talking.coached_talk(g.viewer.person.id, talk_id)
    if found.is_confirmed:
        return render_template("desk/talk.html", talk=found, facts=found.facts)
    values = {name: getattr(found, name) for name in _FIELDS}
    return _form(found.period, found, {**values, "held_on": found.held_on.isoformat()})


@requires(_COACH)
def save_talk(talk_id: int) -> ResponseReturnValue:
    """Change a talk; the learner is asked again."""
    found = talking.coached_talk(g.viewer.person.id, talk_id)
    return _save(found.period_id, talk_id)


def _save(period_id: int, talk_id: int | None) -> ResponseReturnValue:
    me = g.viewer.person
    confirm = request.form.get("do") == "confirm"
    try:
        values = forms.read(TalkForm, request.form)
        with db.transaction():
            old = talking.coached_talk(me.id, talk_id) if talk_id else None
            talking.save_talk(coached(me.id, period_id), old, values, by=me, confirm=confirm)
    except BadInput as error:
        old = talking.coached_talk(me.id, talk_id) if talk_id else None
        period = coached(me.id, period_id)
        return _form(period, old, request.form, errors=error.fields), error.status
    flash(gettext("Confirmed. Now the trainee is asked.") if confirm else gettext("Saved."))
    return go("desk.learner", period_id=period_id, _anchor="talks")


def _form(
    period: WorkPeriod,
    talk: MidTalk | None,
    values: Any,
    *,
    errors: dict[str, list[str]] | None = None,
) -> str:
    return render_template(
        "desk/talk_form.html",
        period=period,
        talk=talk,
        values=values,
        facts=facts_of(period, clock.today()),
        errors=errors or {},
    )
