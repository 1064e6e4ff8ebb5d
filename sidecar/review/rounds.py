"""The coach's round: today's people, what is plain at one go, and what was seen at work."""

from typing import Any

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from sidecar import clock, db, forms
from sidecar.errors import BadInput, Conflict, NotFound
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.qualifications.queries import requirements_of
from sidecar.review import actions, days, noting, queries
from sidecar.review.schemas import ObservationForm, PlainForm

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def today() -> str:
    """My people of today, and who has written; how fast answers came lately."""
    me = g.viewer.person.id
    return render_template(
        "desk/today.html",
        rows=days.roster(me, clock.today()),
        today=clock.today(),
        hours=days.answer_hours(me, clock.now()),
    )


@requires(_COACH)
def plain() -> str:
    """The plain entries with their words, all ticked."""
    return render_template(
        "desk/plain.html", entries=queries.plain_entries(g.viewer.person.id), most=queries.PAGE
    )


@requires(_COACH)
def approve_plain() -> Response:
    """Approve those that stayed ticked, each in its own transaction; say how many."""
    wanted = forms.read(PlainForm, request.form)["entries"][: queries.PAGE]
    done = sum(_approve(entry_id) for entry_id in wanted)
    if done:
        flash(ngettext("Approved %(num)s entry.", "Approved %(num)s entries.", done))
    if done < len(wanted):
        left = len(wanted) - done
        sentence = ngettext(
            "%(num)s entry changed meanwhile. Look at it on its own.",
            "%(num)s entries changed meanwhile. Look at them one by one.",
            left,
        )
        flash(sentence, "notice")
    return go("desk.queue")


def _approve(entry_id: int) -> bool:
    """One of them; False when it is no longer plain."""
    me = g.viewer.person.id
    try:
        with db.transaction():
            found = queries.locked_entry(me, entry_id)
            if not queries.plain_ids(me, among=[entry_id]):
                return False
            actions.approve(found, "", by=g.viewer.person)
    except (NotFound, Conflict):
        return False
    return True


@requires(_COACH)
def observe() -> str:
    """What I saw at work: one skill, several trainees."""
    return _observing(request.args)


@requires(_COACH)
def save_observation() -> ResponseReturnValue:
    """Write it down for each of them."""
    try:
        values = forms.read(ObservationForm, request.form)
        with db.transaction():
            count = noting.observe(
                g.viewer.person,
                unit_id=values["unit"],
                requirement_id=values["requirement"] or 0,
                period_ids=values["periods"],
                way=values["way"],
            )
    except BadInput as error:
        return _observing(request.form, errors=error.fields), error.status
    flash(
        ngettext("Written down for %(num)s trainee.", "Written down for %(num)s trainees.", count)
    )
    return go("desk.observe", unit=values["unit"])


def _observing(given: Any, *, errors: dict[str, list[str]] | None = None) -> str:
    periods = noting.running_periods(g.viewer.person.id, clock.today())
    units = {p.unit_id: p.unit for p in periods}
    wanted = given.get("unit", "")
    chosen = int(wanted) if wanted.isdecimal() and int(wanted) in units else next(iter(units), None)
    return render_template(
        "desk/observe.html",
        units=units.values(),
        unit=units.get(chosen) if chosen else None,
        requirements=requirements_of(chosen) if chosen else [],
        periods=[p for p in periods if p.unit_id == chosen],
        given=given,
        ticked=given.getlist("periods"),
        ways=[("alone", gettext("alone")), ("with_help", gettext("with help"))],
        errors=errors or {},
    )
