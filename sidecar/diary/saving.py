"""What happens when the learner presses a button of the entry form: keep or send, once."""

from typing import Any

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from sidecar import clock, db, forms
from sidecar.diary import actions, attaching, forming, photos, queries, sounds
from sidecar.diary.begun import to_write
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.diary.schemas import EntryForm
from sidecar.errors import BadInput, Conflict
from sidecar.pages import flash, go
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import current

MOST_BYTES = (
    attaching.MOST_PHOTOS * photos.MOST_BYTES
    + attaching.MOST_SOUNDS * sounds.MOST_BYTES
    + 1_000_000
)
"""Of an entry with all its files, where no script has made the photos smaller."""


def period_now() -> WorkPeriod:
    """The learner's own period; Conflict with a kind sentence when there is none."""
    found = current(g.viewer.person.id, clock.today())
    if found is None:
        raise Conflict("You have no work period yet. Your coach makes one; then you can write.")
    return found


def keep_as_typed() -> dict[str, int]:
    """Autosave: the words as they are now, and the one file that may come along with them.

    Gives where they are, their revision and the file's number. BadInput where the file cannot be
    taken: then nothing was kept, and the page sends the words again without it. Conflict where
    nobody looks at the form (`resumed`) and newer words are here; `sent` where it had arrived.
    """
    values = forms.read(EntryForm, request.form) | {"drop": []}
    me = g.viewer.person.id
    if request.form.get("resumed"):
        arrived = _arrived(values)
        if arrived is not None:
            return {"id": arrived.id, "revision": arrived.revision, "sent": True}
    taken = _taken_along(values["client_key"])

    def keep() -> dict[str, int]:
        with db.transaction():
            begun = to_write(me, values["client_key"])
            if begun is not None and request.form.get("resumed"):
                _check_nothing_newer(begun, values)
            period = begun.period if begun else period_now()
            entry = actions.save_entry(period, values, files=taken.files, begun=begun)
            return {
                "id": entry.id,
                "revision": entry.revision,
                **attaching.number_of(entry, taken.hashes),
            }

    try:
        return db.once_more(keep)
    except Exception:
        attaching.forget(taken.files)
        raise


def _arrived(values: dict[str, Any]) -> DiaryEntry | None:
    """The entry, when it was sent just like this and only the answer was lost."""
    entry = queries.by_client_key(g.viewer.person.id, values["client_key"])
    if entry is None or actions.is_writable(entry) or not actions.says_the_same(entry, values):
        return None
    return entry if attaching.has_all(entry, _files()) else None


def _check_nothing_newer(entry: DiaryEntry, values: dict[str, Any]) -> None:
    if entry.revision != values["revision"] and actions.would_lose(entry, values):
        raise Conflict("The words have changed. Read them again, please.")


def _taken_along(client_key: str) -> attaching.Taken:
    if not request.files:
        return attaching.Taken()
    entry = queries.by_client_key(g.viewer.person.id, client_key)
    if entry is not None and entry.submitted_at is not None:
        # The coach sees what hangs on an entry that was sent: that needs the learner's tap.
        raise Conflict("This entry was sent already. Write a new one, or ask your coach.")
    taken = attaching.take(*_files(), entry)
    if taken.problems:
        attaching.forget(taken.files)
        raise BadInput(fields={"photos": taken.problems})
    return taken


def save(entry: DiaryEntry | None) -> ResponseReturnValue:
    """Keep or send what is in the form; `entry` is what this form began or opened."""
    period = entry.period if entry else period_now()
    taken = attaching.Taken()
    try:
        values = forms.read(EntryForm, request.form)
        came_late = entry is not None and not actions.is_writable(entry)
        if entry is not None and came_late:
            if actions.says_the_same(entry, values) and attaching.has_all(entry, _files()):
                return _sent()
            values["client_key"] = actions.key_beside(values)
            entry = queries.by_client_key(g.viewer.person.id, values["client_key"])
        taken = attaching.take(*_files(), entry)
        sends = bool(request.form.get("send")) and not taken.problems and not came_late
        saved = db.once_more(lambda: _keep(period, values, taken, sends=sends))
    except BadInput as error:
        attaching.forget(taken.files)
        if any(file.filename for files in _files() for file in files):
            sentence = gettext("If your photos and voice notes are not here now, add them again.")
            error.fields["photos"] = [sentence]
        return _again(period, entry, error), error.status
    except Exception:
        attaching.forget(taken.files)
        raise
    return _said(saved, taken.problems, came_late=came_late)


def _files() -> tuple[list[FileStorage], list[FileStorage]]:
    return request.files.getlist("photos"), request.files.getlist("sounds")


def _keep(
    period: WorkPeriod, values: dict[str, Any], taken: attaching.Taken, *, sends: bool
) -> DiaryEntry:
    with db.transaction():
        saved = actions.save_entry(period, values, files=taken.files)
        if sends:
            actions.submit(saved)
    return saved


def _said(saved: DiaryEntry, problems: list[str], *, came_late: bool) -> ResponseReturnValue:
    for sentence in problems:
        flash(sentence, "notice")
    if came_late:
        flash(
            gettext(
                "This entry was sent before, maybe from another phone. Your new words are here, in "
                "an entry of their own. Send it, too, if you want."
            ),
            "notice",
        )
    elif saved.state == EntryState.SUBMITTED:
        return _sent()
    else:
        is_new = saved.state == EntryState.DRAFT
        flash(gettext("Kept. Only you see it.") if is_new else gettext("Saved."))
    return go("diary.edit", entry_id=saved.id)


def _sent() -> ResponseReturnValue:
    flash(gettext("Sent to your coach."))
    return go("diary.mine")


def _again(period: WorkPeriod, entry: DiaryEntry | None, error: BadInput) -> str:
    typed: dict[str, Any] = {**forming.empty_values(), **request.form.to_dict()}
    chosen, cards = _ids("requirements"), _ids("cards")
    return forming.form_page(
        period, typed, entry=entry, errors=error.fields, chosen=chosen, cards=cards
    )


def _ids(name: str) -> set[int]:
    given = request.form.getlist(name)
    return {int(value[:12]) for value in given if value.isascii() and value.isdigit()}
