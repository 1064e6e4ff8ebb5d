"""What a coach does with an entry: answer, approve, return, open again.

Each gives back a `Done`: what it wrote, so that it can be undone for ten seconds (`undoing.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from flask_babel import gettext

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.diary.actions import answer as say
from sidecar.diary.attaching import StoredFile
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.errors import BadInput, Conflict
from sidecar.evidence.actions import choose, chosen, confirm
from sidecar.identity.models import Person
from sidecar.outbox.actions import enqueue
from sidecar.outbox.telling import RETURNED, ask_notice
from sidecar.tenancy.queries import diary_columns

SCORE_TOPIC = "score"
UNDO_SECONDS = 12
"""Ten for the person, two for the network."""
_NOT_SENT_BEFORE = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True)
class Done:
    """One thing that a coach did to an entry, as plain values for a signed token."""

    kind: str
    entry_id: int
    revision: int
    message_id: int | None = None
    before: list[int] = field(default_factory=list)
    """The requirements that the learner had chosen."""
    outbox: list[int] = field(default_factory=list)


def answer(entry: DiaryEntry, text: str, *, by: Person, voice: StoredFile | None = None) -> Done:
    """Words for the learner, written or spoken; a sent entry waits for the learner from then on."""
    if not text and voice is None:
        raise BadInput(fields={"text": [gettext("Write a few words.")]})
    message = say(entry, text, by=by, voice=voice)
    entry.replied_at = None
    if entry.state == EntryState.SUBMITTED:
        entry.answered_at = message.at
    return _done("answer", entry, message_id=message.id)


def approve(
    entry: DiaryEntry,
    text: str,
    *,
    by: Person,
    requirement_ids: Iterable[int] | None = None,
    voice: StoredFile | None = None,
) -> Done:
    """Approve: the entry is locked, its requirements are confirmed, the gradebook is told.

    `requirement_ids`: exactly these are confirmed; None keeps what the learner chose.
    """
    _must_wait(entry)
    message = say(entry, text, by=by, voice=voice) if text or voice else None
    entry.state, entry.approved_at, entry.approved_by_id = EntryState.APPROVED, clock.now(), by.id
    entry.replied_at = None
    before = chosen(entry.id)
    if requirement_ids is not None:
        choose(entry.id, entry.period.unit_id, requirement_ids)
    confirm(entry.id)
    outbox = tell_gradebook(entry, after=_NOT_SENT_BEFORE)
    log("entry.approved", entry, by)
    message_id = message.id if message else None
    return _done("approve", entry, message_id=message_id, before=before, outbox=outbox)


def send_back(entry: DiaryEntry, text: str, *, by: Person) -> Done:
    """Return an entry with one reason, so that the learner adds something."""
    _must_wait(entry)
    if not text:
        sentence = gettext("Choose one reason, or say in a few words what to add.")
        raise BadInput(fields={"reason": [sentence]})
    message = say(entry, text, by=by, kind="return_reason")
    entry.state, entry.replied_at = EntryState.RETURNED, None
    log("entry.returned", entry, by)
    told = ask_notice(RETURNED, entry.id, after=_NOT_SENT_BEFORE)
    return _done("return", entry, message_id=message.id, outbox=[told.id])


def reopen(entry: DiaryEntry, reason: str, *, by: Person) -> None:
    """Open an approved entry again: it waits once more, and the gradebook is told."""
    if entry.state != EntryState.APPROVED:
        raise Conflict("Somebody has handled this entry already. Look at it as it is now.")
    if not reason:
        raise BadInput(fields={"reason": [gettext("Say in a few words why.")]})
    say(entry, reason, by=by, kind="reopened")
    wait_again(entry)
    tell_gradebook(entry)
    log("entry.reopened", entry, by)


def wait_again(entry: DiaryEntry) -> None:
    """An approved entry waits for its coach again; nothing of it is confirmed."""
    entry.state, entry.approved_at, entry.approved_by_id = EntryState.SUBMITTED, None, None
    entry.answered_at = None
    confirm(entry.id, yes=False)


def tell_gradebook(entry: DiaryEntry, *, after: timedelta = timedelta(0)) -> list[int]:
    """Queue the learner's progress for each column of the course; the ids of the messages."""
    moment, context_id = clock.now().isoformat(), entry.period.context_id
    return [
        enqueue(
            SCORE_TOPIC,
            ref=f"context:{context_id}:{about}:person:{entry.learner_id}",
            key=f"score:{context_id}:{about}:{entry.id}:{entry.state}:{moment}",
            payload={"about": about, "period_id": entry.period_id},
            provider_id=entry.period.provider_id,
            after=after,
        ).id
        for about in diary_columns(context_id)
    ]


def log(type_: str, entry: DiaryEntry, by: Person) -> None:
    """One line for the log, about an entry."""
    record(type_, by=by, target=f"entry:{entry.id}", provider_id=entry.period.provider_id)


def came_before(
    kind: str, entry: DiaryEntry, text: str, *, by: Person, seen: int, voice: StoredFile | None
) -> bool:
    """True when this very press has arrived already: two taps, or an answer lost on its way here.

    `seen`: how many messages the page showed on which it was pressed.
    """
    said = [(m.author_id, m.text, bool(m.blob)) for m in entry.messages[seen:]]
    wanted = [(by.id, text, voice is not None)] if text or voice else []
    if kind == "approve" and (entry.state, entry.approved_by_id) != (EntryState.APPROVED, by.id):
        return False
    if kind == "return" and entry.state != EntryState.RETURNED:
        return False
    return said == wanted and (bool(wanted) or kind == "approve")


def _must_wait(entry: DiaryEntry) -> None:
    if entry.state != EntryState.SUBMITTED:
        raise Conflict("Somebody has handled this entry already. Look at it as it is now.")


def _done(kind: str, entry: DiaryEntry, **facts: object) -> Done:
    db.session().flush()
    return Done(kind=kind, entry_id=entry.id, revision=entry.revision, **facts)  # type: ignore[arg-type]
