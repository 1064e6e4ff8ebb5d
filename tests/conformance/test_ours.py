"""Our own cases X01–X17: signatures, times, audience, replay, addresses."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives import serialization

from lti import claims as c
from lti.keys import new_signing_key, sign
from sidecar import clock, db
from sidecar.tenancy.models import PlatformRegistration
from tests.conformance.conftest import Refused, second_registration
from tests.support.platform import (
    Claims,
    Harness,
)


def _part(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _now() -> int:
    return int(time.time())


# -- signatures -----------------------------------------------------------------------------------
@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE"])
def test_x01_no_signature(harness: Harness, refused: Refused, algorithm: str):
    header = {"alg": algorithm, "typ": "JWT", "kid": harness.platform.key.kid}
    unsigned = lambda claims: f"{_part(header)}.{_part(claims)}."  # noqa: E731
    refused(lambda: harness.launch(forge=unsigned), code="LTI-TOKEN")


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

    refused(lambda: harness.launch(forge=forge), code="LTI-TOKEN")


def test_x03_the_key_of_another_registration(harness: Harness, refused: Refused):
    theirs = new_signing_key()
    second_registration("other-client", jwks_of=theirs)
    refused(lambda: harness.launch(forge=lambda claims: sign(claims, theirs)), code="LTI-KEY")

    def forge(claims: Claims) -> str:
        headers = {"kid": harness.platform.key.kid}
        return jwt.encode(claims, theirs.private_pem, "RS256", headers=headers)

    refused(lambda: harness.launch(forge=forge), code="LTI-KEY")


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
        pytest.param(lambda claims: claims.update(iat=True), id="iat is true"),
    ],
)
def test_times(harness: Harness, refused: Refused, bend):
    refused(lambda: harness.launch(bend=bend), code="LTI-TIME")


def test_an_endless_expiry_is_no_time_at_all(harness: Harness, refused: Refused):
    bent = {"exp": float("inf")}
    refused(lambda: harness.launch(bend=lambda k: k.update(bent)), code="LTI-TOKEN")


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
    refused(lambda: harness.launch(bend=lambda k: k.update(aud=aud)), code="LTI-AUDIENCE")


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
    bent = {c.TARGET_LINK_URI: target}
    refused(lambda: harness.launch(bend=lambda k: k.update(bent)), code="LTI-TARGET")


@pytest.mark.parametrize("target", [t for t in TARGETS if t])
def test_x14_target_on_another_host_at_login(harness: Harness, refused: Refused, target: str):
    refused(lambda: harness.begin(target_link_uri=target), code="LTI-TARGET")


@pytest.mark.parametrize("iss", ["https://evil.example.org", "x\x00y", "\U0001f4a9", "a" * 9000])
def test_x15_unknown_issuer(harness: Harness, refused: Refused, iss: str):
    named = iss.replace("\x00", "")[:200]
    refused(lambda: harness.begin(iss=iss), code="LTI-PLATFORM", issuer=named)


def test_x15_a_token_of_another_issuer(harness: Harness, refused: Refused):
    evil = "https://evil.example.org"
    refused(
        lambda: harness.launch(bend=lambda k: k.update(iss=evil)), code="LTI-PLATFORM", issuer=evil
    )


@pytest.mark.parametrize("client_id", ["stranger", "x\x00y", "a" * 9000])
def test_x16_unknown_client(harness: Harness, refused: Refused, client_id: str):
    page = refused(lambda: harness.begin(client_id=client_id), code="LTI-PLATFORM")
    assert client_id.replace("\x00", "")[:200] in page.get_text()


@pytest.mark.parametrize("deployment", ["77", 1, 1.0, True, "", None, [], {}, "\x00", "\ud800"])
def test_x17_unknown_deployment(harness: Harness, refused: Refused, deployment: object):
    bent = {c.DEPLOYMENT_ID: deployment}
    page = refused(lambda: harness.launch(bend=lambda k: k.update(bent)), code="LTI-DEPLOYMENT")
    if deployment == "77":
        assert "77" in page.get_text(), "what the administrator has to add"


@pytest.mark.parametrize("missing", ["iss", "login_hint"])
def test_an_incomplete_login(harness: Harness, refused: Refused, missing: str):
    refused(lambda: harness.begin(**{missing: None}), code="LTI-LOGIN", issuer="")


def test_a_platform_switched_off(harness: Harness, refused: Refused):
    client = harness.client()
    form = harness.answer(harness.begin(client=client))
    with db.transaction() as session:
        session.query(PlatformRegistration).one().state = "off"
    refused(lambda: harness.post(form, client=client), code="LTI-OFF")
    refused(harness.begin, code="LTI-OFF")
