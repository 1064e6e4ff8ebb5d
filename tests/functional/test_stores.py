"""The stores that `lti` works with, when several write at the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from lti.errors import LaunchRefused
from lti.keys import RemoteKeys, new_signing_key, public_key_set
from lti.ports import KeySet
from sidecar import clock, db
from sidecar.tenancy.models import PlatformKeySet, PlatformRegistration, ServiceToken
from sidecar.tenancy.stores import KeySets, Tokens, platform_of
from tests.unit.lti.support import Session, answer

CROWD = 8


def _at_once(write) -> None:
    """`write(n)` in as many threads, all begun together; one that fails fails the test."""
    together = threading.Barrier(CROWD)

    def one(n: int) -> None:
        together.wait(10)
        try:
            write(n)
        finally:
            db.database().release()

    db.database().release()
    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(one, range(CROWD)))


@pytest.mark.parametrize("_again", range(3))
def test_the_first_keys_of_a_platform_brought_by_many(world, _again: int):
    number, now = world.registration.id, clock.now()
    _at_once(lambda n: KeySets().save(number, KeySet(jwks={"keys": [n]}, fetched_at=now)))
    assert db.session().query(PlatformKeySet).count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_the_first_token_of_a_platform_brought_by_many(world, _again: int):
    number, ends = world.registration.id, clock.now() + timedelta(hours=1)
    _at_once(lambda n: Tokens().save(number, "scope", f"token-{n}", ends))
    assert db.session().query(ServiceToken).count() == 1
    assert str(Tokens().load(number, "scope", clock.now())).startswith("token-")


def test_one_process_fetches_the_keys_for_all(world):
    """Eight launches with a new key at once; nothing but the database ties them together."""
    number, now = world.registration.id, clock.now()
    old, new = new_signing_key(), new_signing_key()
    KeySets().save(number, KeySet(jwks=public_key_set([old]), fetched_at=now - timedelta(hours=1)))
    db.database().release()
    asked = []

    def slowly(_url: str) -> requests.Response:
        assert not db.database().in_transaction
        asked.append(1)
        time.sleep(0.3)
        return answer(body=public_key_set([old, new]))

    def come(_n: int) -> None:
        platform = platform_of(db.session().get_one(PlatformRegistration, number))
        assert RemoteKeys(KeySets(), Session(slowly)).find(platform, new.kid, now=now)

    _at_once(come)
    assert len(asked) == 1
    later = now + timedelta(seconds=59)
    with pytest.raises(LaunchRefused):
        RemoteKeys(KeySets(), Session(slowly)).find(
            platform_of(world.registration), "unknown", now=later
        )
    assert len(asked) == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_one_of_many_may_ask(world, is_first: bool):
    number, now = world.registration.id, clock.now()
    if not is_first:
        before = now - timedelta(hours=1)
        KeySets().save(number, KeySet(jwks={"keys": []}, fetched_at=before, asked_at=before))
    since, won = now - timedelta(minutes=1), []
    _at_once(lambda _n: won.append(KeySets().claim(number, now=now, since=since)))
    assert sorted(won) == [False] * (CROWD - 1) + [True]


def test_a_second_look_sees_what_another_wrote(world):
    number, now, mine = world.registration.id, clock.now(), KeySets()
    assert mine.load(number) is None
    with ThreadPoolExecutor(1) as another:
        found = KeySet(jwks={"keys": []}, fetched_at=now)
        another.submit(KeySets().save, number, found).result()
    assert mine.load(number) is not None


def test_x28_tokens_of_two_registrations_are_never_mixed(world):
    now = clock.now()
    ends, over = now + timedelta(hours=1), now - timedelta(seconds=1)
    first, kept = world.registration.id, Tokens()
    with db.transaction() as session:
        other = _registered_once_more(session, world.registration)
    for number, scopes, until in ((first, "a", ends), (other, "a", ends), (first, "b", ends)):
        kept.save(number, scopes, f"{number} {scopes}", until)
    kept.save(other, "b", "too old", over)

    def all_of_them() -> list[str | None]:
        return [kept.load(number, scopes, now) for number in (first, other) for scopes in "ab"]

    assert all_of_them() == [f"{first} a", f"{first} b", f"{other} a", None]
    kept.forget(first, "a")
    assert all_of_them() == [None, f"{first} b", f"{other} a", None]


def _registered_once_more(session, known: PlatformRegistration) -> int:
    names = ("provider_id", "issuer", "auth_login_url", "auth_token_url", "key_set_url")
    values = {name: getattr(known, name) for name in names}
    row = PlatformRegistration(**values, client_id="other", created_at=clock.now())
    session.add(row)
    session.flush()
    return row.id
