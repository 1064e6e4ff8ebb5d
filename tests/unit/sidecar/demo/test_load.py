"""The load test of `./valo bench --load` in the small: real workers, real launches, none failed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from sidecar import db
from sidecar.demo.bench import load, seeding
from sidecar.demo.bench.house import House, open_house
from sidecar.demo.bench.meter import Figure, Stopwatch, counted
from sidecar.demo.bench.visitor import Visitor
from sidecar.tenancy.keys import rotate_signing_key

pytestmark = pytest.mark.processes


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, None) as made:
        yield made


@pytest.fixture
def ground(empty: House) -> seeding.Ground:
    made = seeding.lay_ground(empty)
    db.database().release()
    return made


@pytest.fixture
def house(empty: House, ground: seeding.Ground) -> House:
    del ground
    return empty


def test_launches_at_once_and_none_fails(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(load, "STEPS", (1, 4))
    settings = house.app.extensions["valo.settings"]
    figures = list(load.rising(house, settings, tmp_path, 1.0))
    assert [f.name for f in figures[:2]] == ["launches_by_1_at_once", "launches_by_4_at_once"]
    assert figures[2].name.startswith("launches_saturate_at_")
    assert all(f.measured["failed"] == 0 and f.measured["per_second"] > 0 for f in figures)
    assert all(f.within for f in figures)


def test_it_saturates_where_more_people_bring_only_longer_waits():
    rates = {1: (50, 20, 0), 2: (90, 25, 0), 4: (98, 45, 0), 8: (100, 90, 3)}
    steps = {
        people: Figure(name="", measured={"per_second": n, "p95_ms": late, "failed": failed})
        for people, (n, late, failed) in rates.items()
    }
    found = load.saturation(steps)
    assert found.name == "launches_saturate_at_2"
    assert found.measured == {"per_second": 90, "p95_ms": 25, "failed": 0}
    assert found.within
    assert not load.saturation({8: steps[8]}).within, "one that failed before it is too many"


def test_keys_are_changed_while_people_come_and_none_fails(house: House, tmp_path: Path):
    """Ours and the platform's: what was signed a moment before is still good."""
    settings = house.app.extensions["valo.settings"]
    tally = load.Tally()
    with load.serving(settings, tmp_path) as port, load.crowd(house, port, 4, tally):
        for n in range(1, 4):
            with db.transaction():
                rotate_signing_key(by=None)
            db.database().release()
            _until(lambda n=n: tally.launches + tally.failed > 4 * n)
    assert tally.launches > 9
    assert tally.failed == 0


def test_a_failed_launch_is_counted(house: House, tmp_path: Path):
    """The measure can say no: a platform that nobody knows gets nobody in."""
    house.platform.issuer = "https://stranger.example.org"
    settings = house.app.extensions["valo.settings"]
    with load.serving(settings, tmp_path) as port:
        tally, _seconds = load._step(house, port, 1, 0.2)
    assert tally.failed > 0
    assert tally.launches == 0


def test_the_cost_of_a_launch_does_not_grow_with_those_stored(house: House):
    user = seeding.user(seeding.LEARNER)
    Visitor(house, user).launch(Stopwatch())
    few = _statements(house)
    load._store(500)
    assert _statements(house) == few
    (figure,) = load.with_stored(house, user, 3, stored=10)
    assert figure.measured["statements"] == few


def test_the_cost_of_a_launch_does_not_grow_with_people(house: House, ground: seeding.Ground):
    """Ten times the people and what they left: as many statements, and each finds its row."""
    seeding.add_people(ground, range(4), entries=2)
    few = _asked(house)
    seeding.add_people(ground, range(4, 40), entries=2)
    load._store(500)
    many = _asked(house)
    assert len(many) == len(few)
    assert [(sql, plan) for sql, plan in many if "SCAN" in plan] == []


def _asked(house: House) -> list[tuple[str, str]]:
    """The statements of a launch to its first page, each with how SQLite goes about it."""
    seen: list[tuple[str, Any]] = []
    engine = db.database().engine

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append((statement, given))

    Visitor(house, seeding.user(seeding.LEARNER)).launch(Stopwatch())
    event.listen(engine, "before_cursor_execute", note)
    Visitor(house, seeding.user(seeding.LEARNER)).launch(Stopwatch())
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        return [(sql, _plan(connection, sql, given)) for sql, given in seen]


def _plan(connection: Connection, statement: str, given: Any) -> str:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    return "; ".join(row.detail for row in rows if row.detail != "SCAN CONSTANT ROW")


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def _statements(house: House) -> int:
    with counted() as seen:
        Visitor(house, seeding.user(seeding.LEARNER)).launch(Stopwatch(), to_page=False)
    return len(seen)
