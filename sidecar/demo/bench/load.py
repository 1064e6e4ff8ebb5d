"""Launches of many people at once: how many a second, where it saturates, whether any fails.

The pages are served as in production, by gunicorn workers in processes of their own; whoever comes
signs, posts and keeps cookies like a platform and its browser, from threads of this process. It
takes its own part of the same machine, so the true numbers are rather higher.
"""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import insert

from lti.testing import User
from sidecar import clock, db
from sidecar.demo.bench import seeding
from sidecar.demo.bench.house import ACTIVITY, TOOL, House
from sidecar.demo.bench.meter import Figure, Stopwatch, counted, spread
from sidecar.demo.bench.visitor import Visitor
from sidecar.identity.models import PageSession
from sidecar.settings import Settings
from sidecar.tenancy.models import LoginFlow

STEPS = (1, 2, 4, 8, 16, 32)
SECONDS = 3.0
"""How long each step runs."""
MOST_GROWTH = 1.5
WORKERS = 2
_START_WITHIN = 120
_NEARLY = 0.9
_FOUND, _SEE_OTHER, _OK = 302, 303, 200
_HEADERS = {
    "Host": urlsplit(TOOL).netloc,
    "User-Agent": "Mozilla/5.0 benchmark",
    "X-Forwarded-Proto": "https",
    # As a proxy asks: one that rests would be closed on us where the machine is busy.
    "Connection": "close",
    "Content-Type": "application/x-www-form-urlencoded",
}


@dataclass
class Tally:
    """What the people of one step saw."""

    launches: int = 0
    failed: int = 0
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, seconds: float | None) -> None:
        """One launch: how long it took; None for one that failed."""
        with self.lock:
            self.launches += seconds is not None
            self.failed += seconds is None
            if seconds is not None:
                self.seconds.append(seconds)


def with_stored(house: House, user: User, rounds: int, *, stored: int) -> Iterator[Figure]:
    """The cost of a launch before and after many others lie in the database."""

    def doors(watch: Stopwatch) -> None:
        Visitor(house, user).launch(watch, to_page=False)

    before = spread(doors, rounds)
    _store(stored)
    after = spread(doors, rounds)
    with counted() as seen:
        doors(Stopwatch())
    ratio = round(after["p50_ms"] / before["p50_ms"], 2)
    yield Figure(
        name=f"launch_among_{stored}_stored",
        measured={**after, "ratio": ratio, "statements": len(seen)},
        budget={"ratio": MOST_GROWTH},
    )


def _store(stored: int) -> None:
    """Logins that have begun and page sessions that are open, as a busy day leaves them."""
    ends = clock.now() + timedelta(hours=9)
    with db.transaction() as session:
        last = session.query(PageSession).order_by(PageSession.id.desc()).first()
        if last is None:
            raise RuntimeError("launch once before")
        kept = {c.name: getattr(last, c.name) for c in PageSession.__table__.columns}
        sessions, flows = [], []
        for _ in range(stored):
            name = secrets.token_hex(16)
            row = {**kept, "sid_hash": name, "cookie_hash": name, "expires_at": ends}
            del row["id"]
            sessions.append(row)
            flows.append(
                {
                    "state_hash": name,
                    "nonce": "n",
                    "registration_id": last.registration_id,
                    "target_link_uri": TOOL,
                    "cookie_hash": "c",
                    "user_agent_hash": "u",
                    "storage_target": "",
                    "expires_at": ends,
                }
            )
        session.execute(insert(PageSession), sessions)
        session.execute(insert(LoginFlow), flows)
    db.database().release()


def rising(house: House, settings: Settings, folder: Path, each: float) -> Iterator[Figure]:
    """For each number of people at once, `each` seconds of launches."""
    with serving(settings, folder) as port:
        _step(house, port, 1, 1.0)
        steps = []
        for people in STEPS:
            tally, seconds = _step(house, port, people, each)
            steps.append(_figure(f"launches_by_{people}_at_once", tally, seconds))
            yield steps[-1]
    yield saturation(dict(zip(STEPS, steps, strict=True)))


