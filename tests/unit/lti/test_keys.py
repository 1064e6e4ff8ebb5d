import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
import requests

from lti import keys
from lti.errors import LaunchRefused, Problem
from lti.keys import (
    KEEP_FOR,
    RemoteKeys,
    SigningKey,
    new_signing_key,
    public_key_set,
    sign,
    thumbprint,
)
from lti.memory import Memory
from lti.ports import KeySet
from tests.unit.lti.support import NOW, Reply, Session, answer, platform


@pytest.fixture(scope="module")
def pair() -> tuple[SigningKey, SigningKey]:
    return new_signing_key(), new_signing_key()


def _remote(*replies: Reply) -> tuple[RemoteKeys, Session]:
    http = Session(list(replies))
    return RemoteKeys(Memory(), http), http


def test_the_published_set_has_no_private_part(pair: tuple[SigningKey, SigningKey]):
    rows = public_key_set(pair)["keys"]
    assert [set(row) for row in rows] == [{"kty", "n", "e", "kid", "alg", "use"}] * 2
    assert [row["kid"] for row in rows] == [thumbprint(row) for row in rows]


def test_the_thumbprint_of_rfc_7638():
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
        "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
        "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI"
        "4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    row = {"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert thumbprint(row) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_a_signature_is_checked_with_the_found_key(pair: tuple[SigningKey, SigningKey]):
    remote, _http = _remote(answer(body=public_key_set(pair)))
    key = remote.find(platform(), pair[1].kid, now=NOW)
    assert jwt.decode(sign({"a": 1}, pair[1]), key, algorithms=["RS256"]) == {"a": 1}


def test_a_known_key_is_not_fetched_again_for_a_day(pair: tuple[SigningKey, SigningKey]):
    remote, http = _remote(*[answer(body=public_key_set(pair))] * 2)
    for age in (timedelta(), timedelta(hours=1), KEEP_FOR - timedelta(seconds=1)):
        remote.find(platform(), pair[0].kid, now=NOW + age)
    assert len(http.sent) == 1
    remote.find(platform(), pair[0].kid, now=NOW + KEEP_FOR)
    assert len(http.sent) == 2


def test_rotation_is_seen_after_one_more_fetch(pair: tuple[SigningKey, SigningKey]):
    old, new = pair
    remote, http = _remote(answer(body=public_key_set([old])), answer(body=public_key_set(pair)))
    remote.find(platform(), old.kid, now=NOW)
    remote.find(platform(), new.kid, now=NOW + timedelta(minutes=2))
    assert len(http.sent) == 2


def test_unknown_keys_make_us_look_at_most_once_a_minute(pair: tuple[SigningKey, SigningKey]):
    remote, http = _remote(*[answer(body=public_key_set([pair[0]]))] * 3)
    for seconds in (0, 1, 30, 59, 60, 61, 119):
        with pytest.raises(LaunchRefused) as caught:
            remote.find(platform(), "unknown", now=NOW + timedelta(seconds=seconds))
        assert caught.value.problem == Problem.BAD_SIGNATURE
    assert len(http.sent) == 2


def test_many_who_come_at_a_rotation_make_one_fetch(pair: tuple[SigningKey, SigningKey]):
    """Each waits for the one that asks, in whatever process, and nobody is refused meanwhile."""
    old, new = pair
    together, store = threading.Barrier(8), Memory()

    def slowly(_url: str) -> requests.Response:
        time.sleep(0.2)
        return answer(body=public_key_set(pair))

    store.save(1, KeySet(jwks=public_key_set([old]), fetched_at=NOW))
    http = Session(slowly)

    def come(_n: int) -> bool:
        together.wait(5)
        found = RemoteKeys(store, http).find(platform(), new.kid, now=NOW + timedelta(hours=1))
        return found is not None

    with ThreadPoolExecutor(8) as crowd:
        assert all(crowd.map(come, range(8)))
    assert len(http.sent) == 1


def test_a_platform_that_is_down_is_asked_once_a_minute_too(pair: tuple[SigningKey, SigningKey]):
    remote, http = _remote(answer(body=public_key_set([pair[0]])), *[answer(503)] * 9)
    remote.find(platform(), pair[0].kid, now=NOW)
    for seconds in (61, 62, 90, 120, 122):
        with pytest.raises(LaunchRefused) as caught:
            remote.find(platform(), "unknown", now=NOW + timedelta(seconds=seconds))
        assert caught.value.problem == Problem.KEYS_UNREACHABLE
    assert len(http.sent) == 3


def test_where_no_key_is_known_a_short_outage_stays_short(pair: tuple[SigningKey, SigningKey]):
    remote, http = _remote(answer(503), answer(body=public_key_set(pair)))
    for seconds in (0, 1, 4):
        with pytest.raises(LaunchRefused):
            remote.find(platform(), pair[0].kid, now=NOW + timedelta(seconds=seconds))
    assert len(http.sent) == 1
    assert remote.find(platform(), pair[0].kid, now=NOW + timedelta(seconds=5))


