"""Values that cross the border survive JSON, and the registry makes back-ends."""

import json
from datetime import date

import pytest

from sidecar.backends.base import FieldChange, Missing, PlanChange
from sidecar.backends.registry import make_backend
from sidecar.errors import SettingsError
from sidecar.outbox.handlers import Refused
from tests.unit.sidecar.backends.support import CONFIG, change, demonstration


@pytest.mark.parametrize(
    "value",
    [
        change(),
        change(period=None, approved_on=date(2026, 1, 2), delivered_before=demonstration()),
        change(demonstration=demonstration(starts_on=None, ends_on=None, assessors=[])),
    ],
)
def test_a_change_survives_json(value: PlanChange):
    assert PlanChange.from_json(json.loads(json.dumps(value.to_json()))) == value


def test_lines_survive_json():
    line = FieldChange(label_key="Workplace", before="", after="x", kind="added")
    missing = Missing(field="plan", sentence="x")
    assert FieldChange.from_json(line.to_json()) == line
    assert Missing.from_json(missing.to_json()) == missing


def test_no_backend_checks_well_and_delivers_nothing():
    backend = make_backend("none", {}, caller_id="x", allow_private=False)
    backend.check()
    assert backend.read("x") is None
    assert isinstance(backend.deliver(change(), uncertain=False), Refused)


@pytest.mark.parametrize(
    ("kind", "config", "said"),
    [
        ("other", {}, "not a kind"),
        ("ehoks", {}, "needs 'url'"),
        ("ehoks", {**CONFIG, "password": ""}, "needs 'password'"),
        ("ehoks", {**CONFIG, "token": "x"}, "knows no 'token'"),
        ("ehoks", {**CONFIG, "url": "ftp://x"}, "must begin with https://"),
    ],
)
def test_bad_settings_are_told(kind: str, config: dict[str, str], said: str):
    with pytest.raises(SettingsError, match=said):
        make_backend(kind, config, caller_id="x", allow_private=True)
