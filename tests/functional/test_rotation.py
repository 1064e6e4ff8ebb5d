"""The tool's keys: before, during and after a rotation all works."""

from datetime import timedelta

import time_machine

from lti import claims as c
from lti.keys import public_key_set
from lti.services import ServiceClient
from sidecar import clock, db
from sidecar.tenancy.keys import published_keys, rotate_signing_key, signing_key
from sidecar.tenancy.stores import Tokens, platform_of
from tests.functional.steps import audited, registration
from tests.support.course import come
from tests.support.platform import (
    ADMINISTRATOR,
    ISSUER,
    Harness,
    session_to,
)


def _client(harness: Harness) -> ServiceClient:
    row = registration()
    made = ServiceClient(
        platform_of(row),
        [c.SCOPE_ROSTER],
        key=signing_key(),
        tokens=Tokens(),
        http=session_to({ISSUER: harness.to_platform}),
    )
    db.database().release()
    return made


def _jwks(harness: Harness) -> set[str]:
    answer = harness.open(harness.client(), "/lti/jwks.json")
    assert answer.status_code == 200
    return {row["kid"] for row in answer.json["keys"]}


def _all_works(harness: Harness, client: ServiceClient) -> None:
    assert harness.launch().status_code == 303
    client.prove()
    assert client.key.kid in _jwks(harness)


def test_before_during_and_after_a_rotation_all_works(harness: Harness):
    before = _client(harness)
    _all_works(harness, before)
    begun = harness.begin()
    come(harness, ADMINISTRATOR).post("/platforms/keys")
    # A launch that began before, and a request that was signed with the key of before.
    assert harness.post(harness.answer(begun)).status_code == 303
    _all_works(harness, before)
    after = _client(harness)
    assert after.key.kid != before.key.kid
    _all_works(harness, after)
    assert _jwks(harness) == {before.key.kid, after.key.kid}
    assert "key.rotated" in audited()


def test_a_retired_key_is_published_for_a_week(harness: Harness):
    old = signing_key().kid
    db.database().release()
    with db.transaction():
        new = rotate_signing_key(by=None)
    with time_machine.travel(clock.now() + timedelta(days=6)):
        assert {k.kid for k in published_keys()} == {old, new}
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert {k.kid for k in published_keys()} == {new}
    assert all("d" not in row for row in public_key_set(published_keys())["keys"])
