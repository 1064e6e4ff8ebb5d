"""The learner's pages: my diary, one entry."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from sidecar import clock, db, forms, storage
from sidecar.diary import actions, forming, goals, listing, queries, saving, so_far
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage
from sidecar.diary.schemas import GoalForm, PapersForm, ReplyForm, SearchForm
from sidecar.diary.today import next_lamp, week, work_day
from sidecar.errors import BadInput
from sidecar.evidence.queries import shown_by
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.queries import current

blueprint = Blueprint("diary", __name__, url_prefix="/diary")


@blueprint.get("")
@requires(Permission.WRITE_DIARY)
def mine() -> str:
    """First screen: today, the week, one big button, the coach's last words, lamps, my entries."""
    me, today = g.viewer.person.id, clock.today()
    period, search = current(me, today), _search()
    page = search["page"] or 1
    narrows = bool(search["words"] or search["kind"] or page > 1)
    found = listing.own_lines(me, words=search["words"], kind=search["kind"], page=page)
    days = goals.week_of(today)
    lamps = queries.lamps(period) if period else []
    goal = goals.goal_of(me, days[0])
    return render_template(
        "diary/mine.html",
        period=period,
        today=today,
        work_day=work_day(period, today) if period else None,
        entries=found[: listing.PAGE],
        has_more=len(found) > listing.PAGE,
        recent=None if narrows else listing.keys_of(found),
        search={**search, "page": page},
        kinds=forming.KINDS,
        latest=queries.latest_words_to(me),
        lamps=lamps,
        next_lamp=next_lamp(lamps),
        so_far=so_far.so_far(period) if period else None,
        goal=goal,
        goal_key=goals.key_of(goal, days[0]),
        week=week(queries.entries_between(me, *days) if narrows else found, today, period),
    )


def _search() -> dict[str, Any]:
    try:
        return forms.read(SearchForm, request.args)
    except BadInput:
        return forms.read(SearchForm, {})


@blueprint.get("/new")
@requires(Permission.WRITE_DIARY)
def new() -> ResponseReturnValue:
    """An empty form; `?copy=` begins it with the cards and skills of an own entry.

    `?draft=`: the key of a form that was begun before; what is kept of it here is shown.
    """
    begun = queries.by_client_key(g.viewer.person.id, forms.clean(request.args.get("draft", "")))
    if begun is not None:
        return go("diary.edit", entry_id=begun.id)
    copied = request.args.get("copy", "")
    if not copied.isascii() or not copied.isdigit():
        values = forming.empty_values()
        return forming.form_page(saving.period_now(), values, chosen=set(), cards=set())
    entry = queries.own_entry(g.viewer.person.id, int(copied[:12]))
    values = forming.copied_values(entry)
    chosen, cards = _shown(entry), _cards(entry)
    return forming.form_page(saving.period_now(), values, chosen=chosen, cards=cards)


@blueprint.post("/new")
@requires(Permission.WRITE_DIARY)
def create() -> ResponseReturnValue:
    """Keep or send a new entry, or the one that this page has begun already."""
    request.max_content_length = saving.MOST_BYTES
    key = forms.clean(request.form.get("client_key", ""))
    return saving.save(queries.by_client_key(g.viewer.person.id, key))


