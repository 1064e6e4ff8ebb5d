"""The course of a run: open the house, fill it, measure, grow it, measure again."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from sidecar import db
from sidecar.demo.bench import deliveries, load, pages, saves, seeding, works
from sidecar.demo.bench.house import House, open_house
from sidecar.demo.bench.meter import Figure

GROWTH = 10
STORED = 20_000
"""Logins and page sessions that lie there, where a launch among many is measured."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much there is, and how often each thing is done."""

    people: int
    entries: int
    rounds: int
    scale: bool = False
    load: bool = False


def run(size: Size, database_url: str | None = None) -> dict[str, Any]:
    """Machine and figures of one run, as plain values.

    The machine's load is that of the run's last minute: far above 1, other work disturbed it.
    """
    with (
        tempfile.TemporaryDirectory(prefix="valo-bench-") as folder,
        open_house(Path(folder), database_url) as house,
    ):
        found = chain(_figures(house, size), _crowds(house, size, Path(folder)))
        figures = [_said(figure) for figure in found]
        machine = _machine()
    with tempfile.TemporaryDirectory(prefix="valo-bench-") as folder:
        figures += [_said(figure) for figure in saves.autosaves(Path(folder), size.rounds)]
    shown = [figure.as_json() for figure in figures]
    return {"machine": machine, "size": vars(size), "figures": shown}


def _figures(house: House, size: Size) -> Iterator[Figure]:
    say(f"writing {size.people} learners with {size.entries} entries each")
    ground = seeding.lay_ground(house)
    seeding.add_head_coach(ground)
    seeding.add_people(ground, range(size.people), entries=size.entries)
    yield from pages.launches(house, size.rounds)
    yield pages.group_queue(house, size.rounds)
    seeding.give_all_to_head_coach(ground)
    small = list(pages.daily(house, ground, size.rounds))
    yield from small
    yield works.printed_paper(house, ground, size.rounds)
    if size.scale:
        yield from _grown(house, ground, size, small)
    yield from works.imports(size.rounds)
    yield from deliveries.deliveries(size.rounds)


def _crowds(house: House, size: Size, folder: Path) -> Iterator[Figure]:
    """Launches of many at once, where they are asked for."""
    if not size.load:
        return
    user = seeding.user(seeding.LEARNER)
    yield from load.with_stored(house, user, size.rounds, stored=STORED)
    yield from load.rising(house, house.app.extensions["valo.settings"], folder, load.SECONDS)


def _grown(
    house: House, ground: seeding.Ground, size: Size, small: list[Figure]
) -> Iterator[Figure]:
    """The same pages where there are ten times the people and ten times this learner's entries."""
    say(f"growing to {size.people * GROWTH} learners")
    more = range(size.people, size.people * GROWTH)
    seeding.add_people(ground, more, entries=size.entries)
    more_entries = size.entries * GROWTH
    seeding.lengthen(ground, seeding.LEARNER, since=size.entries, until=more_entries)
    seeding.give_all_to_head_coach(ground)
    for before, after in zip(small, pages.daily(house, ground, size.rounds), strict=True):
        yield pages.compared(before, after, GROWTH)


def _machine() -> dict[str, Any]:
    engine = db.database().engine
    with engine.connect() as connection:
        version = ".".join(str(n) for n in connection.dialect.server_version_info or ())
    return {
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "database": f"{engine.dialect.name} {version}".strip(),
    }


def _said(figure: Figure) -> Figure:
    say(f"{figure.name}: {dict(figure.measured)}")
    return figure


def say(line: str) -> None:
    """A line about progress, beside the result."""
    sys.stderr.write(f"bench: {line}\n")
