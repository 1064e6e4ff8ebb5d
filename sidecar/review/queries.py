"""The coach's queue: what waits or is looked for, among the entries of the coach's own learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from sidecar import db
from sidecar.clock import HELSINKI
from sidecar.diary.models import Attachment, DiaryEntry, EntryKind, EntryMessage, EntryState
from sidecar.diary.queries import coached_entry, waits, waits_since
from sidecar.environments.models import TaskCard
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.review.searching import REPLIED, Search, narrowed, order

PAGE = 50
_MOST_HOURS_OF_PLAIN = 10
_LATE_AFTER = timedelta(days=7)
_CANDIDATES = 200
_MOST_TASKS = 60


def _of_coach(coach_id: int) -> Select[DiaryEntry]:
    return select(DiaryEntry).where(
        DiaryEntry.coach_id == coach_id, DiaryEntry.state != EntryState.DRAFT
    )


def found(coach_id: int, search: Search) -> tuple[Sequence[DiaryEntry], bool]:
    """One page of entries, and whether more come after it."""
    ordered = narrowed(_of_coach(coach_id).with_only_columns(DiaryEntry.id), search)
    ordered = ordered.order_by(*order(search)).limit(PAGE + 1).offset((search.page - 1) * PAGE)
    query = (
        select(DiaryEntry)
        .where(DiaryEntry.id.in_(ordered.scalar_subquery()))
        .options(
            load_only(
                DiaryEntry.id,
                DiaryEntry.day,
                DiaryEntry.submitted_at,
                DiaryEntry.replied_at,
                DiaryEntry.answered_at,
                DiaryEntry.wants_help,
                DiaryEntry.state,
                DiaryEntry.kind,
            ),
            joinedload(DiaryEntry.learner).load_only(Person.id, Person.display_name),
            selectinload(DiaryEntry.cards).load_only(TaskCard.id, TaskCard.name),
        )
    )
    rows = db.session().scalars(query.order_by(*order(search))).all()
    return rows[:PAGE], len(rows) > PAGE


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for a coach, and what the coach has answered and not approved."""

    count: int
    oldest: datetime | None
    """Since when the longest waits."""
    answered: int


def waiting(coach_id: int) -> Waiting:
    """How many of the sent entries wait for this coach, since when, and how many are answered."""
    query = _of_coach(coach_id).where(DiaryEntry.state == EntryState.SUBMITTED)
    facts = query.with_only_columns(
        func.count().filter(waits()),
        func.min(waits_since()).filter(waits()),
        func.count().filter(~waits()),
    )
    count, oldest, answered = db.session().execute(facts).one()
    return Waiting(count=count, oldest=oldest, answered=answered)


def waiting_count(coach_id: int) -> int:
    """How many entries wait for this coach."""
    return waiting(coach_id).count


def replied_count(coach_id: int) -> int:
    """How many entries outside the queue have words of a learner that nobody has answered."""
    query = narrowed(_of_coach(coach_id), Search(state=REPLIED))
    return int(db.session().scalar(query.with_only_columns(func.count())) or 0)


def next_after(coach_id: int, search: Search, entry_id: int) -> int | None:
    """The entry that follows in the coach's list; after the last one the first, if another."""
    ids = [one.id for one in found(coach_id, search)[0]]
    here = ids.index(entry_id) if entry_id in ids else -1
    others = [*ids[here + 1 :], *ids[: max(here, 0)]]
    return others[0] if others else None


def tasks_of(coach_id: int, today: date) -> Sequence[TaskCard]:
    """The task cards of the sites where this coach's learners are now."""
    at_sites = select(WorkPeriod.environment_id).where(
        WorkPeriod.coach_id == coach_id, WorkPeriod.starts_on <= today, WorkPeriod.ends_on >= today
    )
    query = select(TaskCard).where(TaskCard.environment_id.in_(at_sites), TaskCard.in_use)
    query = query.order_by(TaskCard.environment_id, TaskCard.position, TaskCard.id)
    return db.session().scalars(query.limit(_MOST_TASKS)).all()


def locked_entry(coach_id: int, entry_id: int) -> DiaryEntry:
    """An entry of the coach's learners, held until the transaction ends: two coaches, one wins."""
    query = select(DiaryEntry.id).where(DiaryEntry.id == entry_id).with_for_update()
    db.session().execute(query)
    return coached_entry(coach_id, entry_id)


# -- what is plain -------------------------------------------------------------------------------
def plain_ids(
    coach_id: int, *, count: int | None = None, among: Sequence[int] | None = None
) -> list[int]:
    """Entries that may be approved together, the longest wait first: a page, one more if there is.

    Words or a photo, at most ten hours, no help wanted, no reply without an answer, and written
    within seven days of the day. Everything else is looked at one by one. Where those that wait
    longest do not fill a page, all the rest is asked about. `count`: how many wait, if known.
    """
    waiting = _of_coach(coach_id).where(waits(), ~DiaryEntry.wants_help)
    if among is not None:
        return _timely(waiting.where(DiaryEntry.id.in_(among)))
    count = waiting_count(coach_id) if count is None else count
    found = _timely(_by_wait(waiting).limit(_CANDIDATES))
    if len(found) <= PAGE and count > _CANDIDATES:
        found += _timely(_by_wait(waiting).offset(_CANDIDATES))
    return found[: PAGE + 1]


def _by_wait(query: Select[DiaryEntry]) -> Select[DiaryEntry]:
    return query.order_by(waits_since(), DiaryEntry.id)


def _timely(candidates: Select[DiaryEntry]) -> list[int]:
    rows = db.session().execute(_plain(candidates.with_only_columns(DiaryEntry.id)))
    return [
        entry_id
        for entry_id, day, made in rows
        if made.astimezone(HELSINKI).date() - day <= _LATE_AFTER
    ]


def _plain(candidates: Select[int]) -> Select[int, date, datetime]:
    photo = exists().where(Attachment.entry_id == DiaryEntry.id)
    return (
        select(DiaryEntry.id, DiaryEntry.day, DiaryEntry.created_at)
        .where(
            DiaryEntry.id.in_(candidates.scalar_subquery()),
            DiaryEntry.kind != EntryKind.ABSENCE,
            or_(DiaryEntry.hours.is_(None), DiaryEntry.hours <= _MOST_HOURS_OF_PLAIN),
            or_(DiaryEntry.text != "", DiaryEntry.learnt != "", photo),
            ~_unanswered_reply(),
        )
        .order_by(waits_since(), DiaryEntry.id)
    )


def _unanswered_reply() -> ColumnElement[bool]:
    reply, later = aliased(EntryMessage), aliased(EntryMessage)
    answered = exists().where(
        later.entry_id == reply.entry_id, later.author_id != reply.author_id, later.id > reply.id
    )
    return exists().where(
        reply.entry_id == DiaryEntry.id, reply.author_id == DiaryEntry.learner_id, ~answered
    )


def plain_entries(coach_id: int) -> tuple[Sequence[DiaryEntry], bool]:
    """A page of the plain ones with their words and photos, and whether more come after them."""
    ids = plain_ids(coach_id)
    query = _of_coach(coach_id).where(DiaryEntry.id.in_(ids[:PAGE]))
    query = query.options(
        joinedload(DiaryEntry.learner),
        joinedload(DiaryEntry.written_by),
        selectinload(DiaryEntry.attachments),
    )
    return db.session().scalars(_by_wait(query)).all(), len(ids) > PAGE
