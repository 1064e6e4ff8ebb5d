"""The database: base class, engine, session, and `transaction()`, the only place that commits."""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, MappedColumn, Session, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

T = TypeVar("T")
PRIVACY_CLASSES = ("plain", "personal", "sensitive", "secret")
_OLDEST_CONNECTION = 1_800
"""Seconds; something between us and a server may forget a connection that rests for long."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware, in UTC, on both engines (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables; every constraint has a predictable name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this attribute of the class
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }


def col(*args: Any, privacy: str, **kwargs: Any) -> MappedColumn[Any]:
    """A column with its privacy class: plain, personal, sensitive or secret."""
    if privacy not in PRIVACY_CLASSES:
        raise ValueError(f"unknown privacy class {privacy!r}")
    return mapped_column(*args, info={"privacy": privacy}, **kwargs)


def key() -> MappedColumn[Any]:
    """An integer primary key."""
    return col(primary_key=True, privacy="plain")


class _Session(Session):
    """A session of ours: what it writes is watched."""


@event.listens_for(_Session, "before_flush")
def _must_be_writing(*_about: Any) -> None:
    if not database().in_transaction:
        raise RuntimeError("a change outside transaction(): it would not be kept")


class Database:
    """One engine, and a session for each context (a request, a job, a command)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._reading, self._how_to_write = _ways(self.engine)
        self._session: ContextVar[Session | None] = ContextVar("valo_session", default=None)
        self._writing: ContextVar[bool] = ContextVar("valo_writing", default=False)

    def session(self) -> Session:
        """The session of this context, made when first asked for."""
        current = self._session.get()
        if current is None:
            current = _Session(self._reading, expire_on_commit=False)
            self._session.set(current)
        return current

    def release(self) -> None:
        """End the context's session; whatever was not committed is gone."""
        current = self._session.get()
        if current is not None:
            current.close()
            self._session.set(None)

    @property
    def in_transaction(self) -> bool:
        """True inside `transaction()`: no call to another system may happen then."""
        return self._writing.get()

    @contextmanager
    def transaction(self, *, keeps_what_was_read: bool = False) -> Iterator[Session]:
        """One transaction: commits at the end of the block, rolls back on any exception.

        On SQLite it takes the write lock at once, so that two writers wait and do not fail midway.
        Rows that were read before are read anew, for others may have changed them since;
        `keeps_what_was_read` is for upkeep that does not depend on them.
        """
        if self._writing.get():
            raise RuntimeError("transaction() inside transaction(): only edges open one")
        session = self.session()
        if keeps_what_was_read and not (session.new or session.dirty or session.deleted):
            session.commit()
        else:
            session.rollback()
        token = self._writing.set(True)
        try:
            session.connection(execution_options=self._how_to_write)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            session.info.pop("after_commit", None)
            raise
        finally:
            self._writing.reset(token)
        hooks = session.info.pop("after_commit", [])
        for hook in hooks:
            hook()


def make_engine(url: str) -> Engine:
    """The engine for a database address; its errors never show the values of a row."""
    if not url.startswith("sqlite"):
        engine = create_engine(
            url,
            pool_size=8,
            max_overflow=8,
            pool_recycle=_OLDEST_CONNECTION,
            hide_parameters=True,
        )
        event.listen(engine, "checkout", _must_be_open)
        return engine
    engine = create_engine(
        url, connect_args={"timeout": 15, "check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _ways(engine: Engine) -> tuple[Engine, dict[str, Any]]:
    """What reads, and the options of a connection that writes.

    On PostgreSQL each statement of a page sees what is committed then, in a transaction or not:
    without one there is no BEGIN and no ROLLBACK to wait for, and nothing is held while we render.
    SQLite shows one state to the whole page, and asks nobody far away.
    """
    if engine.dialect.name != "postgresql":
        return engine, {"valo_write": True}
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    return reading, {"isolation_level": "READ COMMITTED"}


def _must_be_open(connection: Any, _record: Any, _proxy: Any) -> None:
    """A server that went away has closed its end: seen here without asking it anything."""
    waits = select.poll()
    waits.register(connection.fileno(), select.POLLIN)
    if waits.poll(0):
        raise DisconnectionError


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Said to the driver itself: a launch begins nine times, and each would be a statement."""
    write = connection.get_execution_options().get("valo_write", False)
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if write else "BEGIN")


_database: Database | None = None


def bind(url: str) -> Database:
    """Choose the database of this process (app, worker, command or test)."""
    global _database  # noqa: PLW0603 - one database a process, chosen at start
    if _database is not None:
        _database.release()
        _database.engine.dispose()
    _database = Database(url)
    return _database


def database() -> Database:
    """The database chosen by `bind`."""
    if _database is None:
        raise RuntimeError("no database bound: call db.bind(url) first")
    return _database


def session() -> Session:
    """The session of this context."""
    return database().session()


@contextmanager
def transaction(*, keeps_what_was_read: bool = False) -> Iterator[Session]:
    """See `Database.transaction`."""
    with database().transaction(keeps_what_was_read=keeps_what_was_read) as current:
        yield current


def once_more(work: Callable[[], T]) -> T:
    """`work` opens its own transaction; done again when another did the same at this moment.

    Two requests that find nothing both make it; one of them meets the unique constraint, and finds
    the other's row when it looks again.
    """
    try:
        return work()
    except IntegrityError:
        return work()


def after_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once this transaction has committed; never when it rolls back."""
    session().info.setdefault("after_commit", []).append(hook)


def has_database() -> bool:
    """True once `bind` was called."""
    return _database is not None
