"""The practice eHOKS keeps plans as the real one does: what goes in, comes out, and is shown."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from sidecar.demo.ehoks import DemoLearner, StudyRight, seed
from sidecar.demo.ehoks.shapes import Bounds, hoks
from tests.contract.ehoks import API, LEARNER, RIGHT, SMALL, TODAY, Caller, sample


def test_samples_go_in_and_the_last_does_not(caller: Caller, shared: Path):
    assert caller.call("POST", "/hoks", sample(shared, "01")).status_code == 200
    made = caller.call("POST", "/hoks", sample(shared, "02"))
    number = made.json["meta"]["id"]
    assert made.json["data"]["uri"] == f"{API}/hoks/{number}"
    put = {**sample(shared, "03"), "id": number}
    assert caller.call("PUT", f"/hoks/{number}", put).status_code == 204
    patch = {**sample(shared, "04"), "id": number}
    assert caller.call("PATCH", f"/hoks/{number}", patch).status_code == 204
    part = {**sample(shared, "05"), "id": number}
    refused = caller.call("PATCH", f"/hoks/{number}", part)
    assert refused.status_code == 400
    assert refused.json["errors"] == {"hankittavat-ammat-tutkinnon-osat": "disallowed-key"}


def test_a_put_replaces_lists_and_makes_new_ids(caller: Caller, shared: Path):
    number = caller.call("POST", "/hoks", sample(shared, "02")).json["meta"]["id"]
    before = caller.call("GET", f"/hoks/{number}").json["data"]
    caller.call("PUT", f"/hoks/{number}", {**sample(shared, "03"), "id": number})
    after = caller.call("GET", f"/hoks/{number}").json["data"]
    units = "hankittavat-ammat-tutkinnon-osat"
    assert before[units][0]["module-id"] != after[units][0]["module-id"]
    assert after[units][0]["osaamisen-osoittaminen"][0]["module-id"]
    small = {k: v for k, v in SMALL.items() if "oid" not in k}
    caller.call("PUT", f"/hoks/{number}", {**small, "id": number})
    emptied = caller.call("GET", f"/hoks/{number}").json["data"]
    assert (emptied[units], emptied["oppija-oid"]) == ([], LEARNER)
    assert "sahkoposti" not in emptied


def test_what_get_gives_fits_the_published_shape(caller: Caller, shared: Path):
    number = caller.call("POST", "/hoks", sample(shared, "02")).json["meta"]["id"]
    schema = shared / "reference" / "ehoks-schema" / "hoks-get.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    data = caller.call("GET", f"/hoks/{number}").json["data"]
    assert [e.message for e in validator.iter_errors(data)] == []
    # What is read cannot be written as it is.
    refused = caller.call("PUT", f"/hoks/{number}", data)
    assert refused.json["errors"]["eid"] == "disallowed-key"


def test_the_look_up_has_no_lists(caller: Caller, shared: Path):
    caller.call("POST", "/hoks", sample(shared, "02"))
    found = caller.call("GET", f"/hoks/opiskeluoikeus/{RIGHT}").json["data"]
    assert not any(isinstance(value, list) for value in found.values())
    other = caller.call("GET", "/hoks/opiskeluoikeus/1.2.246.562.15.10000000009")
    assert other.status_code == 404


def test_a_restart_keeps_the_plans(tmp_path: Path):
    path = tmp_path / "ehoks.json"
    number = Caller(path).call("POST", "/hoks", SMALL).json["meta"]["id"]
    again = Caller(path).call("GET", f"/hoks/{number}")
    assert again.json["data"]["oppija-oid"] == LEARNER


def test_pages_show_everything_and_escape_it(caller: Caller, shared: Path):
    learner = DemoLearner(
        learner_number=LEARNER,
        study_right_oid=RIGHT,
        name="<b>Aino</b>",
        unit_code_uri="tutkinnonosat_999001",
    )
    seed(caller.state, [learner])
    [plan] = caller.state.plans.values()
    put = {**sample(shared, "03"), "id": plan["id"], "sahkoposti": "<script>"}
    assert caller.call("PUT", f"/hoks/{plan['id']}", put).status_code == 204
    assert "&lt;b&gt;Aino" in caller.http.get("/").text
    page = caller.http.get(f"/plans/{plan['id']}").text
    assert "<script>" not in page
    assert "uusi</span>" in page
    assert "sisallon-kuvaus" in page
    assert "style=" not in page
    assert caller.http.get("/style.css").mimetype == "text/css"
    assert caller.http.get("/plans/1").status_code == 404


def test_seeded_plans_fit_the_model(caller: Caller):
    learner = DemoLearner(
        learner_number=LEARNER, study_right_oid=RIGHT, unit_code_uri="tutkinnonosat_999001"
    )
    seed(caller.state, [learner])
    seed(caller.state, [learner])
    [plan] = caller.state.plans.values()
    body = json.loads(json.dumps(plan))
    for name in ("id", "eid", "manuaalisyotto"):
        del body[name]
    errors = hoks("POST", Bounds(), today=TODAY)(_without_module_ids(body))
    assert errors is None


def _without_module_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_module_ids(v) for k, v in value.items() if k != "module-id"}
    return [_without_module_ids(v) for v in value] if isinstance(value, list) else value


def test_every_answer_forbids_keeping_it(caller: Caller):
    number = caller.call("POST", "/hoks", SMALL).json["meta"]["id"]
    small = {**{k: v for k, v in SMALL.items() if "oid" not in k}, "id": number}
    answers = [
        caller.call("GET", f"/hoks/{number}"),
        caller.call("PUT", f"/hoks/{number}", small),
        caller.call("GET", "/hoks/1"),
        caller.call("DELETE", f"/hoks/{number}"),
    ]
    assert [a.status_code for a in answers] == [200, 204, 404, 404]
    assert {a.headers["Cache-Control"] for a in answers} == {"no-store"}


def test_the_number_in_the_body_is_what_is_written(caller: Caller):
    first = caller.call("POST", "/hoks", SMALL).json["meta"]["id"]
    other_right = "1.2.246.562.15.10000000009"
    other = {**SMALL, "opiskeluoikeus-oid": other_right}
    second = caller.call("POST", "/hoks", other).json["meta"]["id"]
    body = {**{k: v for k, v in SMALL.items() if "oid" not in k}, "id": second, "versio": 9}
    assert caller.call("PUT", f"/hoks/{first}", body).status_code == 204
    assert "versio" not in caller.call("GET", f"/hoks/{first}").json["data"]
    written = caller.call("GET", f"/hoks/{second}").json["data"]
    assert (written["versio"], written["opiskeluoikeus-oid"]) == (9, other_right)


def test_a_learner_number_may_become_the_masters(caller: Caller):
    master = "1.2.246.562.24.12312312319"
    number = caller.call("POST", "/hoks", SMALL).json["meta"]["id"]
    caller.state.add_study_right(StudyRight(oid=RIGHT, master=master))
    body = {**SMALL, "id": number, "oppija-oid": master}
    assert caller.call("PUT", f"/hoks/{number}", body).status_code == 204
    assert caller.call("GET", f"/hoks/{number}").json["data"]["oppija-oid"] == master
