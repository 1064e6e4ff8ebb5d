"""The coach's desk: what waits, the longest wait first; read, answer, approve, return."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.diary import actions, queries
from sidecar.diary.models import DiaryEntry
from sidecar.diary.schemas import AnswerForm
from sidecar.diary.views import picture
from sidecar.errors import BadInput
from sidecar.evidence.queries import shown_by
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.queries import coached

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
QUIET_AFTER = timedelta(days=3)


@blueprint.get("")
@requires(Permission.REVIEW_DIARIES)
def queue() -> str:
    """What waits; the first of it is open at the side."""
    waiting = queries.waiting(g.viewer.person.id)
    first = queries.coached_entry(g.viewer.person.id, waiting[0].id) if waiting else None
    return _desk(waiting, first, is_queue=True)


@blueprint.get("/<int:entry_id>")
@requires(Permission.REVIEW_DIARIES)
def entry(entry_id: int) -> str:
    """One entry, with the queue beside it."""
    found = queries.coached_entry(g.viewer.person.id, entry_id)
    return _desk(queries.waiting(g.viewer.person.id), found)


@blueprint.get("/learners/<int:period_id>")
@requires(Permission.REVIEW_DIARIES)
def learner(period_id: int) -> str:
    """One learner's period: lamps and entries."""
    period = coached(g.viewer.person.id, period_id)
    entries = queries.entries_of_period(period.id)
    return render_template(
        "desk/learner.html", period=period, entries=entries, lamps=queries.lamps(period)
    )


@blueprint.get("/<int:entry_id>/photos/<int:photo_id>")
@requires(Permission.REVIEW_DIARIES)
def photo(entry_id: int, photo_id: int) -> Response:
    """A photo of a learner's sent entry."""
    found = queries.coached_entry(g.viewer.person.id, entry_id)
    return picture(queries.photo_of(found, photo_id))


@blueprint.post("/<int:entry_id>")
@requires(Permission.REVIEW_DIARIES)
def decide(entry_id: int) -> ResponseReturnValue:
    """Answer, approve or return: one save each, by the button that was pressed."""
    try:
        with db.transaction():
            found = queries.coached_entry(g.viewer.person.id, entry_id)
            text = forms.read(AnswerForm, request.form)["text"]
            said = _act(found, request.form.get("do", "answer"), text)
    except BadInput as error:
        found = queries.coached_entry(g.viewer.person.id, entry_id)
        page = _desk(queries.waiting(g.viewer.person.id), found, errors=error.fields)
        return page, error.status
    flash(said)
    return go("desk.queue")


def _act(found: DiaryEntry, what: str, text: str) -> str:
    me, name = g.viewer.person, found.learner.display_name
    if what == "approve":
        actions.approve(found, text, by=me)
        return str(gettext("Approved: %(name)s.", name=name))
    if what == "return":
        actions.send_back(found, text, by=me)
        return str(gettext("Returned to %(name)s.", name=name))
    if not text:
        raise BadInput(fields={"text": [gettext("Write a few words.")]})
    actions.answer(found, text, by=me)
    return str(gettext("Answered: %(name)s.", name=name))


def _desk(
    waiting: Any,
    found: DiaryEntry | None,
    *,
    is_queue: bool = False,
    errors: dict[str, list[str]] | None = None,
) -> str:
    shown = shown_by([found.id]).get(found.id, []) if found else []
    me = g.viewer.person.id
    return render_template(
        "desk/desk.html",
        waiting=waiting,
        count=queries.waiting_count(me),
        entry=found,
        requirements=shown,
        quiet=queries.quiet(me, clock.today() - QUIET_AFTER),
        is_queue=is_queue,
        errors=errors or {},
        typed=request.form.get("text", ""),
        phrases=[
            gettext("Good work!"),
            gettext("Next time, take a photo before and after."),
            gettext("Tell why you did it this way."),
        ],
    )
