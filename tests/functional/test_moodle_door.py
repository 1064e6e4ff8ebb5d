"""Every route under /api/v1/moodle/: who is let in, and that nobody else is."""

from typing import Any

import jwt
import pytest
from sqlalchemy import select

from lti.keys import new_signing_key
from sidecar import clock, db
from sidecar.api import trust
from sidecar.identity.models import Role
from sidecar.tenancy.api_keys import drop_api_key, make_api_key
from sidecar.tenancy.models import PlatformRegistration, UsedCall
from sidecar.tenancy.sweeping import sweep_launches
from tests.functional.steps import rows, stranger
from tests.support.block import AUDIENCE, ask, claims_of, fetch, harness_of, refused, signed, tell
from tests.support.platform import ISSUER, LEARNER, TOOL, Harness, contents
from tests.support.world import World, soup

SAMPLES: dict[str, str] = {
    "/moodle/ping": "GET",
    "/moodle/status": "GET",
    "/moodle/card": "GET",
    "/moodle/content": "GET",
    "/moodle/open": "POST",
    "/moodle/notices": "GET",
    "/moodle/notices/ack": "POST",
    "/moodle/events": "POST",
    "/moodle/qualification": "GET",
    "/moodle/evidence": "GET",
    "/moodle/demonstrations": "GET",
    "/moodle/completions": "GET",
    "/moodle/privacy/export": "GET",
    "/moodle/privacy/erasures": "POST",
}


def call(harness: Harness, path: str, token: str) -> Any:
    return ask(harness, path, token) if SAMPLES[path] == "GET" else tell(harness, path, {}, token)


def test_the_samples_are_all_routes_there_are(harness: Harness):
    rules = [r for r in harness.app.url_map.iter_rules() if r.rule.startswith("/api/v1/moodle")]
    assert {r.rule.removeprefix("/api/v1") for r in rules} == set(SAMPLES)


@pytest.mark.parametrize("path", sorted(SAMPLES))
def test_no_route_is_open(harness: Harness, path: str):
    """Whatever else is wrong with the call, the missing proof is said first; nothing is written."""
    launch = harness.sign(claims_of(harness, nonce="n"))
    ping = jwt.encode(
        claims_of(harness), harness.platform.key.private_pem, "RS256",
        headers={"kid": harness.platform.key.kid, "typ": "JWT"},
    )  # fmt: skip
    ask(harness, "/moodle/ping", signed(harness))  # the keys are fetched by now
    before = contents(without=("login_flow", "platform_key_set"))
    for token, code in (
        ("", "LTI-TOKEN"),
        ("rubbish", "LTI-TOKEN"),
        (launch, "LTI-TOKEN"),
        (ping, "LTI-TOKEN"),
        (signed(harness, key=new_signing_key()), "LTI-KEY"),
        (signed(harness, aud=f"{TOOL}/lti/launch"), "LTI-AUDIENCE"),
        (signed(harness, iss="https://nobody.example.org"), "LTI-PLATFORM"),
        ("valo_guessed", "LTI-PLATFORM"),
    ):
        refused(call(harness, path, token), code)
    assert contents(without=("login_flow", "platform_key_set")) == before


@pytest.mark.parametrize("path", sorted(SAMPLES))
def test_a_token_is_good_for_one_call_of_any_kind(harness: Harness, path: str):
    token = signed(harness)
    assert ask(harness, "/moodle/ping", token).status_code == 200
    refused(call(harness, path, token), "LTI-NONCE")


def test_used_tokens_are_known_to_every_worker_and_forgotten_in_time(harness: Harness, monkeypatch):
    """They are in the database, as hashes."""
    ask(harness, "/moodle/ping", signed(harness, jti="seen-once"))
    [used] = rows(UsedCall)
    assert "seen-once" not in used.jti_hash
    sweep_launches()
    assert rows(UsedCall), "a token that still lives stays known"
    later = clock.now() + trust.LONGEST_LIFE + 3 * trust.LEEWAY
    monkeypatch.setattr(clock, "now", lambda: later)
    sweep_launches()
    assert rows(UsedCall) == []


def test_bad_values_of_a_good_call_are_named(harness: Harness):
    answer = tell(harness, "/moodle/events", {"events": [{"id": "1"}]})
    refused(answer, "E-INPUT", 422)
    assert answer.json["errors"]


