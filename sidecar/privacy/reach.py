"""Which rows are somebody's own: found through the tables' foreign keys.

So a new table is found, too. A test wants each foreign key to a person to be named here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, delete, or_, select, tuple_

from sidecar import db

OWN = frozenset({"person_id", "learner_id"})
"""A row is its person's where one of these points to them."""
OWN_ELSEWHERE = frozenset({("coach_note", "coach_id")})
"""Also theirs: a coach's private notes."""
MENTIONS = frozenset(
    {"approved_by_id", "author_id", "coach_id", "created_by_id", "decided_by_id", "noted_by_id"}
    | {"ready_by_id", "received_by_id", "recorded_by_id", "teacher_id", "written_by_id"}
)
"""Somebody else's row says that this person did something; the name is taken off."""

Keys = set[tuple[Any, ...]]
Rows = dict[str, Keys]
"""Primary keys of rows, by table."""


def tables() -> list[Table]:
    """All tables, parents first."""
    return list(db.Base.metadata.sorted_tables)


def own_columns(table: Table) -> list[Column[Any]]:
    """The columns that make a row somebody's own."""
    return [
        c for c in person_columns(table) if c.name in OWN or (table.name, c.name) in OWN_ELSEWHERE
    ]


def person_columns(table: Table) -> list[Column[Any]]:
    """The columns that point to a person."""
    return [
        c for c in table.columns if any(k.column.table.name == "person" for k in c.foreign_keys)
    ]


def own_rows(person_id: int) -> Rows:
    """All that is this person's, and all that hangs below it."""
    found: Rows = {}
    for table in tables():
        columns = own_columns(table)
        if columns:
            found[table.name] = _keys(table, or_(*(c == person_id for c in columns)))
    return with_descendants(found)


def _links(table: Table) -> list[ForeignKey]:
    """What points to a whole row above; a pair of keys repeats one of its columns beside it."""
    return [key for key in table.foreign_keys if key.column.primary_key]


def with_descendants(roots: Rows) -> Rows:
    """Rows, and whatever points to one of them, down to the last."""
    found = {name: set(keys) for name, keys in roots.items()}
    for table in tables():
        for key in _links(table):
            above = found.get(key.column.table.name)
            if above and key.column.table is not table:
                wanted = [k[0] for k in above]
                found.setdefault(table.name, set()).update(_keys(table, key.parent.in_(wanted)))
    return {name: keys for name, keys in found.items() if keys}


def with_ancestors(rows: Mapping[str, Iterable[int]]) -> Rows:
    """Rows, and whatever they point to: what has to stay where they stay."""
    found: Rows = {name: {(n,) for n in numbers} for name, numbers in rows.items()}
    for table in reversed(tables()):
        keys = found.get(table.name)
        for key in _links(table) if keys else ():
            query = select(key.parent).where(_is_one_of(table, keys or set()))
            above = {(n,) for n in db.session().scalars(query) if n is not None}
            found.setdefault(key.column.table.name, set()).update(above)
    return found


def without(rows: Rows, kept: Rows) -> Rows:
    """The rows that are not kept."""
    left = {name: keys - kept.get(name, set()) for name, keys in rows.items()}
    return {name: keys for name, keys in left.items() if keys}


def content(name: str, keys: Keys) -> list[dict[str, Any]]:
    """The rows themselves, in order."""
    table = db.Base.metadata.tables[name]
    query = select(table).where(_is_one_of(table, keys)).order_by(*table.primary_key.columns)
    return [dict(row._mapping) for row in db.session().execute(query)]  # noqa: SLF001 - its name


def erase_rows(rows: Rows) -> None:
    """Delete, children first."""
    session = db.session()
    session.flush()
    for table in reversed(tables()):
        if rows.get(table.name):
            session.execute(delete(table).where(_is_one_of(table, rows[table.name])))
    session.expire_all()


def _keys(table: Table, condition: Any) -> Keys:
    query = select(*table.primary_key.columns).where(condition)
    return {tuple(row) for row in db.session().execute(query)}


def _is_one_of(table: Table, keys: Keys) -> Any:
    columns = list(table.primary_key.columns)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(list(keys))
