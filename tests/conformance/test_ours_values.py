"""Our own cases X18–X23: keys of the platform, odd values."""

import base64
import json
import time
from datetime import timedelta

import pytest
import requests
import time_machine

from lti import claims as c
from lti.keys import new_signing_key, sign
from sidecar import clock, db
from sidecar.demo.platform.people import DESK
from sidecar.tenancy.models import PlatformKeySet, ResourceLink
from tests.conformance.conftest import Refused
from tests.support.platform import ISSUER, Claims, Harness, answered, page_sessions

CERTS = "/mod/lti/certs.php"


def _part(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


# -- keys of the platform -------------------------------------------------------------------------
def test_x18_a_rotated_key_is_fetched_once_a_minute(harness: Harness):
    assert harness.launch().status_code == 303
    start, fetched = clock.now(), harness.to_platform.count(CERTS)
    harness.platform.key = new_signing_key()
    assert harness.launch().status_code == 400
    assert harness.to_platform.count(CERTS) == fetched
    with time_machine.travel(start + timedelta(seconds=61), tick=True):
        assert harness.launch().status_code == 303
        stranger = new_signing_key()
        for _ in range(3):
            answer = harness.launch(forge=lambda claims: sign(claims, stranger))
            assert answer.status_code == 400
    assert harness.to_platform.count(CERTS) == fetched + 1


def _slow(request, timeout):
    if timeout is None or timeout[1] < 12:
        raise requests.ReadTimeout("12 seconds without a byte")


def _unreachable(_request, _timeout):
    raise requests.ConnectionError("nobody there")


BAD_KEY_SETS = {
    "slow": _slow,
    "unreachable": _unreachable,
    "huge": lambda r, _t: answered(r, 200, b" " * 5_000_000 + b"{}"),
    "over all limits": lambda r, _t: answered(r, 200, b" " * 9_000_000),
    "not JSON": lambda r, _t: answered(r, 200, b"<html>"),
    "not text": lambda r, _t: answered(r, 200, b"\xff\xfe\x00"),
    "redirect": lambda r, _t: answered(r, 302, b"", Location="http://127.0.0.1/keys"),
    "broken": lambda r, _t: answered(r, 500, b"{}"),
    "a list": lambda r, _t: answered(r, 200, b"[]"),
    "null": lambda r, _t: answered(r, 200, b'{"keys": null}'),
    "odd keys": lambda r, _t: answered(r, 200, b'{"keys": [null, 7, "x", {}]}'),
}


@pytest.mark.parametrize("case", BAD_KEY_SETS)
def test_x19_bad_key_sets(harness: Harness, case: str):
    _forget_keys()
    harness.to_platform.instead = BAD_KEY_SETS[case]
    began = time.monotonic()
    answer = harness.launch()
    assert answer.status_code == 400
    assert "LTI-KEY" in answer.text
    assert time.monotonic() - began < 5
    assert page_sessions() == []


@pytest.mark.parametrize(
    "broken",
    [{"n": 7}, {"n": "", "e": ""}, {"e": "AA"}, {"n": "ä"}, {"kty": "EC"}, {"n": None}],
    ids=str,
)
def test_x19_a_broken_key(harness: Harness, broken: dict[str, object]):
    _forget_keys()
    row = {**harness.platform.jwks()["keys"][0], **broken}
    body = json.dumps({"keys": [row]}).encode()
    harness.to_platform.instead = lambda request, _timeout: answered(request, 200, body)
    assert harness.launch().status_code == 400
    assert page_sessions() == []


def _forget_keys() -> None:
    with db.transaction() as session:
        session.query(PlatformKeySet).delete()
    db.database().release()


# -- odd values -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sub", [7, None, "", " ", "\x00", "a\x00", "\ud800", [], {}, True, "x" * 256]
)
def test_x20_odd_subjects(harness: Harness, refused: Refused, sub: object):
    refused(lambda: harness.launch(bend=lambda k: k.update(sub=sub)), code="LTI-PERSON")


@pytest.mark.parametrize("roles", [None, "Instructor", {}, 7])
def test_x20_odd_roles(harness: Harness, refused: Refused, roles: object):
    bent = {c.ROLES: roles}
    refused(lambda: harness.launch(bend=lambda k: k.update(bent)), code="LTI-MESSAGE")


@pytest.mark.parametrize("link", [None, [], "3", {}, {"id": None}, {"id": 3}, {"id": "x" * 256}])
def test_x20_odd_resource_links(harness: Harness, refused: Refused, link: object):
    bent = {c.RESOURCE_LINK: link}
    refused(lambda: harness.launch(bend=lambda k: k.update(bent)), code="LTI-MESSAGE")


