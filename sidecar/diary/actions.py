"""Writing the diary: keep, send, answer."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext

from sidecar import clock, db
from sidecar.diary.attaching import StoredFile, attach, take_away
from sidecar.diary.begun import brought_by, to_write
from sidecar.diary.models import (
    DiaryEntry,
    EntryKind,
    EntryMessage,
    EntryState,
    EntryVersion,
)
from sidecar.diary.sent import content_of
from sidecar.environments.queries import cards_of, requirement_ids
from sidecar.errors import BadInput, Conflict
from sidecar.evidence.actions import choose
from sidecar.identity.models import Person
from sidecar.outbox.telling import HELP, ask_notice
from sidecar.placements.models import WorkPeriod
from sidecar.storage import loose

_WRITABLE = (EntryState.DRAFT, EntryState.RETURNED)
_WORDS = ("day", "text", "hours", "independence", "wants_help")
_MORE = ("absence_reason", "mood")
"""What a caller may leave out."""
_FREE = ("text", "learnt")


def save_entry(
    period: WorkPeriod,
    values: dict[str, Any],
    *,
    files: Sequence[StoredFile] = (),
    begun: DiaryEntry | None = None,
) -> DiaryEntry:
    """Keep an entry: a new one, or the one that this page began (the same `client_key`).

    `begun`: that one, where the caller has it from `to_write` in this transaction.

    A save that was made on an older revision wins, for it is what the person wrote last; the words
    that it replaces are kept and shown, so nothing is lost. Raises Conflict once it was sent.
    """
    _check_day(period, values)
    entry = begun or to_write(period.learner_id, values["client_key"])
    is_new = entry is None
    if entry is None:
        entry = _new_entry(period, values)
    elif not is_writable(entry):
        raise Conflict("This entry was sent already. Write a new one, or ask your coach.")
    else:
        _write_over(entry, values)
    db.session().flush()
    cards, shown = (set(), set()) if is_new else brought_by(entry.id)
    brought = _choose_cards(entry, period, values.get("cards", ()), before=cards)
    wanted = set() if entry.kind == EntryKind.ABSENCE else {*values["requirements"], *brought}
    if wanted != shown:
        choose(entry.id, period.unit_id, wanted)
    take_away(entry, {*values.get("drop", ()), *values.get("away", ())})
    attach(entry, files)
    return entry


def is_writable(entry: DiaryEntry) -> bool:
    """True while the learner may change it: before it is sent, and when it came back."""
    return entry.state in _WRITABLE


def says_the_same(entry: DiaryEntry, values: dict[str, Any]) -> bool:
    """True when an entry holds these words already: its sending was only repeated."""
    told = _told(values)
    return all(getattr(entry, name) == told[name] for name in ("day", "text", "learnt"))


def would_lose(entry: DiaryEntry, values: dict[str, Any]) -> bool:
    """True where the entry has words, a choice or a card that these values would take away.

    False after a save that arrived though its answer was lost: the phone's words go on from it.
    """
    told = _told(values)
    if _loses_words(entry, told) or bool(entry.in_papers_at) != bool(values.get("papers")):
        return True
    cards, shown = brought_by(entry.id)
    if not (cards <= set(values.get("cards", ())) and shown <= set(values["requirements"])):
        return True
    choices = {name: getattr(entry, name) for name in told if name not in _FREE}
    return any(chosen and chosen != told[name] for name, chosen in choices.items())


def _loses_words(entry: DiaryEntry, told: dict[str, Any]) -> bool:
    return any(not told[name].startswith(getattr(entry, name)) for name in _FREE)


def key_beside(values: dict[str, Any]) -> str:
    """The key of a new entry for words that came too late for theirs; the same for the same."""
    words = "\n".join((values["text"], values.get("learnt") or ""))
    ending = hashlib.sha256(words.encode()).hexdigest()[:12]
    return f"{values['client_key'][:48]}-{ending}"


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
        coach_id=period.coach_id,
        created_at=now,
        saved_at=now,
        **_told(values),
    )
    _let_into_papers(entry, yes=bool(values.get("papers")))
    db.session().add(entry)
    return entry


def _told(values: dict[str, Any]) -> dict[str, Any]:
    told = {name: values[name] for name in _WORDS}
    told |= {name: values.get(name) for name in _MORE}
    kind = values.get("kind") or EntryKind.WORK
    if kind != EntryKind.ABSENCE:
        told["absence_reason"] = None
    return {**told, "kind": kind, "learnt": values.get("learnt") or ""}


def _choose_cards(
    entry: DiaryEntry, period: WorkPeriod, wanted: Iterable[int], *, before: set[int]
) -> set[int]:
    """Make these the entry's cards; gives the requirements that newly chosen ones bring along.

    A card that was there before brings nothing: what the learner has unticked since stays so.
    """
    wanted = set(wanted)
    if wanted == before:
        return set()
    known = cards_of(period.environment_id, also=before) if wanted else []
    entry.cards = [card for card in known if card.id in wanted]
    return requirement_ids(period.unit_id, [card for card in entry.cards if card.id not in before])


def _write_over(entry: DiaryEntry, values: dict[str, Any]) -> None:
    told = _told(values)
    if _loses_words(entry, told) and values["revision"] != entry.revision:
        _keep(entry, "conflict")
    for name, value in told.items():
        setattr(entry, name, value)
    _let_into_papers(entry, yes=bool(values.get("papers")))
    entry.revision += 1
    entry.saved_at = clock.now()


def _let_into_papers(entry: DiaryEntry, *, yes: bool) -> None:
    entry.in_papers_at = (entry.in_papers_at or clock.now()) if yes else None


def _keep(entry: DiaryEntry, kind: str) -> None:
    content = content_of(entry)
    version = EntryVersion(entry_id=entry.id, kind=kind, content=content, at=clock.now())
    db.session().add(version)


def submit(entry: DiaryEntry) -> None:
    """Send an entry to the coach; how it read is kept. BadInput when there is nothing in it."""
    if not is_writable(entry):
        raise Conflict("This entry was sent already. Write a new one, or ask your coach.")
    db.session().flush()
    db.session().expire(entry, ["attachments"])
    _must_say_something(entry)
    if entry.kind == EntryKind.ABSENCE:
        entry.hours = entry.independence = entry.mood = None
        entry.in_papers_at = None
    entry.state, entry.submitted_at = EntryState.SUBMITTED, clock.now()
    entry.seen_at = entry.answered_at = None
    _keep(entry, "submitted")
    if entry.wants_help:
        ask_notice(HELP, entry.id)


def _must_say_something(entry: DiaryEntry) -> None:
    told = bool(entry.text or entry.attachments or entry.cards or entry.learnt)
    is_absence = entry.kind == EntryKind.ABSENCE
    if is_absence and told:
        sentence = gettext(
            "You chose “I was away” and told about work, too. Choose one. For the other, write "
            "another entry."
        )
        raise BadInput(fields={"kind": [sentence]})
    if not is_absence and not told:
        sentence = gettext("Choose a picture, write a few words or add a photo.")
        raise BadInput(fields={"text": [sentence]})


def reply(entry: DiaryEntry, text: str, *, by: Person) -> None:
    """The learner's words to the coach, in any state but draft; the same words twice count once."""
    if entry.state == EntryState.DRAFT:
        raise Conflict("This entry is not sent yet. Write your words in the entry.")
    last = entry.messages[-1] if entry.messages else None
    if last is None or (last.author_id, last.text) != (by.id, text):
        entry.replied_at = answer(entry, text, by=by, kind="reply").at


