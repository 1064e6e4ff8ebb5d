"""Reading the diary: a learner's own entries, and those that a coach may see."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from sidecar import db
from sidecar.diary import sent
from sidecar.diary.models import (
    Attachment,
    DiaryEntry,
    EntryCard,
    EntryKind,
    EntryMessage,
    EntryState,
    EntryVersion,
)
from sidecar.errors import NotFound
from sidecar.evidence.models import EntryRequirement
from sidecar.evidence.queries import OBSERVED, Lamp, light
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import Requirement
from sidecar.qualifications.queries import requirements_of

T = TypeVar("T")
# What every first screen asks is made once: that takes longer than asking it.
_SHOWN = (
    select(EntryRequirement.requirement_id, DiaryEntry.independence, EntryRequirement.confirmed)
    .distinct()
    .join(DiaryEntry, DiaryEntry.id == EntryRequirement.entry_id)
    .where(
        DiaryEntry.learner_id == bindparam("learner"),
        DiaryEntry.state.in_((EntryState.SUBMITTED, EntryState.APPROVED)),
    )
)
_LIT: CompoundSelect[Any] = union_all(_SHOWN, OBSERVED)


def _with_words() -> Select[DiaryEntry]:
    return select(DiaryEntry).options(
        selectinload(DiaryEntry.attachments),
        selectinload(DiaryEntry.cards),
        selectinload(DiaryEntry.messages).joinedload(EntryMessage.author),
        joinedload(DiaryEntry.period),
        joinedload(DiaryEntry.learner),
    )


def entries_between(learner_id: int, first: date, last: date) -> Sequence[DiaryEntry]:
    """A learner's own entries of some days, without what hangs on them."""
    query = select(DiaryEntry).where(
        DiaryEntry.learner_id == learner_id, DiaryEntry.day.between(first, last)
    )
    return db.session().scalars(query).all()


def latest_words_to(learner_id: int) -> EntryMessage | None:
    """What a coach said last on an entry of this learner, with that entry's state."""
    return db.session().scalar(_words_to(), {"learner": learner_id})


@cache
def _words_to() -> Select[EntryMessage]:
    learner: Any = bindparam("learner")
    return (
        select(EntryMessage)
        .join(DiaryEntry, DiaryEntry.id == EntryMessage.entry_id)
        .where(DiaryEntry.learner_id == learner, EntryMessage.author_id != learner)
        .options(
            joinedload(EntryMessage.author),
            contains_eager(EntryMessage.entry).load_only(DiaryEntry.state),
        )
        .order_by(EntryMessage.id.desc())
        .limit(1)
    )


def holds(column: Any, text: str) -> ColumnElement[bool]:
    """SQLite folds the case of a–z only: ä and Ä are asked for in both forms."""
    forms = {text, text.lower(), text.upper(), text.capitalize()}
    return or_(*(column.icontains(form, autoescape=True) for form in sorted(forms)))


def all_entries_of(learner_id: int) -> Sequence[DiaryEntry]:
    """Every entry of a learner, the oldest day first."""
    query = _with_words().where(DiaryEntry.learner_id == learner_id)
    query = query.options(joinedload(DiaryEntry.written_by))
    return db.session().scalars(query.order_by(DiaryEntry.day, DiaryEntry.id)).all()


def all_versions_of(learner_id: int) -> dict[int, list[EntryVersion]]:
    """How a learner's entries read before, by entry."""
    own = select(DiaryEntry.id).where(DiaryEntry.learner_id == learner_id)
    query = select(EntryVersion).where(EntryVersion.entry_id.in_(own)).order_by(EntryVersion.id)
    found: dict[int, list[EntryVersion]] = {}
    for version in db.session().scalars(query):
        found.setdefault(version.entry_id, []).append(version)
    return found


def own_entry(learner_id: int, entry_id: int) -> DiaryEntry:
    """An entry of this learner; NotFound for anybody else's."""
    query = _with_words().where(DiaryEntry.id == entry_id, DiaryEntry.learner_id == learner_id)
    return _found(db.session().scalar(query))


def by_client_key(learner_id: int, client_key: str) -> DiaryEntry | None:
    """The entry that a page of this learner began."""
    return db.session().scalar(_with_key(learner_id, client_key))


def _with_key(learner_id: int, client_key: str) -> Select[DiaryEntry]:
    return select(DiaryEntry).where(
        DiaryEntry.learner_id == learner_id, DiaryEntry.client_key == client_key
    )


def sent_versions(entry: DiaryEntry) -> Sequence[EntryVersion]:
    """How an own entry read when it was sent before, the newest first; not as it reads now."""
    query = select(EntryVersion).where(
        EntryVersion.entry_id == entry.id, EntryVersion.kind == "submitted"
    )
    found = db.session().scalars(query.order_by(EntryVersion.id.desc()).limit(20)).all()
    is_sent = entry.state in (EntryState.SUBMITTED, EntryState.APPROVED)
    return found[1:] if is_sent else found


