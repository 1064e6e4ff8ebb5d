"""The job queue (huey): work that calls other systems and must not hold up a page.

The queue only carries the hint "look at this now". What has to happen is in our own tables, so a
lost queue loses nothing: the periodic sweep finds it.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from sidecar import log
from sidecar.errors import SettingsError

_logger = log.get(__name__)
_queue: Huey | None = None
_tasks: dict[str, Callable[..., Any]] = {}
_PLAIN: dict[str, Callable[..., None]] = {}
_EVERY_MINUTE: list[Callable[[], None]] = []


def task(function: Callable[..., None]) -> Callable[..., None]:
    """Make a function callable through `send`, by its name. Arguments: plain values."""
    _PLAIN[function.__name__] = function
    return function


def every_minute(function: Callable[[], None]) -> Callable[[], None]:
    """Let the worker call this once a minute."""
    _EVERY_MINUTE.append(function)
    return function


def bind(queue_url: str) -> Huey:
    """Open the queue: `sqlite:FILE` or `postgresql://…`. Raises SettingsError when it cannot."""
    global _queue  # noqa: PLW0603 - one queue a process, chosen at start
    try:
        _queue = _open(queue_url)
    except (OSError, sqlite3.Error, psycopg.Error) as error:
        why = str(error).strip().splitlines()[0]
        where = "VALO_QUEUE_URL and VALO_DATABASE_URL"
        raise SettingsError(f"the job queue cannot be opened ({why}); look at {where}") from error
    for name, function in _PLAIN.items():
        _tasks[name] = _queue.task(name=name)(function)
    for periodic in _EVERY_MINUTE:
        _queue.periodic_task(crontab(), name=periodic.__name__)(periodic)
    return _queue


def release() -> None:
    """Forget the queue: `send` does nothing until the next `bind`."""
    global _queue  # noqa: PLW0603 - see bind
    _queue = None


def _open(queue_url: str) -> Huey:
    if queue_url.startswith("postgresql://"):
        return PostgresHuey("valo", dsn=queue_url, results=False)
    path = Path(queue_url.removeprefix("sqlite:"))
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("valo", filename=str(path), results=False)


def send(name: str, *args: object, delay: float = 0) -> None:
    """Queue a task, at once or after `delay` seconds.

    A queue out of order is logged, not raised: the sweep will come by.
    """
    if _queue is None:
        return
    try:
        if delay:
            _tasks[name].schedule(args=args, delay=delay)  # type: ignore[attr-defined]
        else:
            _tasks[name](*args)
    except Exception as error:  # noqa: BLE001 - whatever the queue's engine throws
        _logger.warning("queue_unavailable", task=name, error=type(error).__name__)


def queue_url(setting: str, database_url: str) -> str:
    """Where the queue lies: the setting, or beside the database."""
    if setting:
        return setting
    if database_url.startswith("postgresql"):
        return database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    return "sqlite:" + database_url.removeprefix("sqlite:///") + "-queue"


def work(*, threads: int) -> None:
    """Run the queue's tasks in this process until it is told to stop (SIGTERM ends gently)."""
    if _queue is None:
        raise RuntimeError("no queue bound: call jobs.bind(queue_url) first")
    # Slow other systems are the rule: a few threads wait side by side.
    Consumer(_queue, workers=threads, graceful_signal="TERM", max_delay=1.0).run()
