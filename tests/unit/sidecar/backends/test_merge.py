"""Merging and comparing plans, and numbers digit for digit."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sidecar.backends.ehoks.cas import NothingWritten
from sidecar.backends.ehoks.client import ServiceRefused, dumps, loads
from sidecar.backends.ehoks.compare import is_same, writable
from sidecar.backends.ehoks.diff import preview
from sidecar.backends.ehoks.merge import merged
from sidecar.i18n import catalogue
from tests.unit.sidecar.backends.plans import plans
from tests.unit.sidecar.backends.support import ORDINARY, UNIT, change, demonstration, period

TODAY = date(2026, 11, 24)
VOCATIONAL = "hankittavat-ammat-tutkinnon-osat"


def test_decimals_keep_every_digit():
    text = '{"a":42.50,"b":[1.10,1E+2,12345678901234567890.123456789],"c":7,"ä":"å\\"","d":null}'
    assert dumps(loads(text)).replace("\\u00e4", "ä") == text


def test_what_a_put_refuses_is_dropped_at_any_depth():
    plan = {
        "id": 7,
        "eid": "x",
        "manuaalisyotto": False,
        "versio": None,
        VOCATIONAL: [{"module-id": "x", "id": 3, "osaamisen-osoittaminen": [{"module-id": "y"}]}],
    }
    assert writable(plan) == {"id": 7, VOCATIONAL: [{"osaamisen-osoittaminen": [{}]}]}


def test_the_plan_that_was_read_is_left_alone():
    plan = {**ORDINARY, VOCATIONAL: [{"tutkinnon-osa-koodi-uri": UNIT, "module-id": "x"}]}
    before = copy.deepcopy(plan)
    merged(plan, change(), today=TODAY)
    assert plan == before


def test_empty_lines_of_ours_leave_theirs():
    full = merged(ORDINARY, change(), today=TODAY).body
    bare = change(
        period=period(instructor_phone="", core_tasks=[]),
        demonstration=demonstration(assessors=[], place_description=""),
    )
    assert merged(full, bare, today=TODAY).body == full


def test_a_code_that_stays_keeps_its_version_and_one_that_changes_takes_ours():
    body = merged(ORDINARY, change(demonstration=None), today=TODAY).body
    stood = body[VOCATIONAL][0]["osaamisen-hankkimistavat"][0]
    stood["osaamisen-hankkimistapa-koodi-versio"] = 2
    same = merged(body, change(demonstration=None), today=TODAY).body
    assert same == body
    apprentice = period(agreement="apprenticeship", apprenticeship_basis="01")
    other = merged(body, change(demonstration=None, period=apprentice), today=TODAY).body
    after = other[VOCATIONAL][0]["osaamisen-hankkimistavat"][0]
    assert after["osaamisen-hankkimistapa-koodi-versio"] == 1
    assert after["oppisopimuksen-perusta-koodi-uri"] == "oppisopimuksenperusta_01"


def test_a_period_is_found_by_its_key_in_a_sub_area_too():
    area = {"osaamisen-hankkimistavat": [{"yksiloiva-tunniste": "valo-7f3c", "alku": "x"}]}
    plan = {**ORDINARY, "hankittavat-yhteiset-tutkinnon-osat": [{"osa-alueet": [area]}]}
    result = merged(plan, change(demonstration=None), today=TODAY)
    assert VOCATIONAL not in result.body
    assert result.period is not None
    assert result.period[0] == "hankittavat-yhteiset-tutkinnon-osat"


def test_a_place_is_the_same_whatever_its_capitals():
    first = merged(ORDINARY, change(), today=TODAY).body
    louder = demonstration(place_name=" KUVITTEELLINEN huolto oy ")
    second = merged(first, change(demonstration=louder), today=TODAY).body
    assert len(second[VOCATIONAL][0]["osaamisen-osoittaminen"]) == 1


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(item) for name, item in value.items()}
    return [_reversed(item) for item in reversed(value)] if isinstance(value, list) else value


@settings(
    max_examples=20,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(plans)
def test_order_does_not_count_when_comparing_but_content_does(plan: dict[str, Any]):
    assert is_same(plan, _reversed(plan))
    other = copy.deepcopy(plan)
    other[VOCATIONAL][0]["opetus-ja-ohjaus-maara"] += 1
    assert not is_same(plan, other)


def test_moments_and_numbers_compare_by_value():
    one = {"hyvaksytty": "2026-01-02T03:04:05Z", "x": Decimal("42.50"), "y": [], "z": True}
    other = {"hyvaksytty": "2026-01-02T05:04:05.000+02:00", "x": 42.5, "z": True}
    assert is_same(one, other)
    assert not is_same(one, {**other, "z": 1})


@pytest.mark.parametrize("plan", [None, ORDINARY])
def test_a_preview_has_a_translated_label_for_each_line(plan: dict[str, Any] | None):
    lines = preview(change(), plan, today=TODAY)
    labels = [line.label_key for line in lines]
    assert all(label in catalogue(lang) for label in labels for lang in ("fi", "sv"))
    assert {line.kind for line in lines} == {"added"}
    assert ("HOKS first approved" in labels) is (plan is None)
    texts = {line.label_key: line.after for line in lines}
    assert texts["Work period begins"] == "5.10.2026"
    assert texts["Assessors from working life"] == "Ohjaaja Koski, Kuvitteellinen Huolto Oy"
    assert texts["Part-time percentage"] == "80"


def test_a_preview_tells_changed_from_same():
    body = merged(ORDINARY, change(), today=TODAY).body
    moved = change(period=period(part_time_percent=1, agreement="institution"))
    kinds = {line.label_key: line for line in preview(moved, body, today=TODAY)}
    assert (kinds["Part-time percentage"].before, kinds["Part-time percentage"].after) == (
        "80",
        "1",
    )
    assert kinds["Way of acquiring competence"].kind == "changed"
    assert kinds["Way of acquiring competence"].is_code
    assert kinds["Workplace"].kind == "same"


def test_errors_say_where_and_keep_no_persons():
    refused = ServiceRefused(400, "", {"a": [None, {"b": "missing-required-key"}], "c": "x"})
    assert refused.places == [("a", 1, "b"), ("c",)]
    assert str(refused) == "status 400"
    assert NothingWritten("x").reason == "x"
