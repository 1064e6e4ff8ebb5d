from typing import Any

import pytest
import requests

from lti import claims as c
from lti.errors import RegistrationFailed
from lti.registration import ToolDescription, describe_platform, register, tool_body
from lti.testing import Course, FakePlatform
from tests.unit.lti.support import ISSUER, Reply, Session, answer

URL = f"{ISSUER}/mod/lti/openid-configuration.php"
GOOD = FakePlatform(ISSUER, Course("7", "Kurssi", "K"), []).configuration()
BASE = "https://valo.example.org"
TOOL = ToolDescription(
    name="valo",
    description="Work diary",
    base_url=BASE,
    login_url=f"{BASE}/lti/login",
    launch_url=f"{BASE}/lti/launch",
    key_set_url=f"{BASE}/lti/jwks.json",
    logo_url=f"{BASE}/static/lamp.svg",
    scopes=(c.SCOPE_SCORE, c.SCOPE_ROSTER),
    claims=("iss", "sub", "name"),
    custom={"group_ids": "$Moodle.Person.userGroupIds"},
)


def _describe(reply: Reply, url: str = URL) -> Any:
    return describe_platform(url, Session([reply]), token="secret")


def test_a_configuration():
    http = Session([answer(body=GOOD)])
    found = describe_platform(URL, http, token="secret")
    assert (found.issuer, found.product) == (ISSUER, "moodle")
    assert http.sent[0][2]["headers"]["Authorization"] == "Bearer secret"


def test_without_a_token_none_is_sent():
    http = Session([answer(body=GOOD)])
    describe_platform(URL, http, token=None)
    assert "Authorization" not in http.sent[0][2]["headers"]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (requests.ConnectionError(), "unreachable"),
        (ValueError("Invalid IPv6 URL"), "unreachable"),
        (answer(500, {}), "unreachable"),
        (answer(302, b"", Location="http://127.0.0.1/"), "not-json"),
        (answer(200, b"<html>"), "not-json"),
        (answer(200, []), "not-json"),
        (answer(200, {}), "incomplete"),
    ],
    ids=str,
)
def test_no_configuration(reply: Reply, reason: str):
    with pytest.raises(RegistrationFailed) as caught:
        _describe(reply)
    assert caught.value.reason == reason


ADDRESSES = sorted(name for name, v in GOOD.items() if str(v).startswith("https://"))


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("value", [None, "", 7, "javascript:alert(1)"])
def test_a_missing_address(name: str, value: Any):
    with pytest.raises(RegistrationFailed) as caught:
        _describe(answer(body={**GOOD, name: value}))
    assert (caught.value.reason, caught.value.detail) == ("incomplete", name)


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize(
    "value",
    [
        "https://evil.example.org/x",
        "https://moodle.example.org:8443/x",
        "https://moodle.example.org@evil.example/x",
        "http://moodle.example.org/x",
        "https://[",
    ],
)
def test_an_address_elsewhere(name: str, value: str):
    with pytest.raises(RegistrationFailed) as caught:
        _describe(answer(body={**GOOD, name: value}))
    assert caught.value.reason == "other-host"


def test_what_we_send():
    body = tool_body(TOOL)
    assert body["redirect_uris"] == [TOOL.launch_url]
    assert body["token_endpoint_auth_method"] == "private_key_jwt"
    more = body[c.TOOL_CONFIGURATION]
    assert more["domain"] == "valo.example.org"
    assert "email" not in more["claims"]


def _register(reply: Reply) -> tuple[Any, Session]:
    http = Session([reply])
    described = _describe(answer(body=GOOD))
    return register(described, TOOL, http, token="secret"), http


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [("1", "1"), (1, "1"), (None, None), (True, None), ([], None)],
)
def test_registered(deployment: Any, expected: str | None):
    reply = {"client_id": "abc", c.TOOL_CONFIGURATION: {"deployment_id": deployment}}
    found, http = _register(answer(body=reply))
    assert (found.client_id, found.deployment_id) == ("abc", expected)
    assert http.sent[0][2]["headers"] == {"Authorization": "Bearer secret"}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (requests.ConnectTimeout(), "unreachable"),
        (answer(401, {}), "refused"),
        (answer(400, {}), "refused"),
        (answer(200, b"x"), "not-json"),
        (answer(200, {}), "no-client-id"),
        (answer(200, {"client_id": 7}), "no-client-id"),
    ],
    ids=str,
)
def test_not_registered(reply: Reply, reason: str):
    with pytest.raises(RegistrationFailed) as caught:
        _register(reply)
    assert caught.value.reason == reason


def test_the_status_of_a_refusal_is_told():
    with pytest.raises(RegistrationFailed) as caught:
        _register(answer(401, {}))
    assert caught.value.detail == "401"
