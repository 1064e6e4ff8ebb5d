"""How many words a service can keep: two workers as in production, typists beside them.

Measured on both engines where PostgreSQL's programs are, with durability as it is by default.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sidecar import clock, db
from sidecar.demo.bench import load, seeding, typist
from sidecar.demo.bench.cluster import cluster, find_programs
from sidecar.demo.bench.diaries import words
from sidecar.demo.bench.house import TOOL, House, open_house
from sidecar.demo.bench.meter import Figure, Measures
from sidecar.demo.bench.pages import launched
from sidecar.demo.bench.visitor import HEADERS, Visitor
from sidecar.identity.sessions import cookie_name

AUTOSAVE: Measures = {"per_second": 300, "failed": 0}
"""design.md §6: with PostgreSQL on two cores."""
TYPISTS = 16
SECONDS_A_ROUND = 0.1
_ENTRIES = 60


def autosaves(folder: Path, rounds: int) -> Iterator[Figure]:
    """Saves a second on SQLite, and on a PostgreSQL server started for this."""
    seconds = rounds * SECONDS_A_ROUND
    yield _in_a_house(_made(folder / "saves-sqlite"), None, seconds)
    programs = find_programs()
    if programs is None:
        sys.stderr.write("bench: no PostgreSQL server's programs here: autosave not measured\n")
        return
    with cluster(programs, _made(folder / "saves-postgresql")) as address:
        url = address.replace("postgresql://", "postgresql+psycopg://", 1)
        yield _in_a_house(folder / "saves-postgresql", url, seconds)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _in_a_house(folder: Path, url: str | None, seconds: float) -> Figure:
    with open_house(folder, url) as house:
        ground = seeding.lay_ground(house)
        seeding.add_people(ground, range(TYPISTS), entries=_ENTRIES)
        db.database().release()
        learners = [_learner(house, ground, f"learner-{n}") for n in range(TYPISTS)]
        with load.serving(house.app.extensions["valo.settings"], folder) as port:
            _type(port, learners, seconds / 5)
            before = _work(folder)
            told = _type(port, learners, seconds)
            work = _work(folder) - before
        return _figure(db.database().engine.dialect.name, told, work)


def _figure(engine: str, told: dict[str, float], work: float) -> Figure:
    saved = max(told["saved"], 1)
    measured = {
        "per_second": round(told["saved"] / told["seconds"], 1),
        "failed": told["failed"],
        "asking_ms": round(told["work"] * 1000 / saved, 2),
    }
    if work > 0:
        measured["cpu_ms"] = round(work * 1000 / saved, 2)
    budget = AUTOSAVE if engine == "postgresql" else {"failed": 0}
    return Figure(name=f"autosave_{engine}", measured=measured, budget=budget)


def _learner(house: House, ground: seeding.Ground, subject: str) -> dict[str, str]:
    """A learner's browser as plain text: the head of a request up to its length, and the form."""
    visitor = launched(house, subject)
    form = {
        "client_key": "typing",
        "day": clock.today().isoformat(),
        "hours": "4",
        "independence": "alone",
        "requirements": ground.requirements[:2],
        "text": words(subject),
    }
    return {"head": _head(visitor), "form": urlencode(form, doseq=True)}


def _head(visitor: Visitor) -> str:
    host = urlsplit(TOOL).netloc
    name = cookie_name(visitor.sid)
    cookie = visitor.client.get_cookie(name, domain=host)
    headers = {
        **HEADERS,
        "Host": host,
        "X-Forwarded-Proto": "https",
        "Cookie": f"{name}={cookie.value if cookie else ''}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    lines = [f"POST /s/{visitor.sid}/diary/autosave HTTP/1.1"]
    return "\r\n".join([*lines, *(f"{n}: {v}" for n, v in headers.items()), "Content-Length: "])


def _type(port: int, learners: list[dict[str, str]], seconds: float) -> dict[str, float]:
    given = json.dumps({"port": port, "learners": learners, "seconds": seconds})
    asked = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, typist.__file__],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, float] = json.loads(asked.stdout)
    return told


def _work(folder: Path) -> float:
    """Seconds of work so far of our web workers and the database server; 0 where nobody tells.

    On a machine that does other things too, this says more than saves a second.
    """
    if not Path("/proc/self/stat").exists():
        return 0.0
    server = folder / "cluster" / "postmaster.pid"
    roots = {os.getpid()}
    if server.exists():
        roots.add(int(server.read_text(encoding="ascii").split()[0]))
    own, parents = _processes()
    return sum(own[pid] for pid in own if pid not in roots and _is_below(pid, roots, parents))


def _processes() -> tuple[dict[int, float], dict[int, int]]:
    """Seconds of work and the parent of each process of this machine."""
    own, parents, tick = {}, {}, os.sysconf("SC_CLK_TCK")
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(place.parent.name)
        parents[pid] = int(fields[1])
        own[pid] = (int(fields[11]) + int(fields[12])) / tick
    return own, parents


def _is_below(pid: int, roots: set[int], parents: dict[int, int]) -> bool:
    while pid in parents:
        pid = parents[pid]
        if pid in roots:
            return True
    return False
