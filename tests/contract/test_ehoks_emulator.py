"""The practice eHOKS against the published picture of the real one (shared/reference)."""

import copy
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from sidecar.demo.ehoks import DemoLearner, ServiceUser, State, StudyRight, create_ehoks, seed
from sidecar.demo.ehoks.shapes import Bounds, hoks
from tests.unit.sidecar.backends.plans import plans

API = "/ehoks-virkailija-backend/api/v1"
SERVICE = "http://localhost/ehoks-virkailija-backend/cas-security-check"
LEARNER, RIGHT = "1.2.246.562.98.90000002023", "1.2.246.562.15.90000002023"
SMALL = {
    "oppija-oid": LEARNER,
    "opiskeluoikeus-oid": RIGHT,
    "ensikertainen-hyvaksyminen": "2026-09-14",
    "osaamisen-hankkimisen-tarve": True,
}
TODAY = datetime(2026, 11, 24, tzinfo=UTC).date()


class Caller:
    """Calls the service as a provider's system would."""

    def __init__(self, path: Path | None = None) -> None:
        self.app = create_ehoks(path)
        self.state: State = self.app.extensions["ehoks"]
        self.http: FlaskClient = self.app.test_client()
        for number in ("90000001017", "90000002023", "10000000009"):
            self.state.add_study_right(StudyRight(oid=f"1.2.246.562.15.{number}"))

    def ticket(self, username: str = "valo", password: str = "") -> str:
        form = {"username": username, "password": password or "valo-demo"}
        granted = self.http.post("/cas/v1/tickets", data=form)
        assert granted.status_code == 201
        grant = granted.headers["Location"].rsplit("/", 1)[-1]
        return self.http.post(f"/cas/v1/tickets/{grant}", data={"service": SERVICE}).text

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        given_headers = {"ticket": self.ticket(), "Caller-Id": "x.valo", **headers}
        sent = {name: value for name, value in given_headers.items() if value}
        return self.http.open(API + path, method=method, json=body, headers=sent)


@pytest.fixture
def caller() -> Caller:
    return Caller()


def sample(shared: Path, name: str) -> Any:
    [path] = (shared / "reference" / "ehoks-samples").glob(f"{name}-*.json")
    return json.loads(path.read_text(encoding="utf-8"))


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


def test_tickets_work_once_and_headers_are_demanded(caller: Caller):
    ticket = caller.ticket()
    assert caller.call("GET", "/hoks/1", ticket=ticket).status_code == 404
    again = caller.call("GET", "/hoks/1", ticket=ticket)
    assert (again.status_code, "Ticket may be expired" in again.text) == (401, True)
    for name in ("ticket", "Caller-Id"):
        bare = caller.call("GET", "/hoks/1", **{name: ""})
        assert (bare.status_code, bare.json["in"]) == (400, ["request", "headers"])


def test_rights_and_user_types(caller: Caller):
    number = caller.call("POST", "/hoks", SMALL).json["meta"]["id"]
    for name, rights, kind in (("a", {}, "PALVELU"), ("b", {}, "VIRKAILIJA")):
        caller.state.add_user(ServiceUser(username=name, password="p", rights=rights, kind=kind))
    lacking = caller.call("GET", f"/hoks/{number}", ticket=caller.ticket("a", "p"))
    assert (lacking.status_code, "No access" in lacking.json["error"]) == (401, True)
    person = caller.call("GET", f"/hoks/{number}", ticket=caller.ticket("b", "p"))
    assert person.status_code == 403


def test_duplicates_other_numbers_and_removed_routes(caller: Caller):
    number = caller.call("POST", "/hoks", SMALL).json["meta"]["id"]
    assert "already exists" in caller.call("POST", "/hoks", SMALL).json["error"]
    moved = {**SMALL, "id": number, "opiskeluoikeus-oid": "1.2.246.562.15.10000000009"}
    assert "Tried to update" in caller.call("PUT", f"/hoks/{number}", moved).json["error"]
    gone = caller.call("POST", f"/hoks/{number}/hankittava-ammat-tutkinnon-osa", {})
    assert (gone.status_code, gone.json) == (410, {"message": "Route is deprected."})
    assert caller.http.get(f"{API}/nothing").status_code == 404
    assert caller.call("GET", "/hoks/abc").status_code == 500
    broken = caller.http.post(f"{API}/validointi/", data="{", headers={"Caller-Id": "x"})
    assert broken.json["format"] == "application/json"


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


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/hoks/kyselylinkki"),
        ("POST", "/hoks/1/kyselylinkki"),
        ("GET", "/hoks/osaamisen-hankkimistapa/1"),
    ],
)
def test_calls_of_the_agency_are_not_ours(caller: Caller, method: str, path: str):
    answer = caller.call(method, path, {} if method != "GET" else None)
    assert (answer.status_code, "No access" in answer.json["error"]) == (401, True)


