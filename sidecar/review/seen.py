"""The page on which a coach notes what was seen at work."""

from dataclasses import asdict
from typing import Any

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from sidecar import clock, db, forms
from sidecar.environments.queries import cards_of
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.queries import requirements_of
from sidecar.review import observing, tokens
from sidecar.review.schemas import ObservationForm

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def observe() -> str:
    """Who, then one tap on the task and how it was done."""
    return _page(request.args)


@requires(_COACH)
def save_observation() -> ResponseReturnValue:
    """Write it down for each of them; they stay ticked for the next task."""
    try:
        values = forms.read(ObservationForm, request.form)
        with db.transaction():
            noted = observing.observe(g.viewer.person, _sight(values), values["periods"])
    except BadInput as error:
        return _page(request.form, errors=error.fields), error.status
    count = noted.count
    flash(
        ngettext("Written down for %(num)s trainee.", "Written down for %(num)s trainees.", count)
    )
    return _go_on(values["periods"], undo=tokens.seal(tokens.SEEN, asdict(noted)))


@requires(_COACH)
def undo_observation() -> Response:
    """Take the last tap back for everybody; they stay ticked."""
    noted = tokens.unseal(tokens.SEEN, request.form.get("token", ""))
    if noted is None:
        sentence = gettext("The ten seconds are over. Take it back on each trainee's own page.")
        flash(sentence, "notice")
    else:
        with db.transaction():
            observing.take_back(g.viewer.person, observing.Noted(**noted))
        flash(gettext("Taken back."))
    return _go_on(request.form.getlist("periods"))


def _go_on(periods: list[Any], **more: str) -> Response:
    return go("desk.observe", site=request.form.get("site"), periods=periods, **more)


def _sight(values: dict[str, Any]) -> observing.Sight:
    """A task's button says both: `12.alone` is card 12, `.alone` the skill that is chosen."""
    card, _dot, way = request.form.get("tap", "").partition(".")
    card_id = int(card[:12]) if card.isascii() and card.isdecimal() else values["card"]
    return observing.Sight(
        way=way or values["way"],
        card_id=card_id,
        requirement_id=None if card_id else values["requirement"],
    )


@requires(_COACH)
def forget(observation_id: int) -> Response:
    """Take back something that I saw."""
    with db.transaction():
        period = observing.forget(g.viewer.person, observation_id)
    flash(gettext("Taken back."))
    return go("desk.learner", period_id=period.id)


def _page(given: Any, *, errors: dict[str, list[str]] | None = None) -> str:
    """One site at a time: its people, its tasks, and the skills of their units."""
    everybody = observing.running_periods(g.viewer.person.id, clock.today())
    sites = {p.environment_id or 0: p.environment for p in everybody}
    here = _site(given, sites)
    periods = [p for p in everybody if (p.environment_id or 0) == here]
    return render_template(
        "desk/observe.html",
        sites=sites,
        here=here,
        periods=periods,
        cards=cards_of(here) if here else [],
        skills=_skills(periods),
        given=given,
        ticked=given.getlist("periods"),
        errors=errors or {},
        undo=_undo(given.get("undo", "")),
    )


def _undo(token: str) -> str:
    return token if tokens.unseal(tokens.SEEN, token) else ""


def _site(given: Any, sites: dict[int, Any]) -> int:
    wanted = given.get("site", "")
    chosen = int(wanted[:12]) if wanted.isascii() and wanted.isdecimal() else -1
    return chosen if chosen in sites else next(iter(sites), 0)


def _skills(periods: list[WorkPeriod]) -> list[tuple[Any, Any]]:
    units = {p.unit_id: p.unit for p in periods}
    return [(unit, requirements_of(unit_id)) for unit_id, unit in units.items()]
