"""The learner's pages: my diary, one entry."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from sidecar import clock, db, forms, storage
from sidecar.diary import actions, forming, photos, queries
from sidecar.diary.export import bundle
from sidecar.diary.models import Attachment, DiaryEntry, EntryState
from sidecar.diary.schemas import EntryForm, ReplyForm
from sidecar.diary.today import next_lamp, week
from sidecar.errors import BadInput, Conflict
from sidecar.evidence.queries import shown_by
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import current

blueprint = Blueprint("diary", __name__, url_prefix="/diary")


@blueprint.get("")
@requires(Permission.WRITE_DIARY)
def mine() -> str:
    """First screen: today, the week, one big button, the coach's last words, lamps, my entries."""
    me = g.viewer.person.id
    period = current(me, clock.today())
    entries = queries.entries_of(me)
    said = [m for e in entries for m in e.messages if m.author_id != me]
    lamps = queries.lamps(period) if period else []
    return render_template(
        "diary/mine.html",
        period=period,
        entries=entries,
        latest=max(said, key=lambda m: m.id, default=None),
        lamps=lamps,
        next_lamp=next_lamp(lamps),
        days=queries.told_days(period) if period else 0,
        week=week(entries, clock.today()),
    )


@blueprint.get("/new")
@requires(Permission.WRITE_DIARY)
def new() -> str:
    """An empty form; `?copy=` begins it with the cards and skills of an own entry."""
    copied = request.args.get("copy", "")
    if not copied.isascii() or not copied.isdigit():
        return forming.form_page(_period(), forming.empty_values(), chosen=set(), cards=set())
    entry = queries.own_entry(g.viewer.person.id, int(copied[:12]))
    values = forming.copied_values(entry)
    return forming.form_page(_period(), values, chosen=_shown(entry), cards=_cards(entry))


@blueprint.post("/new")
@requires(Permission.WRITE_DIARY)
def create() -> ResponseReturnValue:
    """Keep or send a new entry, or the one that this page has begun already."""
    key = forms.clean(request.form.get("client_key", ""))
    entry = queries.by_client_key(g.viewer.person.id, key)
    return _save(entry.period if entry else _period(), entry=entry)


@blueprint.get("/<int:entry_id>")
@requires(Permission.WRITE_DIARY)
def edit(entry_id: int) -> str:
    """An own entry: as a form while it may be changed, to read once it was sent."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    if entry.state in (EntryState.SUBMITTED, EntryState.APPROVED):
        shown = shown_by([entry.id]).get(entry.id, [])
        return render_template("diary/entry.html", entry=entry, requirements=shown)
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
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    return _save(entry.period, entry=entry)


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


@blueprint.get("/export")
@requires(Permission.WRITE_DIARY)
def export() -> Response:
    """My whole diary in one file, at any time."""
    me = g.viewer.person.id
    entries = queries.all_entries_of(me)
    shown = shown_by([entry.id for entry in entries])
    file = bundle(entries, shown, queries.all_versions_of(me))
    name = f"valo-{clock.today().isoformat()}.zip"
    return send_file(file, "application/zip", as_attachment=True, download_name=name)


@blueprint.post("/autosave")
@requires(Permission.WRITE_DIARY)
def autosave() -> Response:
    """Keep what is in the form now; answers where it is and its revision."""
    values = forms.read(EntryForm, request.form)

    def keep() -> dict[str, int]:
        with db.transaction():
            entry = actions.save_entry(_period_of(values["client_key"]), values)
            return {"id": entry.id, "revision": entry.revision}

    return jsonify(db.once_more(keep))


@blueprint.get("/<int:entry_id>/photos/<int:photo_id>")
@requires(Permission.WRITE_DIARY)
def photo(entry_id: int, photo_id: int) -> Response:
    """A photo of an own entry."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    return picture(queries.photo_of(entry, photo_id))


def picture(photo: Attachment) -> Response:
    """A stored photo as an answer; `?small=1` gives the thumbnail."""
    blob = photo.thumbnail if request.args.get("small") else photo.blob
    return Response(storage.storage().get(blob), mimetype=photo.media_type)


def _period() -> WorkPeriod:
    found = current(g.viewer.person.id, clock.today())
    if found is None:
        raise Conflict("You have no work period yet. Your coach makes one; then you can write.")
    return found


def _period_of(client_key: str) -> WorkPeriod:
    entry = queries.by_client_key(g.viewer.person.id, client_key)
    return entry.period if entry else _period()


def _save(period: WorkPeriod, *, entry: DiaryEntry | None) -> ResponseReturnValue:
    stored, problems = _photos(len(entry.attachments) if entry else 0)
    try:
        values = forms.read(EntryForm, request.form)
        sends = bool(request.form.get("send")) and not problems
        saved = db.once_more(lambda: _keep(period, values, stored, sends=sends))
    except BadInput as error:
        _forget(stored)
        if stored:
            error.fields["photos"] = [gettext("Please add your photos again.")]
        return _again(period, entry, error), error.status
    except Exception:
        _forget(stored)
        raise
    for sentence in problems:
        flash(sentence, "notice")
    if saved.state != EntryState.SUBMITTED:
        is_new = saved.state == EntryState.DRAFT
        flash(gettext("Kept. Only you see it.") if is_new else gettext("Saved."))
        return go("diary.edit", entry_id=saved.id)
    flash(gettext("Sent to your coach."))
    return go("diary.mine")


def _keep(
    period: WorkPeriod, values: dict[str, Any], stored: list[photos.StoredPicture], *, sends: bool
) -> DiaryEntry:
    with db.transaction():
        saved = actions.save_entry(period, values, photos=stored)
        if sends:
            actions.submit(saved)
    return saved


def _photos(already: int) -> tuple[list[photos.StoredPicture], list[str]]:
    """Photos of the form, stored; and a sentence for each that we could not take."""
    stored: list[photos.StoredPicture] = []
    problems: list[str] = []
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue
        if already + len(stored) >= actions.MOST_PHOTOS:
            problems.append(gettext("An entry has room for %(n)s photos.", n=actions.MOST_PHOTOS))
            break
        try:
            stored.append(photos.store(_read(file)))
        except BadInput as error:
            problems.append(gettext(error.message_key))
    return stored, problems


def _read(file: FileStorage) -> photos.Picture:
    return photos.read_picture(file.stream.read(photos.MOST_BYTES + 1))


def _forget(stored: list[photos.StoredPicture]) -> None:
    for one in stored:
        storage.storage().delete(one.blob)
        storage.storage().delete(one.thumbnail)


def _again(period: WorkPeriod, entry: DiaryEntry | None, error: BadInput) -> str:
    typed: dict[str, Any] = {**forming.empty_values(), **request.form.to_dict()}
    chosen, cards = _ids("requirements"), _ids("cards")
    return forming.form_page(
        period, typed, entry=entry, errors=error.fields, chosen=chosen, cards=cards
    )


def _ids(name: str) -> set[int]:
    given = request.form.getlist(name)
    return {int(value[:12]) for value in given if value.isascii() and value.isdigit()}
