"""The stores to begin with keep what the ports promise."""

from dataclasses import replace
from datetime import timedelta

from lti.memory import Memory
from lti.ports import Flow, KeySet
from tests.unit.lti.support import ISSUER, NOW, platform

MINE, TWIN = platform(), platform(id=2, client_id="client-2")
FLOW = Flow(
    state_hash="s",
    nonce="n",
    platform_id=1,
    target_link_uri="",
    cookie_hash="",
    browser="",
    expires_at=NOW,
)


def test_registrations_are_found_by_issuer_and_client():
    store = Memory((MINE, ["1"]), (TWIN, ["2"]))
    assert store.find(ISSUER, None) == [MINE, TWIN]
    assert store.find(ISSUER, "client-2") == [TWIN]
    assert store.find("https://other.example.org", None) == []
    assert store.find("https://other.example.org", "client-1") == []
    assert store.has_deployment(2, "2")
    assert not store.has_deployment(1, "2")


def test_a_login_is_given_out_once_and_in_time():
    store = Memory()
    store.add(replace(FLOW, expires_at=NOW + timedelta(seconds=1)))
    assert store.peek("s", NOW) is not None
    assert store.take("s", NOW) is not None
    assert store.take("s", NOW) is None
    store.add(FLOW)
    assert store.peek("s", NOW) is None
    assert store.take("s", NOW) is None


def test_keys_are_replaced():
    store = Memory()
    for kid in ("a", "b"):
        store.save(1, KeySet(jwks={"keys": [kid]}, fetched_at=NOW))
    assert store.load(1) == KeySet(jwks={"keys": ["b"]}, fetched_at=NOW)
    assert store.load(2) is None


def test_one_asker_a_minute():
    store, minute = Memory(), timedelta(minutes=1)
    asked = [
        store.claim(1, now=NOW + n * minute / 2, since=NOW + (n - 2) * minute / 2) for n in range(4)
    ]
    assert asked == [True, False, True, False]


def test_tokens_by_registration_and_scopes():
    tokens = Memory().tokens
    tokens.save(1, "a b", "one", NOW + timedelta(seconds=1))
    assert tokens.load(1, "a b", NOW) == "one"
    assert tokens.load(1, "a", NOW) is None
    assert tokens.load(2, "a b", NOW) is None
    assert tokens.load(1, "a b", NOW + timedelta(seconds=1)) is None
    tokens.forget(1, "a b")
    assert tokens.load(1, "a b", NOW) is None
