"""The load test of `./valo bench --load` in the small: real workers, real launches, none failed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidecar import db
from sidecar.demo.bench import load, seeding
from sidecar.demo.bench.house import House, open_house
from sidecar.demo.bench.meter import Stopwatch, counted
from sidecar.demo.bench.visitor import Visitor
from sidecar.tenancy.keys import rotate_signing_key

pytestmark = pytest.mark.processes


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, None) as made:
        seeding.lay_ground(made)
        db.database().release()
        yield made


def test_launches_at_once_and_none_fails(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(load, "STEPS", (1, 4))
    settings = house.app.extensions["valo.settings"]
    figures = list(load.rising(house, settings, tmp_path, 1.0))
    assert [f.name for f in figures] == ["launches_by_1_at_once", "launches_by_4_at_once"]
    assert all(f.measured["failed"] == 0 and f.measured["per_second"] > 0 for f in figures)
    assert all(f.within for f in figures)


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


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def _statements(house: House) -> int:
    with counted() as seen:
        Visitor(house, seeding.user(seeding.LEARNER)).launch(Stopwatch(), to_page=False)
    return len(seen)
