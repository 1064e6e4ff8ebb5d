"""What a coach looks for among entries: the parts of an address, and the same as a query."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from sidecar.diary.models import DiaryEntry, EntryCard, EntryKind, EntryState
from sidecar.diary.queries import holds, waits, waits_since
from sidecar.identity.models import Person

WAITING, RETURNED, APPROVED = "waiting", "returned", "approved"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any entry; SQLite finds "after this" in an index, and reads every row for "not empty"."""
HELP, REPLIED, ANSWERED, EVERY = "help", "replied", "answered", "every"
_STATES = {
    RETURNED: EntryState.RETURNED,
    APPROVED: EntryState.APPROVED,
}


@dataclass(frozen=True, kw_only=True)
class Search:
    """What the coach looks for; empty means: what waits."""

    who: str = ""
    words: str = ""
    state: str = WAITING
    kind: str = ""
    task: int | None = None
    """Id of a task card."""
    period: int | None = None
    first: date | None = None
    last: date | None = None
    page: int = 1

    def address(self, **changes: Any) -> dict[str, Any]:
        """The parts of an address that lead to this search again; the usual is left out."""
        usual = {field.name: field.default for field in fields(self)}
        values = {**{name: getattr(self, name) for name in usual}, **changes}
        return {name: value for name, value in values.items() if value != usual[name]}

    @property
    def narrows(self) -> bool:
        """True when it shows something else than simply what waits."""
        return bool(self.address(page=1))


def order(search: Search) -> list[Any]:
    """Help wanted first, then the longest wait; what is done already, the newest first."""
    if search.state == WAITING:
        return [DiaryEntry.wants_help.desc(), waits_since(), DiaryEntry.id]
    return [DiaryEntry.submitted_at.desc(), DiaryEntry.id.desc()]


def narrowed(query: Select[DiaryEntry], search: Search) -> Select[DiaryEntry]:
    """Only what the search asks for, among what the coach may see."""
    for rule in (*_about_state(search), *_about_work(search), *_about_words(search)):
        query = query.where(rule)
    return query


def _about_state(search: Search) -> list[ColumnElement[bool]]:
    if search.state == WAITING:
        return [waits()]
    if search.state == ANSWERED:
        return [DiaryEntry.state == EntryState.SUBMITTED, ~waits()]
    if search.state == HELP:
        return [DiaryEntry.wants_help.is_(True)]
    if search.state == REPLIED:
        return [DiaryEntry.replied_at > _EVER, DiaryEntry.state != EntryState.SUBMITTED]
    if search.state in _STATES:
        return [DiaryEntry.state == _STATES[search.state]]
    return []


def _about_work(search: Search) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = []
    if search.kind in list(EntryKind):
        rules.append(DiaryEntry.kind == search.kind)
    if search.task is not None:
        with_card = select(EntryCard.entry_id).where(EntryCard.card_id == search.task)
        rules.append(DiaryEntry.id.in_(with_card))
    if search.period is not None:
        rules.append(DiaryEntry.period_id == search.period)
    if search.first is not None:
        rules.append(DiaryEntry.day >= search.first)
    if search.last is not None:
        rules.append(DiaryEntry.day <= search.last)
    return rules


def _about_words(search: Search) -> list[ColumnElement[bool]]:
    rules = [
        or_(holds(DiaryEntry.text, word), holds(DiaryEntry.learnt, word))
        for word in search.words.split()
    ]
    if search.who:
        named = select(Person.id).where(holds(Person.display_name, search.who))
        rules.append(DiaryEntry.learner_id.in_(named))
    return rules