def answer(
    entry: DiaryEntry,
    text: str,
    *,
    by: Person,
    kind: str = "answer",
    voice: StoredFile | None = None,
) -> EntryMessage:
    """Words on an entry for the other side, written or spoken."""
    message = EntryMessage(entry_id=entry.id, author_id=by.id, kind=kind, text=text, at=clock.now())
    if voice is not None:
        message.blob, message.media_type = voice.blob, voice.media_type
        loose.claim([voice.blob])
    db.session().add(message)
    db.session().flush()
    return message


def let_into_papers(entries: Iterable[DiaryEntry], *, yes: bool) -> int:
    """The learner's own tap: what was sent may stand in the demonstration papers, or not any more.

    Gives how many changed. Papers that were marked ready keep what they were made of.
    """
    changed = [e for e in entries if is_for_papers(e) and bool(e.in_papers_at) != yes]
    for entry in changed:
        _let_into_papers(entry, yes=yes)
    return len(changed)


def is_for_papers(entry: DiaryEntry) -> bool:
    """True for what the coach has: a draft and a day away have no place in the papers."""
    return entry.state != EntryState.DRAFT and entry.kind != EntryKind.ABSENCE


def mark_seen(entry: DiaryEntry) -> None:
    """The coach has opened a sent entry: the learner may know."""
    if entry.seen_at is None:
        entry.seen_at = clock.now()


def unread(entry: DiaryEntry) -> list[EntryMessage]:
    """The coach's words on an entry that the learner has not opened since."""
    return [m for m in entry.messages if m.author_id != entry.learner_id and m.read_at is None]


def mark_read(entry: DiaryEntry) -> None:
    """The learner has opened the entry: the coach's words are read, and stay."""
    for message in unread(entry):
        message.read_at = clock.now()
