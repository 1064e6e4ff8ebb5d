"""The coach's desk: the queue at the side, one entry open; answer, approve, return, undo."""

from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms
from sidecar.diary.models import DiaryEntry
from sidecar.diary.queries import coached_entry, photo_of
from sidecar.diary.views import picture
from sidecar.errors import BadInput
from sidecar.evidence.actions import chosen
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go, go_to
from sidecar.qualifications.queries import requirements_of
from sidecar.review import actions, days, phrases, queries, undoing
from sidecar.review.queries import Search
from sidecar.review.schemas import AnswerForm, ReopenForm, SearchForm

_COACH = Permission.REVIEW_DIARIES


@requires(_COACH)
def queue() -> str:
    """What waits, or what was looked for; the first of it is open at the side."""
    search = _search()
    listed, more = queries.found(g.viewer.person.id, search)
    first = coached_entry(g.viewer.person.id, listed[0].id) if listed else None
    return _page(search, first, listed=(listed, more))


@requires(_COACH)
def entry(entry_id: int) -> str:
    """One entry, with the queue beside it."""
    return _page(_search(), coached_entry(g.viewer.person.id, entry_id))


@requires(_COACH)
def photo(entry_id: int, photo_id: int) -> Response:
    """A photo of a learner's sent entry."""
    return picture(photo_of(coached_entry(g.viewer.person.id, entry_id), photo_id))


@requires(_COACH)
def decide(entry_id: int) -> ResponseReturnValue:
    """Answer, approve or return: one save each, by the button that was pressed."""
    me = g.viewer.person.id
    try:
        with db.transaction():
            found = queries.locked_entry(me, entry_id)
            done, said = _act(found, forms.read(AnswerForm, request.form))
    except BadInput as error:
        return _page(_search(), coached_entry(me, entry_id), errors=error.fields), error.status
    flash(said)
    return go("desk.queue", **_search().address(), undo=undoing.token_of(done))


def _act(found: DiaryEntry, values: dict[str, Any]) -> tuple[actions.Done, str]:
    me, name = g.viewer.person, found.learner.display_name
    text = " ".join(part for part in (values["text"], values["phrase"]) if part)
    what = request.form.get("do", "answer")
    if what == "approve":
        ticked = values["requirements"] if values["ticked"] else None
        done = actions.approve(found, text, by=me, requirement_ids=ticked)
        return done, gettext("Approved: %(name)s.", name=name)
    if what == "return":
        done = actions.send_back(found, text, by=me)
        return done, gettext("Returned to %(name)s.", name=name)
    return actions.answer(found, text, by=me), gettext("Answered: %(name)s.", name=name)


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
        return _page(_search(), coached_entry(me, entry_id), errors=error.fields), error.status
    flash(gettext("Open again. It waits for you."))
    return go_to(url_for("desk.entry", entry_id=entry_id))


def _search() -> Search:
    try:
        values = forms.read(SearchForm, request.args)
    except BadInput:
        return Search()
    values["state"] = values["state"] or queries.WAITING
    return Search(**{**values, "page": values["page"] or 1})


def _page(
    search: Search,
    found: DiaryEntry | None,
    *,
    listed: Any = None,
    errors: dict[str, list[str]] | None = None,
) -> str:
    me = g.viewer.person.id
    rows, more = listed or queries.found(me, search)
    return render_template(
        "desk/desk.html",
        search=search,
        states=_states(),
        listed=rows,
        more=more,
        count=queries.waiting_count(me),
        plain=len(queries.plain_ids(me)),
        silent=[] if search.narrows else days.silent(me, clock.today()),
        entry=found,
        undo=_undo(),
        errors=errors or {},
        **(_beside(found) if found else {}),
    )


def _states() -> list[tuple[str, str]]:
    return [
        (queries.WAITING, gettext("waiting")),
        (queries.HELP, gettext("wants help")),
        (queries.RETURNED, gettext("more was asked for")),
        (queries.APPROVED, gettext("approved")),
    ]


def _undo() -> dict[str, Any] | None:
    token = request.args.get("undo", "")
    done = undoing.read(token) if token else None
    return {"token": token, "entry_id": done.entry_id} if done else None


def _beside(found: DiaryEntry) -> dict[str, Any]:
    """What the open entry needs: its requirements and those of its unit, and ready phrases."""
    ticked = set(chosen(found.id))
    if request.form.get("ticked"):
        ticked = {int(v) for v in request.form.getlist("requirements") if v.isdecimal()}
    every = requirements_of(found.period.unit_id)
    language = found.learner.locale
    return {
        "chosen": [r for r in every if r.id in ticked],
        "others": [r for r in every if r.id not in ticked],
        "typed": request.form.get("text", ""),
        "phrases": phrases.spoken(phrases.texts_of(g.viewer.provider_id), language),
        "language": language or phrases.LANGUAGES[0],
    }
