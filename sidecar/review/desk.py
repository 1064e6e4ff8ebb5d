"""The coach's desk: the queue at the side, one entry open; answer, approve, return, undo."""

from typing import Any

from flask import Response, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import db, forms
from sidecar.diary.actions import mark_seen
from sidecar.diary.attaching import StoredFile
from sidecar.diary.models import DiaryEntry
from sidecar.diary.queries import coached_entry, photo_of, voice_of
from sidecar.diary.views import picture, spoken
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go, go_to
from sidecar.review import actions, queries, reasons, undoing
from sidecar.review.schemas import AnswerForm, ReopenForm, ReturnForm
from sidecar.review.showing import desk_page, read_search
from sidecar.review.voice import let_go, take_voice

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def queue() -> str:
    """What waits, or what was looked for; the first of it is open at the side."""
    search = read_search()
    listed, more = queries.found(g.viewer.person.id, search)
    first = coached_entry(g.viewer.person.id, listed[0].id) if listed else None
    return desk_page(search, first, listed=(listed, more))


@requires(_COACH)
def entry(entry_id: int) -> str:
    """One entry, with the queue beside it. The learner is told that it has been opened."""
    found = coached_entry(g.viewer.person.id, entry_id)
    if found.seen_at is None:
        with db.transaction():
            mark_seen(queries.locked_entry(g.viewer.person.id, entry_id))
        found = coached_entry(g.viewer.person.id, entry_id)
    return desk_page(read_search(), found)


@requires(_COACH)
def photo(entry_id: int, photo_id: int) -> Response:
    """A photo of a learner's sent entry."""
    return picture(photo_of(coached_entry(g.viewer.person.id, entry_id), photo_id))


@requires(_COACH)
def voice(entry_id: int, message_id: int) -> Response:
    """A spoken answer on a learner's sent entry."""
    return spoken(voice_of(coached_entry(g.viewer.person.id, entry_id), message_id))


@requires(_COACH)
def decide(entry_id: int) -> ResponseReturnValue:
    """Answer, approve or return: one save each, by the button that was pressed."""
    me, search = g.viewer.person.id, read_search()
    following = queries.next_after(me, search, entry_id)
    voice = None
    try:
        voice = take_voice()
        with db.transaction():
            done, said = _act(queries.locked_entry(me, entry_id), voice)
    except BadInput as error:
        let_go(voice)
        return desk_page(search, coached_entry(me, entry_id), errors=error.fields), error.status
    except Exception:
        let_go(voice)
        raise
    flash(said)
    if done is None:
        let_go(voice)
    undo = {"undo": undoing.token_of(done)} if done else {}
    onward = {**search.address(), **undo}
    if following is None:
        return go("desk.queue", **onward)
    return go("desk.entry", entry_id=following, **onward)


def _act(found: DiaryEntry, voice: StoredFile | None) -> tuple[actions.Done | None, str]:
    """What the button did, and the sentence about it; None when the same press came before."""
    kind = request.form.get("do", "answer")
    values = forms.read(ReturnForm if kind == "return" else AnswerForm, request.form)
    text = _reason(found, values) if kind == "return" else _words(values)
    said = _said(kind, found.learner.display_name)
    if values["seen"] is not None and actions.came_before(
        kind, found, text, by=g.viewer.person, seen=values["seen"], voice=voice
    ):
        return None, said
    return _do(kind, found, values, text, voice), said


def _do(
    kind: str, found: DiaryEntry, values: dict[str, Any], text: str, voice: StoredFile | None
) -> actions.Done:
    me = g.viewer.person
    if kind == "return":
        return actions.send_back(found, text, by=me)
    if kind == "approve":
        ticked = values["requirements"] if values["ticked"] else None
        return actions.approve(found, text, by=me, requirement_ids=ticked, voice=voice)
    return actions.answer(found, text, by=me, voice=voice)


def _said(kind: str, name: str) -> str:
    if kind == "return":
        return str(gettext("Returned to %(name)s.", name=name))
    if kind == "approve":
        return str(gettext("Approved: %(name)s.", name=name))
    return str(gettext("Answered: %(name)s.", name=name))


def _words(values: dict[str, Any]) -> str:
    return " ".join(part for part in (values["text"], values["phrase"]) if part)


def _reason(found: DiaryEntry, values: dict[str, Any]) -> str:
    """One reason in the chosen language or the learner's, and the coach's own words after it."""
    said = reasons.spoken(values["reason"], values["speak"] or found.learner.locale)
    return " ".join(part for part in (said, values["text"]) if part)


@requires(_COACH)
def undo(entry_id: int) -> Response:
    """Take back what was done a moment ago; too late, it says so and shows the entry."""
    done = undoing.read(request.form.get("token", ""))
    if done is None or done.entry_id != entry_id:
        flash(gettext("The ten seconds are over. The entry is here."), "notice")
        return go("desk.entry", entry_id=entry_id)
    with db.transaction():
        undoing.undo(queries.locked_entry(g.viewer.person.id, entry_id), done, by=g.viewer.person)
    flash(gettext("Taken back."))
    return go("desk.entry", entry_id=entry_id)


@requires(_COACH)
def reopen(entry_id: int) -> ResponseReturnValue:
    """Open an approved entry again, with a reason."""
    me = g.viewer.person.id
    try:
        with db.transaction():
            found = queries.locked_entry(me, entry_id)
            reason = forms.read(ReopenForm, request.form)["reason"]
            actions.reopen(found, reason, by=g.viewer.person)
    except BadInput as error:
        entry = coached_entry(me, entry_id)
        return desk_page(read_search(), entry, errors=error.fields), error.status
    flash(gettext("Open again. It waits for you."))
    return go_to(url_for("desk.entry", entry_id=entry_id))
