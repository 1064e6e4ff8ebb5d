"""The practice eHOKS lets in and refuses whom the real one does: tickets, rights, removed calls."""

import time
from typing import Any

import pytest

from sidecar.demo.ehoks import ServiceUser, StudyRight
from tests.contract.ehoks import API, RIGHT, SMALL, Caller


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


def test_numbers_that_json_has_not_are_no_json(caller: Caller):
    headers = {"Caller-Id": "x", "ticket": caller.ticket()}
    answer = caller.http.post(f"{API}/hoks", data='{"versio": NaN}', headers=headers)
    assert (answer.status_code, answer.json["format"]) == (400, "application/json")
