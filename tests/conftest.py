"""Fixtures of the whole suite. Unit tests reach no network; each test has an empty database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

from sidecar import crypto, db, jobs, storage
from sidecar.app import create_app
from sidecar.settings import Settings
from sidecar.storage.folder import Folder
from tests.support import databases, sharing
from tests.support.platform import Harness, build_harness
from tests.support.world import World, build_world

SECRET = "only for tests, not a secret at all, 2026"
BASE_URL = "https://valo.example.org"
# How long an example takes tells of the machine and what else runs on it, not of the code.
examples.register_profile("valo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("valo")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only the tests that touch a database run: the rest would repeat itself.

    The longest, those in a browser, come first, so that workers side by side end together.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if config.getoption("--database") == "sqlite":
        return
    chosen = [
        i for i in items if "database" in i.fixturenames and not i.get_closest_marker("browser")
    ]
    config.hook.pytest_deselected(items=[i for i in items if i not in chosen])
    items[:] = chosen


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Sockets are off, except for the database server and the browser journeys."""
    import pytest_socket

    if item.get_closest_marker("browser") or item.get_closest_marker("processes"):
        pytest_socket.enable_socket()
        pytest_socket._remove_restrictions()
        return
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"] if _postgres(item.config) else [])
    pytest_socket.disable_socket(allow_unix_socket=True) if not _postgres(item.config) else None


def _postgres(config: pytest.Config) -> bool:
    return bool(config.getoption("--database") == "postgresql")


@pytest.fixture(scope="session", autouse=True)
def _sharing() -> Iterator[None]:
    with sharing.compiled():
        yield


@pytest.fixture(scope="session")
def _databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Source]:
    crypto.bind(SECRET)
    folder = tmp_path_factory.mktemp("databases")
    opened = databases.postgres if _postgres(request.config) else databases.sqlite
    with opened(folder) as source:
        yield source


@pytest.fixture
def database_url(_databases: databases.Source) -> Iterator[str]:
    """Address of an empty, migrated database that is this test's own."""
    with _databases.fresh() as url:
        yield url


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[db.Database]:
    """That database, bound; with a folder for blobs and no queue."""
    crypto.bind(SECRET)
    storage.bind(Folder(tmp_path / "files"))
    jobs.release()
    bound = db.bind(database_url)
    yield bound
    db.database().release()
    db.database().engine.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings as in production, on the test's own database and folder."""
    return Settings(
        base_url=BASE_URL,
        secret_key=SECRET,
        database_url=database_url,
        storage_url=f"file:{tmp_path / 'files'}",
        queue_url=f"sqlite:{tmp_path / 'queue.sqlite3'}",
        caller_id="1.2.246.562.10.00000000001.valo",
    )


_TEMPLATES = sharing.Templates()


@pytest.fixture
def app(settings: Settings, database: db.Database):
    """The web application; jobs do not start by themselves."""
    del database
    made = create_app(settings)
    made.jinja_env.bytecode_cache = _TEMPLATES
    jobs.release()
    made.testing = False
    return made


@pytest.fixture
def world(app) -> World:
    """A small workshop: people, course, qualification unit, work period (support/world.py)."""
    return build_world(app)


@pytest.fixture
def harness(app) -> Harness:
    """A platform, registered, and launches from it (support/platform.py)."""
    return build_harness(app)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real ePerusteet documents and eHOKS samples, where there is one."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    found = Path(os.environ.get("VALO_SHARED") or beside)
    if not found.is_dir():
        pytest.skip("no folder of real documents here (VALO_SHARED)")
    return found
