"""What a learner is asked to confirm: entries that a coach wrote for them, and talks."""

from datetime import date
from functools import cache
from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext
from sqlalchemy import Select, bindparam, select

from sidecar import clock, db, forms
from sidecar.diary.queries import own_entry
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.permits import WARN_BEFORE, ending, ending_of
from sidecar.review import behalf, talking
from sidecar.review.schemas import YesForm

blueprint = Blueprint("asked", __name__, url_prefix="/asked")
_MINE = Permission.WRITE_DIARY


def waiting_for_me() -> dict[str, Any]:
    """For the first screen: entries and talks that wait for the viewer's yes, cards that end."""
    me, today = g.viewer.person.id, clock.today()
    if not _anything(me, today + WARN_BEFORE):
        return {}
    return {
        "entries": behalf.asked_of(me),
        "talks": talking.unconfirmed(me),
        "permits": ending_of(me, today),
        "today": today,
    }


def _anything(learner_id: int, until: date) -> bool:
    """Most days nothing waits: one small question tells, instead of three large ones."""
    return any(db.session().execute(_asks(), {"learner": learner_id, "until": until}).one())


@cache
def _asks() -> Select[*tuple[bool, ...]]:
    me: Any = bindparam("learner")
    queries = (behalf.asking(me), talking.asking(me), ending(me, bindparam("until")))
    return select(*(query.exists() for query in queries))


@blueprint.post("/entries/<int:entry_id>")
@requires(_MINE)
def confirm_entry(entry_id: int) -> Response:
    """Yes, this is right: the entry is sent."""
    revision = forms.read(YesForm, request.form)["revision"]
    me = g.viewer.person
    with db.transaction():
        behalf.say_yes(own_entry(me.id, entry_id), revision=revision, by=me)
    flash(gettext("Sent to your coach."))
    return go("diary.mine")


@blueprint.get("/talks/<int:talk_id>")
@requires(_MINE)
def talk(talk_id: int) -> str:
    """A talk about me, with my yes."""
    return render_template("desk/asked_talk.html", talk=talking.own_talk(_me(), talk_id))


@blueprint.post("/talks/<int:talk_id>")
@requires(_MINE)
def confirm_talk(talk_id: int) -> Response:
    """Yes, we talked like this."""
    revision = forms.read(YesForm, request.form)["revision"]
    with db.transaction():
        found = talking.own_talk(_me(), talk_id)
        talking.say_yes(found, revision=revision, by=g.viewer.person)
    flash(gettext("Thank you. You have both said yes."))
    return go("asked.talk", talk_id=talk_id)


def _me() -> int:
    found: int = g.viewer.person.id
    return found
