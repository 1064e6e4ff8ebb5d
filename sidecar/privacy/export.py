"""All that is somebody's own, as plain values, for that person; secrets are left out.

A coach's private note is no part of a trainee's export; the coach's own has it.
"""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sidecar import db, storage
from sidecar.identity.models import Person
from sidecar.privacy import reach
from sidecar.privacy.inventory import KINDS, OTHER, Kind, in_three

_NOT_THEIRS = frozenset({"page_session", "session_ticket"})
"""Hashes of secrets and nothing else."""
_FILE = "blob"
"""The column that names a file, in whichever table."""


def files_of(person_id: int, *, with_photos: bool = False) -> Iterator[dict[str, Any]]:
    """One file a kind of data: a path of names, and its rows."""
    person = db.session().get_one(Person, person_id)
    yield _file(["person"], {"name": person.display_name, "language": person.locale})
    rows = reach.own_rows(person_id)
    for name in [table.name for table in reach.tables() if table.name in rows]:
        if name in _NOT_THEIRS or (name == "coach_note" and not _is_coachs(name, rows, person_id)):
            continue
        found = _own_content(name, rows[name], person_id)
        kind = next((k for k in KINDS if name in k.tables), None)
        yield _file([kind.name if kind else "other", name], {**_said_of(kind), "rows": found})
    if with_photos:
        yield from _photos(rows)


def _said_of(kind: Kind | None) -> dict[str, dict[str, str]]:
    """What this is, why valo holds it and how long: the law wants it said with the data."""
    if kind is None:
        return {"what": in_three(OTHER)}
    said = {"what": kind.what, "why": kind.why, "kept": kind.kept}
    return {name: in_three(msgid) for name, msgid in said.items()}


def _is_coachs(name: str, rows: reach.Rows, person_id: int) -> bool:
    return any(row["coach_id"] == person_id for row in reach.content(name, rows[name]))


def _own_content(name: str, keys: reach.Keys, person_id: int) -> list[dict[str, Any]]:
    columns = db.Base.metadata.tables[name].columns
    shown = [c.name for c in columns if c.info.get("privacy") != "secret"]
    rows = reach.content(name, keys)
    if name == "coach_note":
        rows = [row for row in rows if row["coach_id"] == person_id]
    return [{column: _plain(row[column]) for column in shown} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _photos(rows: reach.Rows) -> Iterator[dict[str, Any]]:
    for name, keys in rows.items():
        if _FILE not in db.Base.metadata.tables[name].columns:
            continue
        for row in reach.content(name, keys):
            data = _content(row)
            if data is not None:
                yield _file(["files", f"{name}-{row['id']}"], data)


def _content(row: dict[str, Any]) -> dict[str, Any] | None:
    """None for a row without a file, and for a file that is lost here."""
    try:
        content = storage.storage().get(row[_FILE]) if row[_FILE] else None
    except FileNotFoundError:
        return None
    if content is None:
        return None
    media_type = str(row.get("media_type") or "application/octet-stream")
    return {"media_type": media_type, "base64": base64.b64encode(content).decode()}


def _file(path: list[str], data: dict[str, Any]) -> dict[str, Any]:
    return {"path": path, "data": data}
