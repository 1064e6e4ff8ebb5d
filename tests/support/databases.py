"""A fresh, migrated database for each test: a copied SQLite file or a cloned PostgreSQL one."""

import itertools
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

import sidecar.models  # noqa: F401 - fills the metadata
from sidecar import db, migrations

_number = itertools.count(1)


@dataclass(frozen=True)
class Source:
    """`fresh()` gives the address of a new migrated database and removes it afterwards."""

    fresh: Callable[[], AbstractContextManager[str]]


def _migrate(url: str) -> None:
    db.bind(url)
    migrations.upgrade()
    db.database().engine.dispose()


@contextmanager
def sqlite(folder: Path) -> Iterator[Source]:
    """Copies of one migrated file."""
    template = folder / "template.sqlite3"
    _migrate(f"sqlite:///{template}")

    @contextmanager
    def fresh() -> Iterator[str]:
        copy = folder / f"test{next(_number)}.sqlite3"
        shutil.copyfile(template, copy)
        yield f"sqlite:///{copy}"
        for rest in folder.glob(copy.name + "*"):
            rest.unlink()

    yield Source(fresh)


@contextmanager
def postgres(folder: Path) -> Iterator[Source]:
    """Clones of one migrated database, on a given server or a throwaway cluster."""
    with _server(folder) as server:
        _execute(server, "CREATE DATABASE valo_template")
        _migrate(_sqlalchemy(server, "valo_template"))

        @contextmanager
        def fresh() -> Iterator[str]:
            name = f"valo_test_{next(_number)}"
            _execute(server, f"CREATE DATABASE {name} TEMPLATE valo_template STRATEGY file_copy")
            yield _sqlalchemy(server, name)
            _execute(server, f"DROP DATABASE {name} WITH (FORCE)")

        try:
            yield Source(fresh)
        finally:
            _execute(server, "DROP DATABASE valo_template WITH (FORCE)")


def _sqlalchemy(server: str, name: str) -> str:
    head, _, _ = server.rpartition("/")
    return f"{head}/{name}".replace("postgresql://", "postgresql+psycopg://", 1)


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    given = os.environ.get("VALO_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: neither VALO_TEST_POSTGRES_URL nor the server's programs")
    with _cluster(programs, folder) as url:
        yield url


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, where PostgreSQL's server is installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    places += [Path(on_path).parent] if on_path else []
    return next((p for p in places if (p / "initdb").exists()), None)


@contextmanager
def _cluster(programs: Path, folder: Path) -> Iterator[str]:
    port, data = _free_port(), folder / "cluster"
    data.mkdir()
    as_user = _not_root(folder)
    _run([*as_user, str(programs / "initdb"), "-D", str(data), "-U", "valo", "-A", "trust", "-E",
          "UTF8", "--no-sync", "--locale=C.UTF-8"])  # fmt: skip
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    )
    _run([*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"),
          "-o", options, "start"])  # fmt: skip
    try:
        yield f"postgresql://valo@127.0.0.1:{port}/postgres"
    finally:
        _run([*as_user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])


def _free_port() -> int:
    """Two runs side by side have a server each."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _not_root(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: lend the folder to the user `postgres`."""
    if os.getuid() != 0:
        return []
    for place in [folder, *folder.parents]:
        if place == Path("/tmp"):  # noqa: S108 - where pytest's folders lie; already open to all
            break
        place.chmod(0o755)
    shutil.chown(folder / "cluster", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
