"""Our own cases (lti.md §4.4): holes of the library, Moodle's quirks, keys, browsers, logs."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta

import jwt
import pytest
import requests
import time_machine
from cryptography.hazmat.primitives import serialization

from lti import claims as c
from lti.keys import new_signing_key, sign
from sidecar import clock, db
from sidecar.tenancy.models import PlatformKeySet, PlatformRegistration, ResourceLink
from tests.conformance.conftest import Refused
from tests.support.platform import (
    DESK,
    ISSUER,
    LEARNER,
    TOOL,
    USER_AGENT,
    Claims,
    Harness,
    answered,
    page_sessions,
)

CERTS = "/mod/lti/certs.php"


def _part(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _now() -> int:
    return int(time.time())


# -- signatures -----------------------------------------------------------------------------------
@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE"])
def test_x01_no_signature(harness: Harness, refused: Refused, algorithm: str):
    header = {"alg": algorithm, "typ": "JWT", "kid": harness.platform.key.kid}
    refused(lambda: harness.launch(forge=lambda claims: f"{_part(header)}.{_part(claims)}."))


def test_x02_hs256_with_the_public_key(harness: Harness, refused: Refused):
    key = harness.platform.key
    private = serialization.load_pem_private_key(key.private_pem.encode(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def forge(claims: Claims) -> str:
        body = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': key.kid})}.{_part(claims)}"
        mac = hmac.new(public, body.encode(), hashlib.sha256).digest()
        return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    refused(lambda: harness.launch(forge=forge))


def test_x03_the_key_of_another_registration(harness: Harness, refused: Refused):
    theirs = new_signing_key()
    _second_registration(harness, "other-client", jwks_of=theirs)
    refused(lambda: harness.launch(forge=lambda claims: sign(claims, theirs)))

    def forge(claims: Claims) -> str:
        headers = {"kid": harness.platform.key.kid}
        return jwt.encode(claims, theirs.private_pem, "RS256", headers=headers)

    refused(lambda: harness.launch(forge=forge), code="LTI-KEY")


def _second_registration(harness: Harness, client_id: str, *, jwks_of=None) -> None:
    """Another client of the same issuer; with a key set of its own where `jwks_of` is given."""
    with db.transaction() as session:
        first = session.query(PlatformRegistration).first()
        values = {
            name: getattr(first, name)
            for name in ("provider_id", "issuer", "auth_login_url", "auth_token_url", "created_at")
        }
        row = PlatformRegistration(
            **values, client_id=client_id, key_set_url=f"{ISSUER}/other.php", state="active"
        )
        session.add(row)
        session.flush()
        if jwks_of is not None:
            from lti.keys import public_key_set

            session.add(
                PlatformKeySet(
                    registration_id=row.id,
                    jwks=public_key_set([jwks_of]),
                    fetched_at=clock.now(),
                )
            )
    db.database().release()


# -- times ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "bend",
    [
        pytest.param(lambda claims: claims.pop("exp") and None, id="X04 no exp"),
        pytest.param(lambda claims: claims.pop("iat") and None, id="X05 no iat"),
        pytest.param(lambda claims: claims.update(iat=_now() - 610, exp=_now() + 60), id="X06 old"),
        pytest.param(lambda claims: claims.update(exp=_now() - 15), id="exp over the leeway"),
        pytest.param(lambda claims: claims.update(iat=_now() + 30), id="iat over the leeway"),
        pytest.param(lambda claims: claims.update(nbf=_now() + 30), id="nbf over the leeway"),
        pytest.param(lambda claims: claims.update(iat=float("nan")), id="iat is no number"),
        pytest.param(lambda claims: claims.update(exp=float("inf")), id="exp is endless"),
        pytest.param(lambda claims: claims.update(iat=True), id="iat is true"),
    ],
)
def test_times(harness: Harness, refused: Refused, bend):
    refused(lambda: harness.launch(bend=bend))


@pytest.mark.parametrize("times", [{"iat": 5}, {"exp": -5}, {"iat": 5, "exp": 65}, {"nbf": 5}])
def test_x07_clocks_may_differ_a_little(harness: Harness, times: dict[str, int]):
    moved = {name: _now() + shift for name, shift in times.items()}
    assert harness.launch(bend=lambda claims: claims.update(moved)).status_code == 303


# -- audience -------------------------------------------------------------------------------------
def test_x08_a_stranger_in_the_audience(harness: Harness, refused: Refused):
    both = [harness.tool.client_id, "stranger"]
    refused(lambda: harness.launch(bend=lambda k: k.update(aud=both)), code="LTI-AUDIENCE")


def test_x09_wrong_azp(harness: Harness, refused: Refused):
    both = [harness.tool.client_id, "stranger"]
    for aud in (both, harness.tool.client_id):
        refused(
            lambda aud=aud: harness.launch(bend=lambda k: k.update(aud=aud, azp="stranger")),
            code="LTI-AUDIENCE",
        )


def test_x10_second_in_the_audience_with_the_right_azp(harness: Harness):
    ours = harness.tool.client_id
    answer = harness.launch(bend=lambda k: k.update(aud=["stranger", ours], azp=ours))
    assert answer.status_code == 303


@pytest.mark.parametrize("aud", [None, [], {}, 7, [None], ["stranger"], "stranger", [["x"]]])
def test_odd_audiences(harness: Harness, refused: Refused, aud: object):
    refused(lambda: harness.launch(bend=lambda k: k.update(aud=aud)))


# -- replay ---------------------------------------------------------------------------------------
def test_x11_the_same_post_twice(harness: Harness, refused: Refused):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    assert harness.post(form, client=client).status_code == 303
    refused(lambda: harness.post(form, client=client), code="LTI-STATE")


def test_x12_a_new_token_with_a_used_state(harness: Harness, refused: Refused):
    client = harness.client()
    used = harness.answer(harness.begin(client=client))
    assert harness.post(used, client=client).status_code == 303
    fresh = harness.answer(harness.begin(client=client))
    mixed = {**fresh, "state": used["state"]}
    refused(lambda: harness.post(mixed, client=client), code="LTI-STATE")


def test_x13_a_good_token_with_the_state_of_somebody_else(harness: Harness, refused: Refused):
    client = harness.client()
    mine, theirs = (harness.answer(harness.begin(client=client)) for _ in range(2))
    mixed = {**mine, "state": theirs["state"]}
    refused(lambda: harness.post(mixed, client=client), code="LTI-NONCE")


@pytest.mark.parametrize("nonce", [None, "", 7, [], "stranger", "ä", "\ud800", "\x00"])
def test_odd_nonces(harness: Harness, refused: Refused, nonce: object):
    refused(lambda: harness.launch(bend=lambda k: k.update(nonce=nonce)), code="LTI-NONCE")


def test_a_refused_launch_uses_the_state_up(harness: Harness, refused: Refused):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    refused(lambda: harness.post({**form, "id_token": "rubbish"}, client=client), code="LTI-TOKEN")
    refused(lambda: harness.post(form, client=client), code="LTI-STATE")


def test_a_login_dies_after_five_minutes(harness: Harness, refused: Refused):
    client = harness.client()
    redirect = harness.begin(client=client)
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1), tick=True):
        form = harness.answer(redirect)
        refused(lambda: harness.post(form, client=client), code="LTI-STATE")


# -- addresses and ids ----------------------------------------------------------------------------
TARGETS = [
    "https://evil.example.org/lti/launch",
    "http://valo.example.org/lti/launch",
    "https://valo.example.org.evil.example/",
    "https://valo.example.org@evil.example/",
    "//evil.example.org/",
    "javascript:alert(1)",
    "https://[",
    "https://[::1",
    "https://ex\u2100mple.org/",
    "",
]


@pytest.mark.parametrize("target", [*TARGETS, "https://\ud800.example.org/", None, 7])
def test_x14_target_on_another_host(harness: Harness, refused: Refused, target: object):
    refused(lambda: harness.launch(bend=lambda k: k.update({c.TARGET_LINK_URI: target})))


@pytest.mark.parametrize("target", [t for t in TARGETS if t])
def test_x14_target_on_another_host_at_login(harness: Harness, refused: Refused, target: str):
    refused(lambda: harness.begin(target_link_uri=target), code="LTI-TARGET")


@pytest.mark.parametrize("iss", ["https://evil.example.org", "x\x00y", "\U0001f4a9", "a" * 9000])
def test_x15_unknown_issuer(harness: Harness, refused: Refused, iss: str):
    page = refused(lambda: harness.begin(iss=iss), code="LTI-PLATFORM")
    if iss.startswith("https"):
        assert iss in page.get_text()


def test_x15_a_token_of_another_issuer(harness: Harness, refused: Refused):
    page = refused(
        lambda: harness.launch(bend=lambda k: k.update(iss="https://evil.example.org")),
        code="LTI-PLATFORM",
    )
    assert "https://evil.example.org" in page.get_text()


@pytest.mark.parametrize("client_id", ["stranger", "x\x00y", "a" * 9000])
def test_x16_unknown_client(harness: Harness, refused: Refused, client_id: str):
    page = refused(lambda: harness.begin(client_id=client_id), code="LTI-PLATFORM")
    assert ISSUER in page.get_text()


@pytest.mark.parametrize("deployment", ["77", 1, 1.0, True, "", None, [], {}, "\x00", "\ud800"])
def test_x17_unknown_deployment(harness: Harness, refused: Refused, deployment: object):
    bent = {c.DEPLOYMENT_ID: deployment}
    page = refused(lambda: harness.launch(bend=lambda k: k.update(bent)))
    assert ISSUER in page.get_text()


@pytest.mark.parametrize("missing", ["iss", "login_hint"])
def test_an_incomplete_login(harness: Harness, refused: Refused, missing: str):
    refused(lambda: harness.begin(**{missing: None}), code="LTI-LOGIN")


def test_a_platform_switched_off(harness: Harness, refused: Refused):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    with db.transaction() as session:
        session.query(PlatformRegistration).one().state = "off"
    refused(lambda: harness.post(form, client=client), code="LTI-OFF")
    refused(harness.begin, code="LTI-OFF")


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
    refused(lambda: harness.launch(bend=lambda k: k.update(sub=sub)))


@pytest.mark.parametrize("roles", [None, "Instructor", {}, 7])
def test_x20_odd_roles(harness: Harness, refused: Refused, roles: object):
    refused(lambda: harness.launch(bend=lambda k: k.update({c.ROLES: roles})))


@pytest.mark.parametrize("link", [None, [], "3", {}, {"id": None}, {"id": 3}, {"id": "x" * 256}])
def test_x20_odd_resource_links(harness: Harness, refused: Refused, link: object):
    refused(lambda: harness.launch(bend=lambda k: k.update({c.RESOURCE_LINK: link})))


@pytest.mark.parametrize("custom", [None, [], "x", {"a": "$Foo.bar"}, {"a": None, "": 7}])
def test_x20_odd_custom_parameters_are_no_trouble(harness: Harness, custom: object):
    assert harness.launch(bend=lambda k: k.update({c.CUSTOM: custom})).status_code == 303


@pytest.mark.parametrize("error", ["login_required", "access_denied", "<script>"])
def test_x21_an_error_instead_of_a_token(harness: Harness, refused: Refused, error: str):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    sent = {"error": error, "error_description": "Log in first", "state": form["state"]}
    page = refused(lambda: harness.post(sent, client=client), code="LTI-DENIED")
    assert error in page.get_text()


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


def test_deep_linking_is_not_ours_yet(harness: Harness, refused: Refused):
    def bend(claims: Claims) -> None:
        claims[c.MESSAGE_TYPE] = c.DEEP_LINKING_REQUEST
        claims[c.DEEP_LINKING_SETTINGS] = {
            "deep_link_return_url": f"{ISSUER}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe"],
        }

    refused(lambda: harness.launch(bend=bend), code="LTI-MESSAGE")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "." * 40_000, "ä" * 70_000, "\x00"])
def test_rubbish_for_a_token(harness: Harness, refused: Refused, token: str):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    refused(lambda: harness.post({**form, "id_token": token}, client=client))


@pytest.mark.parametrize("kid", ["\ud800", "\x00", "x" * 9000])
def test_odd_key_ids(harness: Harness, refused: Refused, kid: str):
    def forge(claims: Claims) -> str:
        body = f"{_part({'alg': 'RS256', 'typ': 'JWT', 'kid': kid})}.{_part(claims)}"
        return f"{body}.AAAA"

    refused(lambda: harness.launch(forge=forge), code="LTI-KEY")


# -- browsers -------------------------------------------------------------------------------------
def test_x26_a_browser_without_any_cookie(harness: Harness):
    answer = harness.launch(cookies=False)
    assert answer.status_code == 303
    page = harness.open(harness.client(cookies=False), answer.location)
    assert page.status_code < 400
    assert [session.bound for session in page_sessions()] == [False]


def test_with_cookies_the_session_is_bound(harness: Harness):
    client = harness.client()
    assert harness.open(client, harness.launch(client=client).location).status_code < 400
    assert [session.bound for session in page_sessions()] == [True]


def test_the_cookies_of_a_launch(harness: Harness):
    client = harness.client()
    redirect = harness.begin(client=client)
    answer = harness.post(harness.answer(redirect), client=client)
    for cookie in (*redirect.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")):
        assert cookie.startswith("__Host-valo-")
        for word in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
            assert word in cookie


def test_the_token_of_one_browser_in_another(harness: Harness, refused: Refused):
    form = harness.answer(harness.begin())
    another = {"User-Agent": "Another browser"}
    client = harness.client()
    refused(lambda: client.post("/lti/launch", data=form, base_url=TOOL, headers=another))


def test_a_flow_cookie_that_does_not_fit(harness: Harness, refused: Refused):
    victim = harness.client()
    redirect = harness.begin(client=victim)
    name = redirect.headers["Set-Cookie"].partition("=")[0]
    victim.set_cookie(name, "forged", domain="valo.example.org", path="/", secure=True)
    form = harness.answer(redirect)
    refused(lambda: harness.post(form, client=victim), code="LTI-BROWSER")


def test_a_login_start_by_get(harness: Harness):
    client = harness.client()
    _address, fields = harness.platform.login_form(
        harness.tool, harness.user(LEARNER), harness.activity("1")
    )
    redirect = client.get(
        "/lti/login", query_string=fields, base_url=TOOL, headers={"User-Agent": USER_AGENT}
    )
    assert harness.post(harness.answer(redirect), client=client).status_code == 303
    assert "repost" not in redirect.location


# -- logs and registrations -----------------------------------------------------------------------
def test_x27_no_secret_in_the_logs(harness: Harness, capsys: pytest.CaptureFixture[str], caplog):
    client = harness.client()
    form = harness.answer(
        harness.begin(client=client), bend=lambda k: k.update(email="someone@example.org")
    )
    answer = harness.post(form, client=client)
    harness.post(form, client=client)
    harness.open(client, answer.location)
    written = "".join(capsys.readouterr()) + caplog.text
    assert "launched" in written
    assert "launch_refused" in written
    sid = answer.location.split("/")[2]
    hashed = hashlib.sha256(form["state"].encode()).hexdigest()
    name = harness.user(LEARNER).name
    for secret in (form["state"], hashed, form["id_token"], sid, "someone@example.org", name):
        assert secret not in written


def test_x28_two_registrations_of_one_issuer(harness: Harness, refused: Refused):
    _second_registration(harness, "other-client", jwks_of=harness.platform.key)
    meant_for_the_other = {"aud": "other-client"}
    refused(
        lambda: harness.launch(bend=lambda k: k.update(meant_for_the_other)), code="LTI-AUDIENCE"
    )
    refused(lambda: harness.begin(client_id=None), code="LTI-PLATFORM")
    assert harness.launch().status_code == 303