@blueprint.get("/<int:entry_id>")
@requires(Permission.WRITE_DIARY)
def edit(entry_id: int) -> str:
    """An own entry: as a form while it may be changed, to read once it was sent."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    if actions.unread(entry):
        with db.transaction():
            actions.mark_read(queries.own_entry(g.viewer.person.id, entry_id))
        entry = queries.own_entry(g.viewer.person.id, entry_id)
    if not actions.is_writable(entry):
        shown = shown_by([entry.id]).get(entry.id, [])
        versions = queries.sent_versions(entry)
        return render_template(
            "diary/entry.html",
            entry=entry,
            requirements=shown,
            versions=versions,
            recent=listing.keys_of([entry]),
        )
    values = forming.values_of(entry)
    chosen, cards = _shown(entry), _cards(entry)
    return forming.form_page(entry.period, values, entry=entry, chosen=chosen, cards=cards)


def _shown(entry: DiaryEntry) -> set[int]:
    return {one.id for one in shown_by([entry.id]).get(entry.id, [])}


def _cards(entry: DiaryEntry) -> set[int]:
    return {card.id for card in entry.cards}


@blueprint.post("/<int:entry_id>")
@requires(Permission.WRITE_DIARY)
def update(entry_id: int) -> ResponseReturnValue:
    """Keep or send an entry that was begun before."""
    request.max_content_length = saving.MOST_BYTES
    return saving.save(queries.own_entry(g.viewer.person.id, entry_id))


@blueprint.post("/<int:entry_id>/reply")
@requires(Permission.WRITE_DIARY)
def reply(entry_id: int) -> ResponseReturnValue:
    """Words to the coach on an own entry, also when it is sent or approved."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    try:
        text = forms.read(ReplyForm, request.form)["reply"]
    except BadInput:
        return go("diary.edit", entry_id=entry.id)
    with db.transaction():
        actions.reply(queries.own_entry(g.viewer.person.id, entry_id), text, by=g.viewer.person)
    flash(gettext("Sent to your coach."))
    return go("diary.edit", entry_id=entry_id)


@blueprint.post("/<int:entry_id>/papers")
@requires(Permission.WRITE_DIARY)
def papers(entry_id: int) -> ResponseReturnValue:
    """Let an own entry into the papers, or take it out: the learner's tap alone moves it."""
    yes = forms.read(PapersForm, request.form)["yes"]
    with db.transaction():
        actions.let_into_papers([queries.own_entry(g.viewer.person.id, entry_id)], yes=yes)
    flash(gettext("It may stand in your papers.") if yes else gettext("It is not in your papers."))
    return go("diary.edit", entry_id=entry_id)


@blueprint.post("/papers")
@requires(Permission.WRITE_DIARY)
def all_papers() -> ResponseReturnValue:
    """Let all that the coach has approved into the papers."""
    with db.transaction():
        entries = so_far.not_in_papers(g.viewer.person.id)
        count = actions.let_into_papers(entries, yes=True)
    sentence = ngettext(
        "%(num)s entry may stand in your papers.",
        "%(num)s entries may stand in your papers.",
        count,
    )
    flash(sentence)
    return go("diary.mine")


@blueprint.post("/goal")
@requires(Permission.WRITE_DIARY)
def goal() -> ResponseReturnValue:
    """What I want from this week, in my own words."""
    try:
        values = forms.read(GoalForm, request.form)
    except BadInput as error:
        flash(" ".join(s for sentences in error.fields.values() for s in sentences), "notice")
        return go("diary.mine")
    me, today = g.viewer.person.id, clock.today()

    def keep() -> None:
        with db.transaction():
            goals.set_goal(me, today, values["goal"], reached=values["reached"])

    db.once_more(keep)
    flash(gettext("Saved."))
    return go("diary.mine")


@blueprint.post("/autosave")
@requires(Permission.WRITE_DIARY)
def autosave() -> Response:
    """Keep what is in the form now, and a file of it; answers where it is and its revision."""
    return jsonify(saving.keep_as_typed())


@blueprint.get("/<int:entry_id>/photos/<int:photo_id>")
@requires(Permission.WRITE_DIARY)
def photo(entry_id: int, photo_id: int) -> Response:
    """A photo or a voice note of an own entry."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    return picture(queries.photo_of(entry, photo_id))


@blueprint.get("/<int:entry_id>/voices/<int:message_id>")
@requires(Permission.WRITE_DIARY)
def voice(entry_id: int, message_id: int) -> Response:
    """What a coach spoke about an own entry."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    return spoken(queries.voice_of(entry, message_id))


def spoken(one: EntryMessage) -> Response:
    """A spoken answer; phones ask for it piece by piece."""
    content = BytesIO(storage.storage().get(one.blob))
    return send_file(content, one.media_type, conditional=True, etag=one.blob, max_age=None)


def picture(one: Attachment) -> Response:
    """A stored photo or voice note as an answer; `?small=1` gives a photo's thumbnail.

    Phones ask for sound piece by piece, so ranges are answered.
    """
    blob = one.thumbnail if one.thumbnail and request.args.get("small") else one.blob
    content = BytesIO(storage.storage().get(blob))
    return send_file(content, one.media_type, conditional=True, etag=blob, max_age=None)