def saturation(steps: dict[int, Figure]) -> Figure:
    """Where more people at once bring nearly no more launches, only longer waits."""
    most = max(step.measured["per_second"] for step in steps.values())
    people, there = next(
        (people, step)
        for people, step in steps.items()
        if step.measured["per_second"] >= _NEARLY * most
    )
    failed = sum(step.measured["failed"] for n, step in steps.items() if n <= people)
    measured = {**there.measured, "failed": failed}
    return Figure(name=f"launches_saturate_at_{people}", measured=measured, budget={"failed": 0})


def _figure(name: str, tally: Tally, seconds: float) -> Figure:
    times = sorted(tally.seconds) or [0.0]
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    measured = {
        "per_second": round(tally.launches / seconds, 1),
        "p50_ms": round(times[len(times) // 2] * 1000, 1),
        "p95_ms": round(late * 1000, 1),
        "failed": tally.failed,
    }
    return Figure(name=name, measured=measured, budget={"failed": 0})


def _step(house: House, port: int, people: int, seconds: float) -> tuple[Tally, float]:
    tally, began = Tally(), time.perf_counter()
    with crowd(house, port, people, tally):
        time.sleep(seconds)
    return tally, time.perf_counter() - began


@contextmanager
def crowd(house: House, port: int, people: int, tally: Tally) -> Iterator[None]:
    """People who come in again and again, each in a thread, until the end of the block."""
    is_over = threading.Event()
    threads = [
        threading.Thread(target=_come, args=(house, port, n, is_over, tally)) for n in range(people)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _come(house: House, port: int, number: int, is_over: threading.Event, tally: Tally) -> None:
    """One and the same learner, through the doors again and again."""
    user = seeding.user(f"learner-{number}")
    while not is_over.is_set():
        began = time.perf_counter()
        tally.count(time.perf_counter() - began if _launch(house, port, user) else None)


def _launch(house: House, port: int, user: User) -> bool:
    """Login start, launch, on to the first page; whether all answered as they must."""
    platform = house.platform
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    # Each launch comes from an address of its own, as people do: limits are not what is measured.
    headers = {**_HEADERS, "X-Forwarded-For": ".".join(map(str, secrets.token_bytes(4)))}
    try:
        _address, fields = platform.login_form(house.tool, user, ACTIVITY)
        status, where = _send(connection, "/lti/login", fields, headers)
        if status != _FOUND:
            return False
        _target, form = platform.authorise(dict(parse_qsl(urlsplit(where).query)), user)
        status, where = _send(connection, "/lti/launch", form, headers)
        if status != _SEE_OTHER:
            return False
        while status == _SEE_OTHER:
            status, where = _send(connection, where, None, headers)
        return status == _OK
    except OSError:
        return False
    finally:
        connection.close()


def _send(
    connection: HTTPConnection, path: str, form: dict[str, str] | None, headers: dict[str, str]
) -> tuple[int, str]:
    body = None if form is None else urlencode(form)
    connection.request("POST" if body else "GET", path, body=body, headers=headers)
    answer = connection.getresponse()
    answer.read()
    for cookie in answer.headers.get_all("Set-Cookie", ()):
        headers["Cookie"] = f"{headers.get('Cookie', '')}; {cookie.split(';')[0]}".lstrip("; ")
    return answer.status, answer.headers.get("Location", "")


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[int]:
    """Gunicorn with the house's own settings, until the end of the block; gives its port."""
    port_file = folder / "port"
    with (folder / "gunicorn.log").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "sidecar.demo.bench.serving", str(port_file), str(WORKERS)],
            env={**_without_settings(), **_environment(settings)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _port(process, port_file)
        finally:
            process.send_signal(signal.SIGINT)  # at once: nobody is served any more
            process.wait(timeout=60)


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("VALO_")}


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "VALO_BASE_URL": settings.base_url,
        "VALO_SECRET_KEY": settings.secret_key,
        "VALO_DATABASE_URL": settings.database_url,
        "VALO_STORAGE_URL": settings.storage_url,
        "VALO_DEV": "1",
    }


def _port(process: "subprocess.Popen[bytes]", port_file: Path) -> int:
    end = time.monotonic() + _START_WITHIN
    while time.monotonic() < end and process.poll() is None:
        if port_file.exists() and (found := port_file.read_text(encoding="ascii").strip()):
            return int(found)
        time.sleep(0.05)
    raise RuntimeError("the workers of the load test did not start; see gunicorn.log beside it")
