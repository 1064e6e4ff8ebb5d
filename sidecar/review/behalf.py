"""What a coach writes for a learner: a day marked away, and words that the learner confirms.

Words on somebody's behalf are a draft in the learner's own diary: nobody else sees them move up
before the learner has read and sent them. They stay marked as written by the coach.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.diary.actions import save_entry, submit
from sidecar.diary.models import DiaryEntry, EntryKind, EntryState
from sidecar.diary.queries import by_client_key
from sidecar.errors import BadInput, Conflict, NotFound
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod

_MOST = 50


def mark_away(period: WorkPeriod, day: date, *, by: Person) -> DiaryEntry:
    """Mark the learner away on a day: the bare fact, no reason. Twice is once.

    Raises Conflict when the learner has told about that day.
    """
    sent = select(DiaryEntry).where(
        DiaryEntry.learner_id == period.learner_id,
        DiaryEntry.day == day,
        DiaryEntry.state != EntryState.DRAFT,
    )
    found = db.session().scalars(sent.order_by(DiaryEntry.id)).first()
    if found is not None and found.kind != EntryKind.ABSENCE:
        raise Conflict("The trainee has told about this day already.")
    return found or _away(period, day, by)


def _away(period: WorkPeriod, day: date, by: Person) -> DiaryEntry:
    now = clock.now()
    entry = DiaryEntry(
        client_key=f"away-{day.isoformat()}",
        learner_id=period.learner_id,
        period_id=period.id,
        coach_id=period.coach_id,
        day=day,
        kind=EntryKind.ABSENCE,
        state=EntryState.APPROVED,
        created_at=now,
        saved_at=now,
        submitted_at=now,
        approved_at=now,
        approved_by_id=by.id,
        written_by_id=by.id,
    )
    db.session().add(entry)
    db.session().flush()
    _log("absence.marked", entry, period, by)
    return entry


def take_back_away(period: WorkPeriod, day: date, *, by: Person) -> None:
    """Take a mark of this coach back. NotFound without one; Conflict when words hang on it."""
    query = select(DiaryEntry).where(
        DiaryEntry.period_id == period.id,
        DiaryEntry.day == day,
        DiaryEntry.kind == EntryKind.ABSENCE,
        DiaryEntry.written_by_id == by.id,
        DiaryEntry.state == EntryState.APPROVED,
    )
    entry = db.session().scalars(query.options(selectinload(DiaryEntry.messages))).first()
    if entry is None:
        raise NotFound
    if entry.messages:
        raise Conflict("The trainee has answered. Open the entry and look at it together.")
    _log("absence.taken_back", entry, period, by)
    db.session().delete(entry)


def write_for(period: WorkPeriod, values: dict[str, Any], *, by: Person) -> DiaryEntry:
    """Write an entry for the learner, who confirms it. The same form sent twice makes one."""
    values = {**values, "client_key": _key(values)}
    known = by_client_key(period.learner_id, values["client_key"])
    if known is not None:
        return known
    if not (values["text"] or values["cards"]):
        raise BadInput(fields={"text": [gettext("Choose a task or write a few words.")]})
    entry = save_entry(period, {**values, "requirements": (), "wants_help": False})
    entry.written_by_id = by.id
    _log("entry.written_for", entry, period, by)
    return entry


def form_key(period_id: int, coach_id: int) -> str:
    """The key of the coach's next form for a period: the same until one has arrived.

    So the browser finds again what it has kept of a form that was never sent.
    """
    written = select(func.count(DiaryEntry.id)).where(
        DiaryEntry.period_id == period_id, DiaryEntry.written_by_id == coach_id
    )
    return f"write-{period_id}-{db.session().scalar(written)}"


def _key(values: dict[str, Any]) -> str:
    """The same words of the same form are one entry; other words from another window are not."""
    told = repr(sorted((name, str(value)) for name, value in values.items()))
    return f"{values['client_key'][:40]}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def awaiting_yes(period_id: int) -> Sequence[DiaryEntry]:
    """Entries of a period that a coach wrote and the learner has not confirmed yet."""
    query = select(DiaryEntry).where(
        DiaryEntry.period_id == period_id,
        DiaryEntry.written_by_id.is_not(None),
        DiaryEntry.state == EntryState.DRAFT,
    )
    query = query.options(joinedload(DiaryEntry.written_by))
    return db.session().scalars(query.order_by(DiaryEntry.day, DiaryEntry.id).limit(_MOST)).all()


def asking(learner_id: Any) -> Select[DiaryEntry]:
    """The same for the learner who is asked."""
    return select(DiaryEntry).where(
        DiaryEntry.learner_id == learner_id,
        DiaryEntry.written_by_id.is_not(None),
        DiaryEntry.state == EntryState.DRAFT,
    )


def asked_of(learner_id: int) -> Sequence[DiaryEntry]:
    """Those, with everything that stands in them."""
    query = asking(learner_id).options(
        joinedload(DiaryEntry.written_by), selectinload(DiaryEntry.cards)
    )
    return db.session().scalars(query.order_by(DiaryEntry.day, DiaryEntry.id).limit(_MOST)).all()


def say_yes(entry: DiaryEntry, *, revision: int, by: Person) -> None:
    """The learner confirms the words as they were on the page; from now on they are sent."""
    if entry.written_by_id is None or entry.revision != revision:
        raise Conflict("The words have changed. Read them again, please.")
    submit(entry)
    _log("entry.confirmed", entry, entry.period, by)


def _log(type_: str, entry: DiaryEntry, period: WorkPeriod, by: Person) -> None:
    record(type_, by=by, target=f"entry:{entry.id}", provider_id=period.provider_id)
