"""The learner's pages: my diary, one entry."""

import secrets
from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from sidecar import clock, db, forms, storage
from sidecar.diary import actions, photos, queries
from sidecar.diary.models import Attachment, DiaryEntry, EntryState, Independence
from sidecar.diary.schemas import EntryForm
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
    """First screen: one big button, what the coach said last, the lamps, my entries."""
    me = g.viewer.person.id
    period = current(me, clock.today())
    entries = queries.entries_of(me)
    said = [m for e in entries for m in e.messages if m.author_id != me]
    return render_template(
        "diary/mine.html",
        period=period,
        entries=entries,
        latest=max(said, key=lambda m: m.id, default=None),
        lamps=queries.lamps(period) if period else [],
        today=clock.today(),
    )


@blueprint.get("/new")
@requires(Permission.WRITE_DIARY)
def new() -> str:
    """An empty form; its key makes sending it twice harmless."""
    values = {"day": clock.today().isoformat(), "client_key": secrets.token_hex(12), "revision": 0}
    return _form(_period(), values, chosen=set())


@blueprint.post("/new")
@requires(Permission.WRITE_DIARY)
def create() -> ResponseReturnValue:
    """Keep or send a new entry."""
    return _save(_period(), entry=None)


@blueprint.get("/<int:entry_id>")
@requires(Permission.WRITE_DIARY)
def edit(entry_id: int) -> str:
    """An own entry: as a form while it may be changed, to read once it was sent."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    shown = shown_by([entry.id]).get(entry.id, [])
    if entry.state in (EntryState.SUBMITTED, EntryState.APPROVED):
        return render_template("diary/entry.html", entry=entry, requirements=shown)
    return _form(entry.period, _values(entry), entry=entry, chosen={r.id for r in shown})


@blueprint.post("/<int:entry_id>")
@requires(Permission.WRITE_DIARY)
def update(entry_id: int) -> ResponseReturnValue:
    """Keep or send an entry that was begun before."""
    entry = queries.own_entry(g.viewer.person.id, entry_id)
    return _save(entry.period, entry=entry)


@blueprint.post("/autosave")
@requires(Permission.WRITE_DIARY)
def autosave() -> Response:
    """Keep what is in the form now; answers where it is and its revision."""
    values = forms.read(EntryForm, request.form)
    with db.transaction():
        entry = actions.save_entry(_period_of(values["client_key"]), values)
        answer = {"id": entry.id, "revision": entry.revision}
    return jsonify(answer)


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
        with db.transaction():
            saved = actions.save_entry(period, values, photos=stored)
            if request.form.get("send") and not problems:
                actions.submit(saved)
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
    if saved.state == EntryState.DRAFT or problems:
        flash(gettext("Kept. Only you see it."))
        return go("diary.edit", entry_id=saved.id)
    flash(gettext("Sent to your coach."))
    return go("diary.mine")


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
    typed: dict[str, Any] = request.form.to_dict()
    typed.setdefault("client_key", secrets.token_hex(12))
    chosen = {int(v) for v in request.form.getlist("requirements") if v.isascii() and v.isdigit()}
    return _form(period, typed, entry=entry, errors=error.fields, chosen=chosen)


def _form(
    period: WorkPeriod,
    values: dict[str, Any],
    *,
    chosen: set[int],
    entry: DiaryEntry | None = None,
    errors: dict[str, list[str]] | None = None,
) -> str:
    return render_template(
        "diary/form.html",
        period=period,
        values=values,
        chosen=chosen,
        entry=entry,
        errors=errors or {},
        lamps=queries.lamps(period),
        kept=queries.kept_versions(entry.id) if entry else [],
        ways=_ways(),
    )


def _ways() -> list[tuple[str, str]]:
    return [
        (Independence.ALONE, gettext("alone")),
        (Independence.WITH_HELP, gettext("with help")),
        (Independence.WATCHED, gettext("watched")),
    ]


def _values(entry: DiaryEntry) -> dict[str, Any]:
    return {
        "client_key": entry.client_key,
        "revision": entry.revision,
        "day": entry.day.isoformat(),
        "text": entry.text,
        "hours": entry.hours if entry.hours is None else entry.hours.normalize(),
        "independence": entry.independence,
        "wants_help": entry.wants_help,
    }
