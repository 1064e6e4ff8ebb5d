"""Writing many rows at once, on both engines."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from sidecar import db

Row = dict[str, Any]
_CHUNK = 5_000


def write(model: Any, rows: Iterable[Row]) -> None:
    """Insert rows that all have the same columns; in the caller's transaction."""
    connection = db.session().connection()
    for chunk in _chunks(iter(rows)):
        connection.execute(insert(model), chunk)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def next_id(model: Any) -> int:
    """The first free id."""
    return int(db.session().scalar(select(func.coalesce(func.max(model.id), 0))) or 0) + 1


def settle(models: Iterable[Any]) -> None:
    """What PostgreSQL needs after rows with given ids; its own upkeep would count them later."""
    session = db.session()
    if session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
        session.execute(select(func.setval(sequence, select(func.max(model.id)).scalar_subquery())))
    session.execute(text("ANALYZE"))
