"""A fresh, migrated database for each test: a copied SQLite file or a cloned PostgreSQL one."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

import sidecar.models  # noqa: F401 - fills the metadata
from sidecar import db, migrations
from sidecar.demo.bench.cluster import CARELESS, cluster, find_programs

_number = itertools.count(1)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
"""Workers side by side may be given the same server."""


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
def postgres(_folder: Path) -> Iterator[Source]:
    """Clones of one migrated database, on a given server or a throwaway cluster."""
    with _server() as server:
        template = f"valo_template_{WORKER}"
        _execute(server, f"CREATE DATABASE {template}")
        _migrate(_sqlalchemy(server, template))

        @contextmanager
        def fresh() -> Iterator[str]:
            name = f"valo_test_{WORKER}_{next(_number)}"
            _execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
            yield _sqlalchemy(server, name)
            _execute(server, f"DROP DATABASE {name} WITH (FORCE)")

        try:
            yield Source(fresh)
        finally:
            _execute(server, f"DROP DATABASE {template} WITH (FORCE)")


def _sqlalchemy(server: str, name: str) -> str:
    head, _, _ = server.rpartition("/")
    return f"{head}/{name}".replace("postgresql://", "postgresql+psycopg://", 1)


def _execute(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("VALO_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: neither VALO_TEST_POSTGRES_URL nor the server's programs")
    # Not below pytest's own folder: another run that starts meanwhile closes that to all but
    # itself, and the server, which does not run as root, would lose its files.
    with (
        TemporaryDirectory(prefix="valo-tests-") as own,
        cluster(programs, Path(own), CARELESS) as url,
    ):
        yield url
