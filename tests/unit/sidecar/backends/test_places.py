"""Recognising our lines in a plan where more than one thing might be ours."""

from datetime import date
from typing import Any

import pytest

from sidecar.backends.ehoks.lines import demonstration_lines
from sidecar.backends.ehoks.merge import merged
from sidecar.backends.ehoks.places import find_demonstration, find_unit, is_ambiguous
from sidecar.backends.ehoks.rules import problems
from tests.unit.sidecar.backends.support import ORDINARY, UNIT, change, demonstration, period

TODAY = date(2026, 11, 24)
VOCATIONAL = "hankittavat-ammat-tutkinnon-osat"
SHOWN = "osaamisen-osoittaminen"
OURS = demonstration_lines(demonstration())
THEIRS = {**OURS, "sisallon-kuvaus": ["Jotain muuta"]}
"""Same days and place as ours, another content."""


def unit(*shown: dict[str, Any], version: int = 1, **more: Any) -> dict[str, Any]:
    head = {"tutkinnon-osa-koodi-uri": UNIT, "tutkinnon-osa-koodi-versio": version}
    return {**head, SHOWN: list(shown), **more}


def plan(*units: dict[str, Any]) -> dict[str, Any]:
    return {**ORDINARY, VOCATIONAL: list(units)}


def test_the_one_that_says_what_we_say_is_ours():
    standing = plan(unit(THEIRS, OURS))
    assert find_demonstration(standing, change()) == (VOCATIONAL, 0, SHOWN, 1)
    assert not is_ambiguous(standing, change())
    assert merged(standing, change(period=None), today=TODAY).body == standing


def test_the_one_that_says_what_we_said_last_is_ours():
    corrected = change(
        demonstration=demonstration(work_situations=["Tekee jarruhuollon"]),
        delivered_before=demonstration(),
        period=None,
    )
    after = merged(plan(unit(THEIRS, OURS)), corrected, today=TODAY).body
    [first, second] = after[VOCATIONAL][0][SHOWN]
    assert first == THEIRS
    assert second["sisallon-kuvaus"][0] == "Tekee jarruhuollon"


def test_two_that_fit_equally_are_asked_about_and_left_alone():
    standing = plan(unit(THEIRS, {**THEIRS, "sisallon-kuvaus": ["Kolmatta"]}))
    assert is_ambiguous(standing, change())
    [found] = problems(change(), standing)
    assert (found.field, "cannot tell which is ours" in found.sentence) == ("demonstration", True)


def test_other_days_or_another_place_are_another_demonstration():
    other_day = {**OURS, "alku": "2026-12-13"}
    elsewhere = {**OURS, "nayttoymparisto": {"nimi": "Muualla"}}
    after = merged(plan(unit(other_day, elsewhere)), change(period=None), today=TODAY).body
    assert after[VOCATIONAL][0][SHOWN] == [other_day, elsewhere, OURS]


def test_a_unit_that_stands_twice_keeps_our_lines_together():
    twice = plan(unit(), unit(OURS))
    after = merged(twice, change(), today=TODAY).body
    assert [len(u[SHOWN]) for u in after[VOCATIONAL]] == [0, 1]
    assert len(after[VOCATIONAL][1]["osaamisen-hankkimistavat"]) == 1
    known = {"yksiloiva-tunniste": period().period_key}
    by_period = plan(unit(), unit(**{"osaamisen-hankkimistavat": [known]}))
    assert find_unit(by_period, change()) == (VOCATIONAL, 1)


@pytest.mark.parametrize(("versions", "at"), [((3, 1), 1), ((1, 1), 0), ((2, 3), 0)])
def test_of_two_units_the_version_decides_then_the_order(versions: tuple[int, int], at: int):
    twice = plan(*(unit(version=v) for v in versions))
    assert find_unit(twice, change()) == (VOCATIONAL, at)
