from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import requests

from lti.errors import ServiceRefused
from lti.keys import SigningKey, new_signing_key
from lti.services import ServiceClient
from tests.unit.lti.support import ISSUER, Reply, Session, Tokens, answer, platform

URL = f"{ISSUER}/mod/lti/services.php/7/lineitems"
OK = answer(200, [])
TOKEN = {"access_token": "first", "expires_in": 3600}


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return new_signing_key()


def _client(key: SigningKey, *replies: Reply, **more: Any) -> tuple[ServiceClient, Session]:
    http, tokens = Session(list(replies)), more.pop("tokens", Tokens())
    scopes = more.pop("scopes", ["b", "a"])
    return ServiceClient(platform(**more), scopes, key=key, tokens=tokens, http=http), http


def _get(client: ServiceClient) -> requests.Response:
    return client.call("GET", URL, accept="text/x")


def test_a_token_is_asked_for_once_and_kept(key: SigningKey):
    client, http = _client(key, answer(body=TOKEN), OK, OK)
    _get(client)
    _get(client)
    assert [url for _method, url, _more in http.sent] == [platform().auth_token_url, URL, URL]
    assert http.sent[1][2]["headers"] == {"Authorization": "Bearer first", "Accept": "text/x"}


def test_tokens_are_kept_by_registration_and_scopes(key: SigningKey):
    tokens = Tokens()
    for number, more in enumerate(({}, {"id": 2}, {"scopes": ["a"]}), start=1):
        client, _http = _client(key, answer(body=TOKEN), OK, tokens=tokens, **more)
        _get(client)
        assert len(tokens.kept) == number
    again, http = _client(key, OK, tokens=tokens, scopes=["a", "b"])
    _get(again)
    assert len(http.sent) == 1


def test_the_signed_request(key: SigningKey):
    client, http = _client(key, answer(body=TOKEN), OK)
    _get(client)
    form = http.sent[0][2]["data"]
    claims = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert form["scope"] == "a b"
    assert form["grant_type"] == "client_credentials"
    assert claims["iss"] == claims["sub"] == "client-1"
    assert claims["aud"] == platform().auth_token_url
    assert claims["exp"] - claims["iat"] == 60
    assert claims["jti"]


def test_an_audience_of_its_own(key: SigningKey):
    client, http = _client(key, answer(body=TOKEN), OK, audience="https://login.example.org")
    _get(client)
    form = http.sent[0][2]["data"]
    claims = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert claims["aud"] == "https://login.example.org"


def test_a_withdrawn_token_is_fetched_anew_once(key: SigningKey):
    second = answer(body={**TOKEN, "access_token": "second"})
    client, http = _client(key, answer(body=TOKEN), answer(401), second, OK)
    assert _get(client).ok
    assert http.sent[3][2]["headers"]["Authorization"] == "Bearer second"


def test_a_second_401_is_the_end(key: SigningKey):
    client, http = _client(key, *[answer(body=TOKEN), answer(401)] * 2)
    with pytest.raises(ServiceRefused) as caught:
        _get(client)
    assert (caught.value.status, caught.value.where) == (401, "service")
    assert len(http.sent) == 4


@pytest.mark.parametrize("life", [0, 59, None, "", -5])
def test_a_short_token_is_not_kept(key: SigningKey, life: Any):
    reply = {"access_token": "short", "expires_in": life}
    client, http = _client(key, *[answer(body=reply), OK] * 2)
    _get(client)
    _get(client)
    assert len(http.sent) == 4


def test_a_token_is_kept_a_minute_less_than_it_lives(key: SigningKey):
    tokens = Tokens()
    client, _http = _client(key, answer(body=TOKEN), OK, tokens=tokens)
    _get(client)
    ((_token, ends),) = tokens.kept.values()
    left = ends - datetime.now(UTC)
    assert timedelta(seconds=3500) < left <= timedelta(seconds=3540)


@pytest.mark.parametrize(
    "reply",
    [
        answer(400, {"error": "invalid_scope"}),
        answer(200, {}),
        answer(200, []),
        answer(200, b"<html>"),
        answer(200, b"[" * 100_000),
        answer(200, {"access_token": None}),
        answer(200, {"access_token": ""}),
        answer(200, {"access_token": "a", "expires_in": "soon"}),
        answer(200, {"access_token": "a", "expires_in": [1]}),
    ],
    ids=lambda reply: str(reply.content)[:60],
)
def test_no_token(key: SigningKey, reply: requests.Response):
    client, http = _client(key, reply)
    with pytest.raises(ServiceRefused) as caught:
        _get(client)
    assert caught.value.where == "token"
    assert len(http.sent) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"error": "invalid_scope"}, "invalid_scope"),
        ({"error": "bad\x00" + "x" * 200}, "bad" + "x" * 97),
        ({"error": ["invalid_scope"]}, ""),
        ({}, ""),
        (["error"], ""),
        (b"<html>", ""),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_why_no_token_was_given(key: SigningKey, body: Any, reason: str):
    client, _http = _client(key, answer(400, body))
    with pytest.raises(ServiceRefused) as caught:
        client.prove()
    assert caught.value.reason == reason


def test_a_token_is_kept_for_a_day_at_most(key: SigningKey):
    tokens = Tokens()
    client, _http = _client(key, answer(body={**TOKEN, "expires_in": 10**12}), OK, tokens=tokens)
    _get(client)
    ((_token, ends),) = tokens.kept.values()
    assert ends <= datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_other_errors_are_passed_on(key: SigningKey, status: int):
    client, _http = _client(key, answer(body=TOKEN), answer(status))
    with pytest.raises(ServiceRefused) as caught:
        _get(client)
    assert caught.value.status == status


def test_no_answer_is_passed_on(key: SigningKey):
    client, _http = _client(key, answer(body=TOKEN), requests.ReadTimeout())
    with pytest.raises(requests.ReadTimeout):
        _get(client)


def test_a_body_has_its_media_type(key: SigningKey):
    client, http = _client(key, answer(body=TOKEN), OK)
    client.call("POST", URL, accept="text/x", body="ä")
    assert http.sent[1][2]["data"] == b"\xc3\xa4"
    assert http.sent[1][2]["headers"]["Content-Type"] == "text/x"
