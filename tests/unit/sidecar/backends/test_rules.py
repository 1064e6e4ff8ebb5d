"""Number checks, and our own check of a change before it is sent."""

from datetime import date
from typing import Any

import pytest

from sidecar import numbers
from sidecar.backends.base import Assessor
from sidecar.backends.ehoks.rules import problems
from sidecar.i18n import catalogue
from tests.unit.sidecar.backends.support import (
    ORDINARY,
    UNIT,
    change,
    demonstration,
    period,
)


@pytest.mark.parametrize("oid", ["10000000009", "20000000008", "90000001017"])
def test_study_rights_have_a_luhn_digit(oid: str):
    assert numbers.is_study_right_oid(f"1.2.246.562.15.{oid}")
    wrong = oid[:-1] + str((int(oid[-1]) + 1) % 10)
    assert not numbers.is_study_right_oid(f"1.2.246.562.15.{wrong}")


def test_a_written_ten_stands_for_nought():
    [zero] = [n for n in range(10) if numbers.is_study_right_oid(f"1.2.246.562.15.100000000{n}0")]
    assert numbers.is_study_right_oid(f"1.2.246.562.15.100000000{zero}10")


@pytest.mark.parametrize(
    ("oid", "good"),
    [
        ("1.2.246.562.24.12312312319", True),
        ("1.2.246.562.24.12312312318", False),
        ("1.2.246.562.98.90000001017", True),
        ("1.2.246.562.24.12312312319\n", False),
        ("1.2.246.562.15.10000000009", False),
    ],
)
def test_learner_numbers(oid: str, good: bool):
    assert numbers.is_learner_oid(oid) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("1234567-1", True),
        ("9999990-9", True),
        ("1234567-2", False),
        ("1234567", False),
        ("١٢٣٤٥٦٧-١", False),
    ],
)
def test_business_ids(text: str, good: bool):
    assert numbers.is_business_id(text) is good


def test_a_whole_change_has_no_problems():
    assert problems(change(), ORDINARY) == []


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("learner_number", {"learner_number": "1.2.246.562.24.1"}),
    ("study_right_oid", {"study_right_oid": "1.2.246.562.15.10000000009"}),
    ("unit_code_uri", {"unit_code_uri": ""}),
    ("unit_code_version", {"unit_code_version": None}),
    ("period", {"period": None, "demonstration": None}),
    ("ends_on", {"period": period(ends_on=date(2026, 1, 1))}),
    ("ends_on", {"period": period(ends_on=date(2031, 10, 6))}),
    ("part_time_percent", {"period": period(part_time_percent=None)}),
    ("part_time_percent", {"period": period(part_time_percent=101)}),
    ("workplace_name", {"period": period(workplace_name=" ", instructor_name="x")}),
    ("business_id", {"period": period(business_id="")}),
    ("business_id", {"period": period(business_id="9999990-1")}),
    ("apprenticeship_basis", {"period": period(agreement="apprenticeship")}),
    ("instructor_name", {"period": period(instructor_name="")}),
    ("instructor_phone", {"period": period(instructor_phone="call me")}),
    ("period_key", {"period": period(period_key=" ")}),
    ("provider_oid", {"period": period(provider_oid="1.2.3")}),
    ("starts_on", {"demonstration": demonstration(starts_on=None)}),
    ("ends_on", {"demonstration": demonstration(ends_on=None)}),
    ("ends_on", {"demonstration": demonstration(ends_on=date(2026, 1, 1))}),
    ("place_name", {"demonstration": demonstration(place_name=" ")}),
    ("business_id", {"demonstration": demonstration(business_id="1")}),
    (
        "work_situations",
        {"demonstration": demonstration(work_situations=[" "], requirements=[])},
    ),
    ("institution_oid", {"demonstration": demonstration(institution_oid="x")}),
    (
        "assessors",
        {"demonstration": demonstration(assessors=[Assessor(kind="workplace", name="x")])},
    ),
    (
        "assessors",
        {"demonstration": demonstration(assessors=[Assessor(kind="provider", name=" ")])},
    ),
]


@pytest.mark.parametrize(("field", "other"), WRONG)
def test_each_mistake_is_named_in_plain_words(field: str, other: dict[str, Any]):
    found = problems(change(**other), ORDINARY)
    assert [missing.field for missing in found] == [field]
    assert all(missing.sentence in catalogue(lang) for missing in found for lang in ("fi", "sv"))


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (None, "may_create"),
        ({**ORDINARY, "osaamisen-hankkimisen-tarve": None}, "plan"),
        ({**ORDINARY, "hankittavat-koulutuksen-osat": [{"laajuus": 3}]}, "plan"),
        ({**ORDINARY, "opiskeluoikeus-oid": "1.2.246.562.15.10000000009"}, "study_right_oid"),
        ({**ORDINARY, "oppija-oid": "1.2.246.562.24.12312312319"}, "learner_number"),
        (
            {
                **ORDINARY,
                "hankittavat-yhteiset-tutkinnon-osat": [{"tutkinnon-osa-koodi-uri": UNIT}],
            },
            "unit_code_uri",
        ),
    ],
)
def test_plans_that_cannot_take_it(plan: dict[str, Any] | None, field: str):
    assert [missing.field for missing in problems(change(), plan)] == [field]


def test_an_institution_period_needs_no_workplace():
    bare = period(
        agreement="institution", workplace_name="", business_id="", part_time_percent=None
    )
    assert problems(change(period=bare), ORDINARY) == []