# -- the key ---------------------------------------------------------------------------------------
def key_of(harness: Harness) -> str:
    with db.transaction() as session:
        made = make_api_key(session.scalars(select(PlatformRegistration)).one(), by=None)
    db.database().release()
    return made


def test_a_key_stands_in_for_the_signature(harness: Harness):
    key = key_of(harness)
    answer = ask(harness, "/moodle/ping", key)
    assert answer.status_code == 200
    assert answer.json["issuer"] == ISSUER
    assert ask(harness, "/moodle/ping", key).status_code == 200, "a key has no one-time id"
    [row] = rows(PlatformRegistration)
    assert key not in (row.api_key_hash or "")
    assert row.block_seen_at is not None


def test_a_key_is_its_platforms_only(harness: Harness):
    key = key_of(harness)
    client = harness.app.test_client()
    for name, value in (("X-Valo-Client", "other"), ("X-Valo-Issuer", "https://other.example")):
        headers = {"Authorization": f"Bearer {key}", name: value}
        answer = client.get("/api/v1/moodle/ping", base_url=TOOL, headers=headers)
        refused(answer, "LTI-PLATFORM")


def test_a_new_key_ends_the_old_one_and_a_dropped_one_opens_nothing(harness: Harness):
    old = key_of(harness)
    new = key_of(harness)
    refused(ask(harness, "/moodle/ping", old), "LTI-PLATFORM")
    assert ask(harness, "/moodle/ping", new).status_code == 200
    with db.transaction() as session:
        drop_api_key(session.scalars(select(PlatformRegistration)).one(), by=None)
    db.database().release()
    refused(ask(harness, "/moodle/ping", new), "LTI-PLATFORM")


def test_a_key_of_a_platform_that_is_off_opens_nothing(harness: Harness):
    key = key_of(harness)
    with db.transaction() as session:
        session.scalars(select(PlatformRegistration)).one().state = "off"
    db.database().release()
    refused(ask(harness, "/moodle/ping", key), "LTI-OFF", 403)


def test_a_key_is_no_launch(harness: Harness):
    key = key_of(harness)
    answer = harness.launch(LEARNER, forge=lambda _claims: key)
    assert answer.status_code == 400


# -- how things stand ------------------------------------------------------------------------------
def test_the_state_names_last_contact_and_what_waits(harness: Harness):
    found = fetch(harness, "/moodle/status")
    assert found["issuer"] == ISSUER
    assert found["last_contact_at"]
    assert found["waiting"] == {"notices": 0, "deliveries": 0, "events": 0}
    assert found["failed"] == {"notices": 0, "deliveries": 0, "events": 0}


def test_the_blocks_release_is_noted(harness: Harness):
    headers = {"Authorization": f"Bearer {signed(harness)}", "X-Valo-Block": "0.1.0"}
    harness.app.test_client().get("/api/v1/moodle/ping", base_url=TOOL, headers=headers)
    [row] = rows(PlatformRegistration)
    assert row.block_release == "0.1.0"


def test_the_audience_is_what_the_tool_says(harness: Harness):
    assert ask(harness, "/tool").json["audience"] == AUDIENCE


# -- the console -----------------------------------------------------------------------------------
def test_an_administrator_makes_a_key_that_is_shown_once(world: World):
    harness = harness_of(world)
    browser = world.sign_in(world.administrator)
    where = f"/platforms/{world.registration.id}/api-key"
    page = soup(browser.post(where))
    key = page.select_one("#api-key").text
    assert ask(harness, "/moodle/ping", key).status_code == 200
    again = browser.page("/platforms")
    assert key not in str(again)
    assert again.select("button[name=drop]")
    browser.post(where, {"drop": "1"})
    refused(ask(harness, "/moodle/ping", key), "LTI-PLATFORM")
    for person in (world.coach, world.learner):
        assert world.sign_in(person).post(where).status_code == 403


def test_a_key_of_another_providers_platform_is_out_of_reach(world: World):
    browser = stranger(world, Role.ADMINISTRATOR, standings=("staff", "setup"))
    assert browser.get("/platforms").status_code == 200
    assert browser.post(f"/platforms/{world.registration.id}/api-key").status_code == 404
    [row] = rows(PlatformRegistration, PlatformRegistration.id == world.registration.id)
    assert row.api_key_hash is None
