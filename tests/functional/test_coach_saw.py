"""A mis-tapped sight of several trainees is taken back in ten seconds."""

from datetime import timedelta

import pytest
import time_machine

from sidecar import clock, db
from sidecar.audit.models import AuditEvent
from sidecar.evidence.models import Observation
from sidecar.placements.models import WorkPeriod
from tests.functional.steps import rows
from tests.support.world import Browser, World, soup, text_of


@pytest.fixture
def coach(world: World) -> Browser:
    return world.sign_in(world.coach)


@pytest.fixture
def two(world: World) -> list[int]:
    """Both work periods are this coach's; gives their ids."""
    with db.transaction() as session:
        session.get_one(WorkPeriod, world.other_period.id).coach_id = world.coach.id
    return [world.period.id, world.other_period.id]


def _tap(coach: Browser, world: World, periods: list[int], way: str = "alone"):
    form = {"requirement": str(world.requirements[2].id), "tap": f".{way}"}
    return coach.post("/desk/observe", {**form, "periods": [str(one) for one in periods]})


def _undo(coach: Browser, answer):
    form = soup(answer).select_one("form[action$='/observe/undo']")
    given = [(one["name"], one["value"]) for one in form.select("input")]
    return coach.post("/desk/observe/undo", {n: [v for m, v in given if m == n] for n, _v in given})


def _ways() -> list[tuple[str, int]]:
    return [(one.independence, one.coach_id) for one in rows(Observation)]


def test_one_press_takes_it_back_for_everybody_and_they_stay_ticked(world, coach, two):
    answer = _tap(coach, world, two)
    assert len(rows(Observation)) == 2
    after = _undo(coach, answer)
    assert "Taken back." in text_of(after)
    assert rows(Observation) == []
    ticked = soup(after).select("input[name=periods]:checked")
    assert sorted(int(one["value"]) for one in ticked) == sorted(two)
    assert [e.type for e in rows(AuditEvent)][-2:] == ["observation.removed"] * 2


def test_what_stood_there_before_stands_there_again(world, coach, two):
    _tap(coach, world, two[:1], "with_help")
    _undo(coach, _tap(coach, world, two, "alone"))
    assert _ways() == [("with_help", world.coach.id)]


def test_what_was_noted_anew_meanwhile_stays(world, coach, two):
    first = _tap(coach, world, two, "with_help")
    _tap(coach, world, two[:1], "alone")
    _undo(coach, first)
    assert _ways() == [("alone", world.coach.id)]


def test_after_ten_seconds_it_stays_and_the_page_says_where_to_take_it_back(world, coach, two):
    answer = _tap(coach, world, two)
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=True):
        assert "The ten seconds are over." in text_of(_undo(coach, answer))
    assert len(rows(Observation)) == 2


def test_another_coach_takes_nothing_back_with_it(world, coach, two):
    answer = _tap(coach, world, two)
    other = world.sign_in(world.other_coach)
    _undo(other, answer)
    assert len(rows(Observation)) == 2
