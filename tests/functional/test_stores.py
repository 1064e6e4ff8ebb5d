"""The stores that `lti` works with, when several write at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lti.ports import KeySet
from sidecar import clock, db
from sidecar.tenancy.models import PlatformKeySet, ServiceToken
from sidecar.tenancy.stores import KeySets, Tokens

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


def test_a_second_look_sees_what_another_wrote(world):
    number, now, mine = world.registration.id, clock.now(), KeySets()
    assert mine.load(number) is None
    with ThreadPoolExecutor(1) as another:
        found = KeySet(jwks={"keys": []}, fetched_at=now)
        another.submit(KeySets().save, number, found).result()
    assert mine.load(number) is not None