def test_old_keys_are_good_for_a_week_while_newer_ones_cannot_be_had(
    pair: tuple[SigningKey, SigningKey],
):
    remote, _http = _remote(answer(body=public_key_set(pair)), *[answer(503)] * 9)
    remote.find(platform(), pair[0].kid, now=NOW)
    assert remote.find(platform(), pair[0].kid, now=NOW + timedelta(days=6))
    with pytest.raises(LaunchRefused):
        remote.find(platform(), pair[0].kid, now=NOW + timedelta(days=8))


def test_key_sets_belong_to_a_registration(pair: tuple[SigningKey, SigningKey]):
    remote, _http = _remote(*(answer(body=public_key_set([key])) for key in pair))
    remote.find(platform(id=1), pair[0].kid, now=NOW)
    with pytest.raises(LaunchRefused):
        remote.find(platform(id=2), pair[0].kid, now=NOW)


@pytest.mark.parametrize(
    "reply",
    [
        requests.ConnectionError(),
        requests.ReadTimeout(),
        answer(404, {}),
        answer(302, {}),
        answer(200, b"<html>"),
        answer(200, b"[" * 100_000),
        answer(200, b"9" * 5_000),
        answer(200, b" " * 300_000),
    ],
    ids=str,
)
def test_keys_that_cannot_be_fetched(reply: Reply):
    remote, _http = _remote(reply)
    with pytest.raises(LaunchRefused) as caught:
        remote.find(platform(), "any", now=NOW)
    assert caught.value.problem == Problem.KEYS_UNREACHABLE
    assert caught.value.facts["address"] == platform().key_set_url


@pytest.mark.parametrize(
    "jwks",
    [
        {"keys": None},
        {"keys": {}},
        {"keys": ["k", None, {"kid": "k"}, {"kid": "k", "kty": "EC"}]},
        {"keys": [{"kid": "k", "kty": "RSA"}]},
        {"keys": [{"kid": "k", "kty": "RSA", "n": 7, "e": "AQAB"}]},
        {"keys": [{"kid": "k", "kty": "RSA", "n": "", "e": ""}]},
        {"keys": [{"kid": "k", "kty": "RSA", "n": "AAAA", "e": "AA"}]},
        {"keys": [{"kid": "k", "kty": "RSA", "n": "ä", "e": "AQAB"}]},
    ],
    ids=str,
)
def test_odd_key_sets_hold_no_key(jwks: dict[str, Any]):
    store = Memory()
    store.save(1, KeySet(jwks=jwks, fetched_at=NOW))
    with pytest.raises(LaunchRefused) as caught:
        RemoteKeys(store, Session([])).find(platform(), "k", now=NOW)
    assert caught.value.problem == Problem.BAD_SIGNATURE


def test_a_key_set_that_says_nothing_is_not_asked_again_at_once():
    remote, http = _remote(answer(body={}), answer(body={}))
    for seconds in (0, 6, 59):
        with pytest.raises(LaunchRefused) as caught:
            remote.find(platform(), "k", now=NOW + timedelta(seconds=seconds))
        assert caught.value.problem == Problem.BAD_SIGNATURE
    assert len(http.sent) == 1


def test_nobody_waits_for_ever_for_one_that_died_while_it_asked(
    pair: tuple[SigningKey, SigningKey], monkeypatch: pytest.MonkeyPatch
):
    """Those who wait are told no; a minute later the next one asks for itself."""
    monkeypatch.setattr(keys, "_TURN", 0.001)
    store, http = Memory(), Session([answer(body=public_key_set(pair))])
    store.save(1, KeySet(jwks=public_key_set(pair[:1]), fetched_at=NOW))
    now = NOW + timedelta(hours=1)
    assert store.claim(1, now=now, since=now - timedelta(minutes=1))
    with pytest.raises(LaunchRefused) as caught:
        RemoteKeys(store, http).find(platform(), pair[1].kid, now=now)
    assert caught.value.problem == Problem.KEYS_UNREACHABLE
    assert not http.sent
    later = now + timedelta(minutes=1)
    assert RemoteKeys(store, http).find(platform(), pair[1].kid, now=later)


def test_a_known_key_costs_one_look(pair: tuple[SigningKey, SigningKey]):
    class Counting(Memory):
        looks = 0

        def load(self, platform_id: int) -> KeySet | None:
            self.looks += 1
            return super().load(platform_id)

        def claim(self, platform_id: int, *, now: datetime, since: datetime) -> bool:
            raise AssertionError("nobody has to ask")

    store = Counting()
    store.save(1, KeySet(jwks=public_key_set(pair), fetched_at=NOW))
    RemoteKeys(store, Session([])).find(platform(), pair[0].kid, now=NOW)
    assert store.looks == 1
