"""The coach's queue: what waits or is looked for, among the entries of the coach's own learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from sidecar import db
from sidecar.clock import HELSINKI
from sidecar.diary.models import Attachment, DiaryEntry, EntryKind, EntryMessage, EntryState
from sidecar.diary.queries import coached_entry
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod

PAGE = 50
WAITING, RETURNED, APPROVED, HELP = "waiting", "returned", "approved", "help"
_STATES = {
    WAITING: EntryState.SUBMITTED,
    RETURNED: EntryState.RETURNED,
    APPROVED: EntryState.APPROVED,
}
_MOST_HOURS_OF_PLAIN = 10
_LATE_AFTER = timedelta(days=7)
_CANDIDATES = 200


@dataclass(frozen=True, kw_only=True)
class Search:
    """What the coach looks for; empty means: what waits."""

    who: str = ""
    words: str = ""
    state: str = WAITING
    page: int = 1

    def address(self, **changes: Any) -> dict[str, Any]:
        """The parts of an address that lead to this search again; the usual is left out."""
        usual = {"who": "", "words": "", "state": WAITING, "page": 1}
        values = {**{name: getattr(self, name) for name in usual}, **changes}
        return {name: value for name, value in values.items() if value != usual[name]}

    @property
    def narrows(self) -> bool:
        """True when it shows something else than simply what waits."""
        return bool(self.who or self.words or self.state != WAITING)


def _of_coach(coach_id: int) -> Select[DiaryEntry]:
    mine = select(WorkPeriod.id).where(WorkPeriod.coach_id == coach_id)
    return select(DiaryEntry).where(
        DiaryEntry.period_id.in_(mine), DiaryEntry.state != EntryState.DRAFT
    )


def found(coach_id: int, search: Search) -> tuple[Sequence[DiaryEntry], bool]:
    """One page of entries, and whether more come after it."""
    query = _narrowed(_of_coach(coach_id), search).options(
        load_only(
            DiaryEntry.id,
            DiaryEntry.day,
            DiaryEntry.submitted_at,
            DiaryEntry.wants_help,
            DiaryEntry.state,
        ),
        joinedload(DiaryEntry.learner).load_only(Person.id, Person.display_name),
    )
    query = query.order_by(*_order(search)).limit(PAGE + 1).offset((search.page - 1) * PAGE)
    rows = db.session().scalars(query).all()
    return rows[:PAGE], len(rows) > PAGE


def _order(search: Search) -> list[Any]:
    if search.state == WAITING:
        return [DiaryEntry.wants_help.desc(), DiaryEntry.submitted_at, DiaryEntry.id]
    return [DiaryEntry.submitted_at.desc(), DiaryEntry.id.desc()]


def _narrowed(query: Select[DiaryEntry], search: Search) -> Select[DiaryEntry]:
    if search.state == HELP:
        query = query.where(DiaryEntry.wants_help)
    elif search.state in _STATES:
        query = query.where(DiaryEntry.state == _STATES[search.state])
    if search.who:
        named = select(Person.id).where(_holds(Person.display_name, search.who))
        query = query.where(DiaryEntry.learner_id.in_(named))
    for word in search.words.split():
        query = query.where(_holds(DiaryEntry.text, word))
    return query


def _holds(column: Any, text: str) -> ColumnElement[bool]:
    """SQLite folds the case of a–z only: ä and Ä are asked for in both forms."""
    forms = {text, text.lower(), text.upper(), text.capitalize()}
    return or_(*(column.icontains(form, autoescape=True) for form in sorted(forms)))


def waiting_count(coach_id: int) -> int:
    """How many entries wait for this coach."""
    query = _of_coach(coach_id).where(DiaryEntry.state == EntryState.SUBMITTED)
    return int(db.session().scalar(select(func.count()).select_from(query.subquery())) or 0)


def locked_entry(coach_id: int, entry_id: int) -> DiaryEntry:
    """An entry of the coach's learners, held until the transaction ends: two coaches, one wins."""
    query = select(DiaryEntry.id).where(DiaryEntry.id == entry_id).with_for_update()
    db.session().execute(query)
    return coached_entry(coach_id, entry_id)


# -- what is plain -------------------------------------------------------------------------------
def plain_ids(coach_id: int, *, among: Sequence[int] | None = None) -> list[int]:
    """Entries that may be approved together, the longest wait first, at most a page of them.

    Words or a photo, at most ten hours, no help wanted, no reply without an answer, and written
    within seven days of the day. Everything else is looked at one by one.
    """
    query = _plain(coach_id)
    if among is not None:
        query = query.where(DiaryEntry.id.in_(among))
    rows = db.session().execute(query.order_by(DiaryEntry.submitted_at).limit(_CANDIDATES))
    timely = [
        entry_id
        for entry_id, day, made in rows
        if made.astimezone(HELSINKI).date() - day <= _LATE_AFTER
    ]
    return timely[:PAGE]


def _plain(coach_id: int) -> Select[int, date, datetime]:
    photo = exists().where(Attachment.entry_id == DiaryEntry.id)
    return (
        _of_coach(coach_id)
        .with_only_columns(DiaryEntry.id, DiaryEntry.day, DiaryEntry.created_at)
        .where(
            DiaryEntry.state == EntryState.SUBMITTED,
            DiaryEntry.kind != EntryKind.ABSENCE,
            ~DiaryEntry.wants_help,
            or_(DiaryEntry.hours.is_(None), DiaryEntry.hours <= _MOST_HOURS_OF_PLAIN),
            or_(DiaryEntry.text != "", DiaryEntry.learnt != "", photo),
            ~_unanswered_reply(),
        )
    )


def _unanswered_reply() -> ColumnElement[bool]:
    reply, later = aliased(EntryMessage), aliased(EntryMessage)
    answered = exists().where(
        later.entry_id == reply.entry_id, later.author_id != reply.author_id, later.id > reply.id
    )
    return exists().where(
        reply.entry_id == DiaryEntry.id, reply.author_id == DiaryEntry.learner_id, ~answered
    )


def plain_entries(coach_id: int) -> Sequence[DiaryEntry]:
    """The plain ones with their words and photos."""
    ids = plain_ids(coach_id)
    query = _of_coach(coach_id).where(DiaryEntry.id.in_(ids))
    query = query.options(
        joinedload(DiaryEntry.learner), selectinload(DiaryEntry.attachments)
    ).order_by(DiaryEntry.submitted_at, DiaryEntry.id)
    return db.session().scalars(query).all()
