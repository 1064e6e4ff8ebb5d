"""Writing the diary: keep, send, answer, approve, return."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage, EntryState, EntryVersion
from sidecar.diary.photos import StoredPicture
from sidecar.diary.queries import by_client_key
from sidecar.errors import BadInput, Conflict
from sidecar.evidence.actions import choose, confirm
from sidecar.identity.models import Person
from sidecar.outbox.actions import enqueue
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.queries import graded_links

SCORE_TOPIC = "score"
MOST_PHOTOS = 8
_WRITABLE = (EntryState.DRAFT, EntryState.RETURNED)
_WORDS = ("day", "text", "hours", "independence", "wants_help")


def save_entry(
    period: WorkPeriod, values: dict[str, Any], *, photos: Sequence[StoredPicture] = ()
) -> DiaryEntry:
    """Keep an entry: a new one, or the one that this page began (the same `client_key`).

    A save that was made on an older revision wins, for it is what the person wrote last; the words
    that it replaces are kept and shown, so nothing is lost. Raises Conflict once it was sent.
    """
    _check_day(period, values)
    entry = by_client_key(period.learner_id, values["client_key"])
    if entry is None:
        entry = _new_entry(period, values)
    elif entry.state not in _WRITABLE:
        raise Conflict("This entry was sent already. Write a new one, or ask your coach.")
    else:
        _write_over(entry, values)
    db.session().flush()
    choose(entry.id, period.unit_id, values["requirements"])
    _attach(entry, photos)
    return entry


def _check_day(period: WorkPeriod, values: dict[str, Any]) -> None:
    if values["day"] > clock.today():
        raise BadInput(fields={"day": [gettext("This day has not come yet.")]})
    if not period.starts_on <= values["day"] <= period.ends_on:
        raise BadInput(fields={"day": [gettext("This day is not in your work period.")]})


def _new_entry(period: WorkPeriod, values: dict[str, Any]) -> DiaryEntry:
    now = clock.now()
    entry = DiaryEntry(
        client_key=values["client_key"],
        learner_id=period.learner_id,
        period_id=period.id,
        created_at=now,
        saved_at=now,
        **{name: values[name] for name in _WORDS},
    )
    db.session().add(entry)
    return entry


def _write_over(entry: DiaryEntry, values: dict[str, Any]) -> None:
    lost = values["revision"] != entry.revision and not values["text"].startswith(entry.text)
    if lost and entry.text:
        _keep(entry, "conflict")
    for name in _WORDS:
        setattr(entry, name, values[name])
    entry.revision += 1
    entry.saved_at = clock.now()


def _keep(entry: DiaryEntry, kind: str) -> None:
    content = {
        "day": entry.day.isoformat(),
        "text": entry.text,
        "hours": str(entry.hours) if entry.hours is not None else None,
        "independence": entry.independence,
    }
    version = EntryVersion(entry_id=entry.id, kind=kind, content=content, at=clock.now())
    db.session().add(version)


def _attach(entry: DiaryEntry, photos: Sequence[StoredPicture]) -> None:
    for photo in photos:
        db.session().add(
            Attachment(
                entry_id=entry.id,
                blob=photo.blob,
                thumbnail=photo.thumbnail,
                media_type="image/jpeg",
                size=len(photo.picture.content),
                width=photo.picture.width,
                height=photo.picture.height,
                created_at=clock.now(),
            )
        )


def submit(entry: DiaryEntry) -> None:
    """Send an entry to the coach; how it read is kept. BadInput when there is nothing in it."""
    if entry.state not in _WRITABLE:
        raise Conflict("This entry was sent already. Write a new one, or ask your coach.")
    db.session().flush()
    db.session().expire(entry, ["attachments"])
    if not entry.text and not entry.attachments:
        sentence = gettext("Write a few words or add a photo.")
        raise BadInput(fields={"text": [sentence]})
    entry.state, entry.submitted_at = EntryState.SUBMITTED, clock.now()
    _keep(entry, "submitted")


def answer(entry: DiaryEntry, text: str, *, by: Person, kind: str = "answer") -> None:
    """Words for the learner."""
    message = EntryMessage(entry_id=entry.id, author_id=by.id, kind=kind, text=text, at=clock.now())
    db.session().add(message)


def approve(entry: DiaryEntry, text: str, *, by: Person) -> None:
    """Approve: the entry is locked, its requirements are confirmed, the gradebook is told."""
    _must_wait(entry)
    if text:
        answer(entry, text, by=by)
    entry.state, entry.approved_at, entry.approved_by_id = EntryState.APPROVED, clock.now(), by.id
    confirm(entry.id)
    _tell_gradebook(entry)
    _record("entry.approved", entry, by)


def send_back(entry: DiaryEntry, text: str, *, by: Person) -> None:
    """Return an entry with one reason, so that the learner adds something."""
    _must_wait(entry)
    if not text:
        raise BadInput(fields={"text": [gettext("Say in a few words what to add.")]})
    answer(entry, text, by=by, kind="return_reason")
    entry.state = EntryState.RETURNED
    _record("entry.returned", entry, by)


def _must_wait(entry: DiaryEntry) -> None:
    if entry.state != EntryState.SUBMITTED:
        raise Conflict("Somebody has handled this entry already. Look at it as it is now.")


def _tell_gradebook(entry: DiaryEntry) -> None:
    for link in graded_links(entry.period.context_id):
        enqueue(
            SCORE_TOPIC,
            ref=f"link:{link.id}:person:{entry.learner_id}",
            key=f"score:{link.id}:{entry.id}:{entry.revision}",
            payload={"link_id": link.id, "period_id": entry.period_id},
            provider_id=entry.period.provider_id,
        )


def _record(type_: str, entry: DiaryEntry, by: Person) -> None:
    record(type_, by=by, target=f"entry:{entry.id}", provider_id=entry.period.provider_id)


def mark_read(entry: DiaryEntry) -> None:
    """The learner has opened the entry: the coach's words are read."""
    for message in entry.messages:
        if message.author_id != entry.learner_id and message.read_at is None:
            message.read_at = clock.now()
