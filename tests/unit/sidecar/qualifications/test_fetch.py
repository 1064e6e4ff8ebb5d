"""The public service, faked at the wire."""

import json
import socket

import pytest
import requests
import responses

from sidecar.errors import BadInput
from sidecar.qualifications.fetch import BASE, load_remote
from tests.unit.sidecar.qualifications.documents import modern_unit, qualification

DOCUMENT = json.dumps(qualification(modern_unit()))


@pytest.fixture(autouse=True)
def _public_address(monkeypatch: pytest.MonkeyPatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("193.166.3.2", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)


@pytest.fixture
def wire():
    with responses.RequestsMock() as mock:
        yield mock


def search(wire: responses.RequestsMock, *rows: object) -> None:
    asked = {"diaarinumero": "OPH-1-2026", "poistuneet": "true", "sivukoko": "50"}
    match = [responses.matchers.query_param_matcher(asked)]
    wire.get(f"{BASE}/perusteet", json={"data": list(rows)}, match=match)


def refusal(reference: str) -> str:
    with pytest.raises(BadInput) as refused:
        load_remote(reference)
    return refused.value.message_key % refused.value.params


def test_by_id(wire: responses.RequestsMock):
    wire.get(f"{BASE}/peruste/12345", body=DOCUMENT)
    assert load_remote(" 12345 ", caller_id="1.2.valo").register_number == "OPH-1-2026"
    assert wire.calls[0].request.headers["Caller-Id"] == "1.2.valo"


def test_by_register_number_among_those_whose_time_is_over_too(wire: responses.RequestsMock):
    search(
        wire,
        {"id": 9, "diaarinumero": "OPH-1-20261"},
        {"id": 12345, "diaarinumero": "OPH-1-2026"},
        None,
    )
    wire.get(f"{BASE}/peruste/12345", body=DOCUMENT)
    assert load_remote("OPH-1-2026").eperusteet_id == 12345


def test_a_number_on_two_documents_is_for_a_person_to_choose(wire: responses.RequestsMock):
    search(wire, *({"id": n, "diaarinumero": "OPH-1-2026"} for n in (8, 5)))
    assert "5, 8" in refusal("OPH-1-2026")


def test_a_number_that_is_not_there(wire: responses.RequestsMock):
    search(wire)
    assert "no published document OPH-1-2026" in refusal("OPH-1-2026")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 404}, "no published document 5"),
        ({"status": 204}, "no published document 5"),
        ({"status": 429}, "error 429"),
        ({"status": 302, "headers": {"Location": "https://elsewhere.example"}}, "error 302"),
        ({"body": "<html>"}, "not JSON"),
        ({"body": "{}"}, "not a qualification document"),
        ({"body": requests.ConnectTimeout()}, "cannot be reached"),
        ({"body": requests.ConnectionError()}, "cannot be reached"),
        ({"body": b"x" * (8 * 1024 * 1024 + 1)}, "too large"),
    ],
)
def test_answers_that_are_refused(wire: responses.RequestsMock, answer: dict, words: str):
    wire.get(f"{BASE}/peruste/5", **answer)
    assert words in refusal("5")


@pytest.mark.parametrize("body", ["not json", "[]", "null", '{"data": 7}', '{"data": [1]}'])
def test_searches_that_make_no_sense(wire: responses.RequestsMock, body: str):
    wire.get(f"{BASE}/perusteet", body=body)
    assert refusal("OPH-1-2026")


@pytest.mark.parametrize("reference", ["", "peruste.json", "../5", "5/../6", "OPH", "-5", "٣"])
def test_references_that_are_neither(reference: str):
    assert "is not a file" in refusal(reference)