def kept_versions(entry_id: int) -> Sequence[EntryVersion]:
    """Words of an entry that another window saved over, the newest first."""
    query = select(EntryVersion).where(
        EntryVersion.entry_id == entry_id, EntryVersion.kind == "conflict"
    )
    return db.session().scalars(query.order_by(EntryVersion.id.desc()).limit(5)).all()


def lamps(period: WorkPeriod) -> list[Lamp]:
    """The lamps of a period's unit, lit by the entries that were sent and by what coaches saw."""
    rows = db.session().execute(_LIT, {"learner": period.learner_id})
    return light(requirements_of(period.unit_id), (tuple(row) for row in rows))


def approved_days(learner_id: int, starts_on: date, ends_on: date) -> set[date]:
    """The days of a span with an approved entry; days away do not count."""
    query = (
        select(DiaryEntry.day)
        .distinct()
        .where(
            DiaryEntry.learner_id == learner_id,
            DiaryEntry.state == EntryState.APPROVED,
            DiaryEntry.kind != EntryKind.ABSENCE,
            DiaryEntry.day.between(starts_on, ends_on),
        )
    )
    return set(db.session().scalars(query))


def cards_of_last_day(learner_id: int, today: date) -> set[int]:
    """The task cards of the learner's latest day before today: likely to be today's, too."""
    earlier = (DiaryEntry.learner_id == learner_id, DiaryEntry.day < today)
    last = (
        select(func.max(DiaryEntry.day))
        .join(EntryCard, EntryCard.entry_id == DiaryEntry.id)
        .where(*earlier)
        .scalar_subquery()
    )
    query = select(EntryCard.card_id).join(DiaryEntry, DiaryEntry.id == EntryCard.entry_id)
    return set(db.session().scalars(query.where(*earlier, DiaryEntry.day == last)))


# -- the coach's side --------------------------------------------------------------------------
def waits() -> ColumnElement[bool]:
    """Sent, and the learner had the last word: it waits for its coach."""
    has_last_word = or_(DiaryEntry.answered_at.is_(None), DiaryEntry.replied_at.is_not(None))
    return and_(DiaryEntry.state == EntryState.SUBMITTED, has_last_word)


def waits_since() -> ColumnElement[datetime | None]:
    """`DiaryEntry.waits_since` of one that waits, as a part of a query."""
    was_answered = DiaryEntry.answered_at.is_not(None)
    return case((was_answered, DiaryEntry.replied_at), else_=DiaryEntry.submitted_at)


def coached_entry(coach_id: int, entry_id: int) -> DiaryEntry:
    """An entry of one of the coach's learners, once it was sent; NotFound for any other.

    One that came back reads as it was sent: what the learner has changed since is the learner's
    own until it is sent again.
    """
    query = select(DiaryEntry).where(
        DiaryEntry.id == entry_id,
        DiaryEntry.coach_id == coach_id,
        DiaryEntry.state != EntryState.DRAFT,
    )
    query = query.options(
        joinedload(DiaryEntry.period),
        joinedload(DiaryEntry.learner),
        joinedload(DiaryEntry.written_by),
        selectinload(DiaryEntry.attachments),
        selectinload(DiaryEntry.cards),
        selectinload(DiaryEntry.messages).joinedload(EntryMessage.author),
    )
    entry = _found(db.session().scalar(query))
    if entry.state == EntryState.RETURNED:
        sent.show(entry)
    return entry


def photo_of(entry: DiaryEntry, photo_id: int) -> Attachment:
    """A photo of an entry that the caller has already looked up for its viewer."""
    return _found(next((a for a in entry.attachments if a.id == photo_id), None))


def voice_of(entry: DiaryEntry, message_id: int) -> EntryMessage:
    """A spoken answer on an entry that the caller has already looked up for its viewer."""
    return _found(next((m for m in entry.messages if m.id == message_id and m.blob), None))


def evidence_for(
    learner_id: int, requirements: Sequence[Requirement]
) -> dict[int, list[DiaryEntry]]:
    """Approved entries that the learner let into the papers, by requirement id, newest first."""
    query = (
        select(EntryRequirement.requirement_id, DiaryEntry)
        .join(DiaryEntry, DiaryEntry.id == EntryRequirement.entry_id)
        .where(
            DiaryEntry.learner_id == learner_id,
            DiaryEntry.state == EntryState.APPROVED,
            DiaryEntry.in_papers_at.is_not(None),
            EntryRequirement.requirement_id.in_([r.id for r in requirements]),
        )
        .options(selectinload(DiaryEntry.attachments), joinedload(DiaryEntry.written_by))
        .order_by(DiaryEntry.day.desc(), DiaryEntry.id.desc())
    )
    found: dict[int, list[DiaryEntry]] = {}
    for requirement_id, entry in db.session().execute(query):
        found.setdefault(requirement_id, []).append(entry)
    return found


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound
    return thing