REMOVED = (
    "aiemmin-hankittu-ammat-tutkinnon-osa",
    "aiemmin-hankittu-paikallinen-tutkinnon-osa",
    "aiemmin-hankittu-yhteinen-tutkinnon-osa",
    "hankittava-ammat-tutkinnon-osa",
    "hankittava-paikallinen-tutkinnon-osa",
    "hankittava-yhteinen-tutkinnon-osa",
    "opiskeluvalmiuksia-tukevat-opinnot",
)


@pytest.mark.parametrize("part", REMOVED)
def test_routes_of_single_parts_are_gone(caller: Caller, part: str):
    for method, end in (("POST", ""), ("GET", "/1"), ("PATCH", "/1")):
        answer = caller.call(method, f"/hoks/1/{part}{end}", {} if method != "GET" else None)
        assert (answer.status_code, answer.json["message"]) == (410, "Route is deprected.")


def test_a_ticket_of_another_service_or_an_old_one_opens_nothing(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
):
    form = {"username": "valo", "password": "valo-demo"}
    grant = caller.http.post("/cas/v1/tickets", data=form).headers["Location"].rsplit("/", 1)[-1]
    elsewhere = {"service": "http://localhost/koski/cas"}
    ticket = caller.http.post(f"/cas/v1/tickets/{grant}", data=elsewhere).text
    assert caller.call("GET", "/hoks/1", ticket=ticket).status_code == 401
    late = caller.ticket()
    now = time.monotonic()
    monkeypatch.setattr("sidecar.demo.ehoks.cas.time.monotonic", lambda: now + 11)
    assert caller.call("GET", "/hoks/1", ticket=late).status_code == 401


def test_checks_come_in_the_services_order(caller: Caller):
    """Koski before the model, the model before ownership, that before rights (§1.5)."""
    caller.state.add_user(ServiceUser(username="a", password="p", rights={}))
    caller.state.add_study_right(StudyRight(oid=RIGHT, owner="1.2.246.562.24.12312312319"))

    def said(body: dict[str, Any]) -> str:
        return str(caller.call("POST", "/hoks", body, ticket=caller.ticket("a", "p")).json)

    assert "not found in Koski" in said({**SMALL, "opiskeluoikeus-oid": "x", "versio": "1"})
    assert "request-validation" in said({**SMALL, "versio": "1"})
    assert "found for oppija" in said(SMALL)
    caller.state.add_study_right(StudyRight(oid=RIGHT, state="eronnut"))
    assert "No access" in said(SMALL)
    ended = caller.call("POST", "/hoks", SMALL)
    assert "no longer active" in ended.json["error"]


def test_a_learner_number_may_become_the_masters(caller: Caller):
    master = "1.2.246.562.24.12312312319"
    number = caller.call("POST", "/hoks", SMALL).json["meta"]["id"]
    caller.state.add_study_right(StudyRight(oid=RIGHT, master=master))
    body = {**SMALL, "id": number, "oppija-oid": master}
    assert caller.call("PUT", f"/hoks/{number}", body).status_code == 204
    assert caller.call("GET", f"/hoks/{number}").json["data"]["oppija-oid"] == master


def test_numbers_that_json_has_not_are_no_json(caller: Caller):
    headers = {"Caller-Id": "x", "ticket": caller.ticket()}
    answer = caller.http.post(f"{API}/hoks", data='{"versio": NaN}', headers=headers)
    assert (answer.status_code, answer.json["format"]) == (400, "application/json")


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
        deadline=None,
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
