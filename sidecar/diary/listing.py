"""Entries as lists show them: one line each. Plain rows, for a first screen has sixty of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, or_, select

from sidecar import db
from sidecar.diary.models import Attachment, DiaryEntry, EntryCard, EntryState, written_later
from sidecar.diary.queries import holds
from sidecar.diary.sent import contents
from sidecar.environments.models import TaskCard
from sidecar.placements.models import WorkPeriod

PAGE = 60
_SHOWN = 120
"""Characters of the words; the page cuts them at a word's end."""
_KNOWN = 30
_SENT = (EntryState.SUBMITTED, EntryState.APPROVED)


class Line(NamedTuple):
    """An entry in a list; `cards` and `photos` only where it has no words.

    A tuple, for sixty of them are made each time somebody comes in; in the order of `_columns`.
    """

    id: int
    day: date
    text: str
    kind: str
    absence_reason: str | None
    state: str
    hours: Decimal | None
    independence: str | None
    created_at: datetime
    seen_at: datetime | None
    client_key: str
    cards: Sequence[Any] = ()
    photos: Sequence[Any] = ()

    @property
    def written_later(self) -> bool:
        """See `models.written_later`."""
        return written_later(self.created_at, self.day)


def own_lines(
    learner_id: int, *, words: str = "", kind: str | None = None, page: int = 1
) -> list[Line]:
    """A page of a learner's own entries, the newest day first, and one more where there is one.

    `words`: each must be in what the learner wrote; `kind`: only this one.
    """
    query = _OWN
    for word in words.split():
        query = query.where(or_(holds(DiaryEntry.text, word), holds(DiaryEntry.learnt, word)))
    if kind:
        query = query.where(DiaryEntry.kind == kind)
    return _lines(query, {"learner": learner_id, "skipped": (page - 1) * PAGE})


def lines_of_period(period: WorkPeriod) -> list[Line]:
    """The newest sent entries of a period that the caller has looked up, as they were sent."""
    of_period = (DiaryEntry.period_id == period.id, DiaryEntry.coach_id == period.coach_id)
    sent = _columns().where(*of_period, DiaryEntry.state != EntryState.DRAFT)
    lines = _lines(sent.limit(PAGE))
    said = contents([line.id for line in lines if line.state == EntryState.RETURNED])
    return [_as_sent(line, said.get(line.id)) for line in lines]


def _as_sent(line: Line, content: dict[str, Any] | None) -> Line:
    if content is None:
        return line
    hours = Decimal(content["hours"]) if content["hours"] else None
    text, way = content["text"][:_SHOWN], content["independence"]
    return line._replace(text=text, hours=hours, independence=way, kind=content["kind"])


def keys_of(lines: Iterable[Line | DiaryEntry]) -> tuple[str, str]:
    """Client keys of the first ones, and of those of them that were sent; spaces between.

    What is known here a phone need not offer; what was sent it need not keep any longer. Of
    another one that a phone still has, autosave says that it is here (`saving.keep_as_typed`).
    """
    first = list(islice(lines, _KNOWN))
    sent = (one.client_key for one in first if one.state in _SENT)
    return " ".join(one.client_key for one in first), " ".join(sent)


def _columns() -> Select[Any]:
    return select(
        DiaryEntry.id,
        DiaryEntry.day,
        func.substr(DiaryEntry.text, 1, _SHOWN).label("text"),
        DiaryEntry.kind,
        DiaryEntry.absence_reason,
        DiaryEntry.state,
        DiaryEntry.hours,
        DiaryEntry.independence,
        DiaryEntry.created_at,
        DiaryEntry.seen_at,
        DiaryEntry.client_key,
    ).order_by(DiaryEntry.day.desc(), DiaryEntry.id.desc())


_mine = DiaryEntry.learner_id == bindparam("learner")
_OWN = _columns().where(_mine).limit(PAGE + 1).offset(bindparam("skipped", type_=Integer))


def _lines(query: Select[Any], given: dict[str, int] | None = None) -> list[Line]:
    lines = [Line(*row) for row in db.session().execute(query, given)]
    wordless = [line.id for line in lines if not line.text]
    if not wordless:
        return lines
    cards, photos = _by_entry(_names_of_cards, wordless), _by_entry(_photos, wordless)
    return [
        line._replace(cards=cards.get(line.id, ()), photos=photos.get(line.id, ()))
        for line in lines
    ]


def _names_of_cards() -> Select[Any]:
    joined = select(EntryCard.entry_id, TaskCard.name).join(
        TaskCard, TaskCard.id == EntryCard.card_id
    )
    return joined.order_by(TaskCard.position, TaskCard.id)


def _photos() -> Select[int, int]:
    pictures = Attachment.media_type.startswith("image/")
    return select(Attachment.entry_id, Attachment.id).where(pictures)


def _by_entry(
    asking: Callable[[], Select[*tuple[Any, ...]]], entry_ids: list[int]
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    query = asking()
    entry_id = query.selected_columns.entry_id
    for row in db.session().execute(query.where(entry_id.in_(entry_ids))):
        found.setdefault(row.entry_id, []).append(row)
    return found
