"""Taking back what was done to entries a moment ago."""

from dataclasses import asdict
from datetime import datetime

from flask import request

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.errors import Conflict
from sidecar.evidence.actions import choose
from sidecar.identity.models import Person
from sidecar.outbox.actions import take_back
from sidecar.review import tokens
from sidecar.review.actions import Done, log, tell_gradebook, wait_again
from sidecar.storage import loose

_STATE_AFTER = {"approve": EntryState.APPROVED, "return": EntryState.RETURNED}


def token_of(done: Done) -> str:
    """What the Undo button carries."""
    return tokens.seal(tokens.ONE, asdict(done))


def read(token: str) -> Done | None:
    """What a token of this viewer says; None when it is too old, or somebody else's."""
    values = tokens.unseal(tokens.ONE, token)
    return Done(**values) if values else None


def token_of_all(done: list[Done]) -> str:
    """What the Undo button carries after several were approved at once."""
    return tokens.seal(tokens.SEVERAL, [asdict(one) for one in done])


def read_all(token: str) -> list[Done]:
    """What such a token of this viewer says; nothing when it is too old, or somebody else's."""
    return [Done(**one) for one in tokens.unseal(tokens.SEVERAL, token) or ()]


def all_of_address() -> str:
    """The token of several that came with this page, while it is good."""
    token = request.args.get("undo_all", "")
    return token if token and read_all(token) else ""


def undo(entry: DiaryEntry, done: Done, *, by: Person) -> None:
    """Take it back. Raises Conflict when the entry went on meanwhile, or the words were read."""
    expected = _STATE_AFTER.get(done.kind, entry.state)
    if entry.state != expected or entry.revision != done.revision:
        raise Conflict("Somebody has handled this entry already. Look at it as it is now.")
    message = next((m for m in entry.messages if m.id == done.message_id), None)
    was_read = message is not None and message.read_at is not None
    if done.kind == "approve":
        _take_back_approval(entry, done)
    elif message is None or was_read:
        raise Conflict("Your words were read already. Write a new answer.")
    if done.kind == "return":
        entry.state = EntryState.SUBMITTED
        take_back(done.outbox)
    if message is not None and not was_read:
        _remove(entry, message)
    _wait_for_words(entry)
    log("entry.undone", entry, by)


def _take_back_approval(entry: DiaryEntry, done: Done) -> None:
    choose(entry.id, entry.period.unit_id, done.before)
    wait_again(entry)
    if not take_back(done.outbox):
        tell_gradebook(entry)


def _remove(entry: DiaryEntry, message: EntryMessage) -> None:
    entry.messages.remove(message)
    db.session().delete(message)
    if message.blob:
        loose.let_go([message.blob])


def _wait_for_words(entry: DiaryEntry) -> None:
    """As it was before: whose word was the last, and whether a coach had answered."""
    last = entry.messages[-1] if entry.messages else None
    is_theirs = last is not None and last.author_id == entry.learner_id
    entry.replied_at = last.at if last is not None and is_theirs else None
    is_open = entry.state == EntryState.SUBMITTED
    entry.answered_at = _answered_at(entry) if is_open else None


def _answered_at(entry: DiaryEntry) -> datetime | None:
    """When a coach last answered, since it was sent or opened again."""
    theirs = [m for m in entry.messages if m.author_id != entry.learner_id]
    last = theirs[-1] if theirs else None
    return (
        last.at if last is not None and last.kind == "answer" and _since_sent(entry, last) else None
    )


def _since_sent(entry: DiaryEntry, message: EntryMessage) -> bool:
    return entry.submitted_at is not None and message.at >= entry.submitted_at
