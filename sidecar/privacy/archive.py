"""Backup and restore: every table and every blob in one archive, the same for both engines.

The rows are read in one transaction, the blobs after it: blobs never change and are written before
the row that names them, so whatever the rows name is there. Sealed columns stay sealed.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, Text, delete, func, insert, select, text

from sidecar import clock, crypto, db, migrations, storage
from sidecar.errors import BadInput
from sidecar.log import get

FORMAT = 1
_MADE_BY_UPGRADE = "tool_key"
"""The one table that an upgraded, empty database fills by itself."""
_logger = get(__name__)


def tables() -> list[Table]:
    """Copies of all tables, parents first; sealed columns are read and written as they are."""
    copy = MetaData()
    for table in db.Base.metadata.sorted_tables:
        made = table.to_metadata(copy)
        for column in made.columns:
            if isinstance(column.type, crypto.Sealed):
                column.type = Text()
    return copy.sorted_tables


def backup(target: Path) -> dict[str, int]:
    """Write the archive; gives the rows of each table. The file appears when it is whole."""
    draft = target.with_name(target.name + ".part")
    with tarfile.open(draft, "w:gz") as archive:
        manifest = _add_tables(archive)
        _add_files(archive)
        _add(archive, "manifest.json", json.dumps(manifest).encode())
    draft.replace(target)
    counts: dict[str, int] = manifest["rows"]
    return counts


def _add_tables(archive: tarfile.TarFile) -> dict[str, Any]:
    """All rows of one moment; gives what the manifest says of them."""
    with db.database().engine.connect() as connection:
        connection.execution_options(**_snapshot(connection))
        return {
            "rows": {table.name: _dump(archive, connection, table) for table in tables()},
            "format": FORMAT,
            "revision": migrations.current(),
            "made_at": clock.now().isoformat(),
            "key_check": crypto.encrypt("valo"),
        }


def _add_files(archive: tarfile.TarFile) -> None:
    """The blobs; one that was let go of meanwhile is passed by."""
    for name in storage.storage().names():
        try:
            _add(archive, f"files/{name}", storage.storage().get(name))
        except storage.NoSuchFile:
            continue


def _snapshot(connection: Connection) -> dict[str, str]:
    """SQLite's read transaction is a snapshot by itself; PostgreSQL is asked for one."""
    postgres = connection.dialect.name == "postgresql"
    return {"isolation_level": "REPEATABLE READ"} if postgres else {}


def _dump(archive: tarfile.TarFile, connection: Connection, table: Table) -> int:
    rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    lines = [json.dumps(dict(row), default=_plain) for row in rows]
    _add(archive, f"tables/{table.name}.jsonl", "\n".join(lines).encode())
    return len(lines)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(content), int(clock.now().timestamp()), 0o600
    archive.addfile(entry, io.BytesIO(content))


def restore(source: Path) -> dict[str, int]:
    """Read an archive into an empty, migrated database and its storage.

    Files first: when the storage refuses one, the database is still empty and all can be done
    again. Raises BadInput when the file is no archive of ours, of another schema, sealed with
    another key, or the database is not empty; OSError of the storage.
    """
    with _opened(source) as archive:
        manifest = json.loads(_read(archive, "manifest.json"))
        _check(manifest)
        _look_through(archive)
    db.database().release()
    with tarfile.open(source, "r:gz") as archive:
        for name, content in _files(archive):
            storage.storage().put(name, content)
    with _opened(source) as archive, db.transaction():
        _fill(archive, db.session().connection())
    rows: dict[str, int] = manifest["rows"]
    return rows


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            yield archive
    except (tarfile.TarError, KeyError, EOFError, OSError, json.JSONDecodeError) as error:
        raise BadInput("This file is not a whole backup of valo.") from error


def _look_through(archive: tarfile.TarFile) -> None:
    """Read all once, file by file, and look whether its rows would find an empty table each."""
    for member in archive:
        _read(archive, member)
    for table in tables():
        archive.getmember(f"tables/{table.name}.jsonl")
        count = select(func.count()).select_from(table)
        if table.name != _MADE_BY_UPGRADE and db.session().scalar(count):
            raise BadInput("The database is not empty. Restore into a new one.")


def _files(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        if member.name.startswith("files/"):
            yield member.name.removeprefix("files/"), _read(archive, member)


def _check(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT or manifest["revision"] != migrations.current():
        raise BadInput(
            "This backup belongs to another version of valo. "
            "Restore it with that version, then upgrade."
        )
    crypto.decrypt(manifest["key_check"])


def _read(archive: tarfile.TarFile, member: str | tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    if file is None:
        raise KeyError(member)
    return file.read()


def _fill(archive: tarfile.TarFile, connection: Connection) -> None:
    for table in tables():
        if table.name == _MADE_BY_UPGRADE:
            connection.execute(delete(table))
        rows = list(_rows(table, _read(archive, f"tables/{table.name}.jsonl")))
        if rows:
            connection.execute(insert(table), rows)
            _continue_numbers(connection, table)


def _rows(table: Table, lines: bytes) -> Iterator[dict[str, Any]]:
    for line in lines.decode().splitlines():
        row = json.loads(line)
        yield {c.name: _typed(c.type.python_type, row[c.name]) for c in table.columns}


def _typed(kind: type, value: Any) -> Any:
    if isinstance(value, str) and issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    if isinstance(value, str) and kind is Decimal:
        return Decimal(value)
    return value


def _continue_numbers(connection: Connection, table: Table) -> None:
    """PostgreSQL's counters do not see ids that were given to it."""
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - our table
                f" (SELECT max(id) FROM {table.name}))"
            )
        )
