"""The practice eHOKS checks plans as the real one does, and as its published schema says."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from sidecar.demo.ehoks import StudyRight
from sidecar.demo.ehoks.shapes import Bounds, hoks
from tests.contract.ehoks import RIGHT, SMALL, TODAY, Caller
from tests.unit.sidecar.backends.plans import plans


def test_preparatory_education_has_lists_of_its_own(caller: Caller):
    caller.state.add_study_right(StudyRight(oid=RIGHT, kind="tuva"))
    part = {
        "alku": "2026-11-01",
        "loppu": "2026-12-01",
        "koulutuksen-osa-koodi-uri": "koulutuksenosattuva_101",
        "koulutuksen-osa-koodi-versio": 1,
        "laajuus": 2,
    }
    support = {"nimi": "x", "kuvaus": "y", "alku": "2026-11-01", "loppu": "2026-11-02"}
    body = {
        **SMALL,
        "hankittavat-koulutuksen-osat": [part],
        "opiskeluvalmiuksia-tukevat-opinnot": [support, support],
        "hankittavat-ammat-tutkinnon-osat": 7,
    }
    errors = caller.call("POST", "/hoks", body).json["errors"]
    assert "sequential?" in errors["hankittavat-ammat-tutkinnon-osat"]
    assert [e[:6] for e in errors["opiskeluvalmiuksia-tukevat-opinnot"]] == ["(not ("] * 2
    fine = {**SMALL, "hankittavat-koulutuksen-osat": [part]}
    assert caller.call("POST", "/hoks", fine).status_code == 200
    caller.state.add_study_right(StudyRight(oid=RIGHT))
    refused = caller.call("POST", "/validointi/", fine).json["errors"]
    assert list(refused) == ["hankittavat-koulutuksen-osat"]


WORKPLACE = {
    "tyopaikan-nimi": "Paja",
    "keskeiset-tyotehtavat": [],
    "vastuullinen-tyopaikka-ohjaaja": {"nimi": "x"},
}
AGREED = {
    "alku": "2021-07-01",
    "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppisopimus",
    "osaamisen-hankkimistapa-koodi-versio": 1,
    "tyopaikalla-jarjestettava-koulutus": WORKPLACE,
}


@pytest.mark.parametrize(
    ("period", "rule"),
    [
        ({"loppu": "2023-07-01", "yksiloiva-tunniste": "a"}, "Osa-aikaisuustieto"),
        ({"loppu": "2023-07-01", "osa-aikaisuustieto": 101}, "Osa-aikaisuustieto"),
        ({"loppu": "2023-06-30"}, "Yksilöivä"),
        ({"loppu": "2021-08-26", "yksiloiva-tunniste": "a"}, "y-tunnus"),
        ({"loppu": "2021-08-25", "yksiloiva-tunniste": "a"}, "perusta"),
        ({"alku": "2021-01-01", "loppu": "2021-06-30", "yksiloiva-tunniste": "a"}, None),
    ],
)
def test_rules_that_depend_on_days(caller: Caller, period: dict[str, Any], rule: str | None):
    """Rules 1–4 of §4.1 begin at days of their own; the first broken one is told."""
    unit = {
        "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
        "tutkinnon-osa-koodi-versio": 1,
        "osaamisen-hankkimistavat": [{**AGREED, **period}],
    }
    body = {**SMALL, "hankittavat-ammat-tutkinnon-osat": [unit]}
    answer = caller.call("POST", "/validointi/", body)
    assert (answer.status_code == 200) is (rule is None)
    assert rule is None or rule in str(answer.json["errors"])


@pytest.mark.parametrize(
    ("state", "status"), [("lasna", 400), ("valiaikaisestikeskeytynyt", 400), ("loma", 200)]
)
def test_the_study_rights_own_days_count_in_some_states(caller: Caller, state: str, status: int):
    days = {"starts_on": "2026-11-02", "ends_on": "2026-12-01"}
    caller.state.add_study_right(StudyRight(oid=RIGHT, state=state, **days))
    period = {
        "alku": "2026-11-01",
        "loppu": "2026-12-01",
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
    }
    unit = {
        "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
        "tutkinnon-osa-koodi-versio": 1,
        "osaamisen-hankkimistavat": [period],
    }
    body = {**SMALL, "hankittavat-ammat-tutkinnon-osat": [unit]}
    assert caller.call("POST", "/validointi/", body).status_code == status


@pytest.mark.parametrize(
    ("extra", "rule"),
    [
        ({"alku": "2026-12-02"}, "Loppu on alun"),
        ({"alku": "2021-11-30"}, "Kesto"),
        (
            {"keskeytymisajanjaksot": [{"alku": "2026-11-02"}, {"alku": "2026-11-04"}]},
            "Keskeytykset",
        ),
    ],
)
def test_rules_that_a_schema_cannot_say(caller: Caller, extra: dict[str, Any], rule: str):
    period = {
        "alku": "2026-11-01",
        "loppu": "2026-12-01",
        "osaamisen-hankkimistapa-koodi-uri": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
        "osaamisen-hankkimistapa-koodi-versio": 1,
        **extra,
    }
    unit = {
        "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
        "tutkinnon-osa-koodi-versio": 1,
        "osaamisen-hankkimistavat": [
            {**period, "alku": "2026-11-01", "loppu": "2026-12-01", "keskeytymisajanjaksot": []},
            period,
        ],
    }
    body = {**SMALL, "hankittavat-ammat-tutkinnon-osat": [unit]}
    refused = caller.call("POST", "/hoks", body)
    assert refused.status_code == 400
    [found] = refused.json["errors"]["hankittavat-ammat-tutkinnon-osat"]
    sound, broken = found["osaamisen-hankkimistavat"]
    assert (sound, rule in broken) == (None, True)


MUTATIONS = ("drop", "unknown", "null", "text", "number", "empty", "list")
_VALUES = {"null": None, "text": "xyz", "number": -1.5, "empty": "", "list": [{"x": 1}]}


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, item in below:
        found.append((*at, name))
        if isinstance(item, dict | list):
            found += _places(item, (*at, name))
    return found


def _mutated(plan: dict[str, Any], place: tuple[Any, ...], kind: str) -> dict[str, Any]:
    body = copy.deepcopy(plan)
    holder: Any = body
    for step in place[:-1]:
        holder = holder[step]
    if kind == "drop":
        del holder[place[-1]]
    elif kind == "unknown":
        (holder if isinstance(holder, dict) else body)["tuntematon"] = 1
    else:
        holder[place[-1]] = _VALUES[kind]
    return body


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_the_model_agrees_with_the_published_schema(shared: Path, method: str):
    path = shared / "reference" / "ehoks-schema" / f"hoks-{method.lower()}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker(["date"]))
    check = hoks(method, Bounds(), today=TODAY)

    @settings(
        max_examples=8,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plan=plans, data=st.data())
    def agree(plan: dict[str, Any], data: st.DataObject) -> None:
        body = plan if method == "POST" else {**plan, "id": 1}
        if method == "PATCH":
            body = {name: item for name, item in body.items() if not isinstance(item, list)}
        assert validator.is_valid(body)
        assert check(body) is None
        places = _places(body)
        for _ in range(12):
            place = data.draw(st.sampled_from(places))
            kind = data.draw(st.sampled_from(MUTATIONS))
            was = body
            for step in place:
                was = was[step]
            if kind == "null" and isinstance(was, list):
                continue  # a known difference: the service takes null for a list
            changed = _mutated(body, place, kind)
            assert validator.is_valid(changed) == (check(changed) is None), (place, kind)

    agree()