@pytest.mark.parametrize("custom", [None, [], "x", {"a": "$Foo.bar"}, {"a": None, "": 7}])
def test_x20_odd_custom_parameters_are_no_trouble(harness: Harness, custom: object):
    assert harness.launch(bend=lambda k: k.update({c.CUSTOM: custom})).status_code == 303


@pytest.mark.parametrize("error", ["login_required", "access_denied", "<script>"])
def test_x21_an_error_instead_of_a_token(harness: Harness, refused: Refused, error: str):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    sent = {"error": error, "error_description": "Log in first", "state": form["state"]}
    page = refused(lambda: harness.post(sent, client=client), code="LTI-DENIED")
    for word in (error, "Log in first", ISSUER):
        assert word in page.get_text()


def test_x27_what_a_platform_says_of_somebody_is_not_logged(
    harness: Harness, capsys: pytest.CaptureFixture[str]
):
    form = harness.answer(harness.begin())
    said = {"error": "access_denied", "error_description": "Aino Virtanen may not"}
    assert "Aino Virtanen" in harness.post({**said, "state": form["state"]}).text
    written = "".join(capsys.readouterr())
    assert "LTI-DENIED" in written
    assert "Aino" not in written


def test_a_message_that_we_have_no_page_for(harness: Harness, refused: Refused):
    """Good in itself: the library knows it."""

    def bend(claims: Claims) -> None:
        del claims[c.CONTEXT], claims[c.RESOURCE_LINK]
        claims.update({c.MESSAGE_TYPE: "DataPrivacyLaunchRequest", c.FOR_USER: {"user_id": "5"}})

    page = refused(lambda: harness.launch(bend=bend), code="LTI-MESSAGE")
    assert "DataPrivacyLaunchRequest" in page.get_text()


def test_x22_the_app_without_a_login_start(harness: Harness, refused: Refused):
    form = harness.answer(harness.begin())
    page = refused(lambda: harness.post({"id_token": form["id_token"]}), code="LTI-NOSTART")
    assert ISSUER in page.get_text()


def test_x23_no_line_item(harness: Harness):
    def bend(claims: Claims) -> None:
        assert claims[c.AGS_ENDPOINT]["lineitem"] == ""

    assert harness.launch(activity=DESK, bend=bend).status_code == 303
    assert db.session().query(ResourceLink).one().line_item_url is None
    db.database().release()


def test_deep_linking_is_not_for_learners(harness: Harness, refused: Refused):
    def bend(claims: Claims) -> None:
        claims[c.MESSAGE_TYPE] = c.DEEP_LINKING_REQUEST
        claims[c.DEEP_LINKING_SETTINGS] = {
            "deep_link_return_url": f"{ISSUER}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe"],
        }

    refused(lambda: harness.launch(bend=bend), code="LTI-ROLE")


RUBBISH = {
    "": "LTI-TOKEN",
    "x": "LTI-TOKEN",
    "a.b.c": "LTI-TOKEN",
    "." * 40_000: "LTI-TOKEN",
    "ä" * 70_000: "LTI-SIZE",
    "\x00": "LTI-TOKEN",
}


@pytest.mark.parametrize("token", RUBBISH, ids=lambda token: f"{token[:5]!r}, {len(token)}")
def test_rubbish_for_a_token(harness: Harness, refused: Refused, token: str):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    refused(lambda: harness.post({**form, "id_token": token}, client=client), code=RUBBISH[token])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_refusal_speaks_the_language_of_the_message(
    harness: Harness, refused: Refused, language: str
):
    """The browser asks for English; the platform says which language this person reads."""

    def bend(claims: Claims) -> None:
        claims[c.LAUNCH_PRESENTATION]["locale"] = f"{language}_FI"
        claims[c.DEPLOYMENT_ID] = "77"

    client = harness.client()
    form = harness.answer(harness.begin(client=client), bend=bend)
    wish = {"Accept-Language": "en-GB,en"}
    refused(
        lambda: harness.open(client, "/lti/launch", form, **wish),
        code="LTI-DEPLOYMENT",
        language=language,
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_before_a_message_the_browser_says_the_language(
    harness: Harness, refused: Refused, language: str
):
    wish = {"Accept-Language": language}
    refused(
        lambda: harness.open(harness.client(), "/lti/login", {"iss": "https://x.example"}, **wish),
        code="LTI-LOGIN",
        issuer="",
        language=language,
    )


@pytest.mark.parametrize("kid", ["\ud800", "\x00", "x" * 9000])
def test_odd_key_ids(harness: Harness, refused: Refused, kid: str):
    def forge(claims: Claims) -> str:
        body = f"{_part({'alg': 'RS256', 'typ': 'JWT', 'kid': kid})}.{_part(claims)}"
        return f"{body}.AAAA"

    refused(lambda: harness.launch(forge=forge), code="LTI-KEY")
