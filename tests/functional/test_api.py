"""/api/v1: registration by invitation, and what the Moodle block may ask with its Moodle's key."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import requests
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti.keys import new_signing_key
from sidecar import clock, db
from sidecar.api import trust
from sidecar.diary.models import DiaryEntry
from sidecar.identity.models import Role, RoleGrant
from sidecar.tenancy.actions import invite_platform
from sidecar.tenancy.models import EducationProvider, PlatformRegistration, RegistrationInvite
from tests.functional.steps import approve, send
from tests.support.block import AUDIENCE, ask, claims_of, harness_of, refused, signed, subject_of
from tests.support.platform import (
    ISSUER,
    LEARNER,
    TOOL,
    Harness,
    contents,
)
from tests.support.world import World

NEW = "https://other.example.org"


def invitation(harness: Harness) -> str:
    with db.transaction() as session:
        token = invite_platform(session.scalars(select(EducationProvider)).one())
    db.database().release()
    return token


def body(invite: str, **changed: Any) -> dict[str, Any]:
    return {
        "invite": invite,
        "issuer": NEW,
        "client_id": "abc",
        "deployment_id": "4",
        "auth_login_url": f"{NEW}/mod/lti/auth.php",
        "auth_token_url": f"{NEW}/mod/lti/token.php",
        "key_set_url": f"{NEW}/mod/lti/certs.php",
    } | changed


def post(harness: Harness, sent: Any) -> TestResponse:
    return harness.app.test_client().post("/api/v1/platforms", base_url=TOOL, json=sent)


# -- registration ----------------------------------------------------------------------------------
def test_an_invitation_registers_a_platform_once(harness: Harness):
    invite = invitation(harness)
    answer = post(harness, body(invite))
    assert answer.status_code == 201, answer.text
    assert answer.json == {"issuer": NEW, "client_id": "abc", "state": "waiting"}
    row = db.session().scalars(select(PlatformRegistration).filter_by(issuer=NEW)).one()
    assert (row.key_set_url, row.product) == (f"{NEW}/mod/lti/certs.php", "moodle")
    db.database().release()
    refused(post(harness, body(invite, client_id="def")), "E-INPUT", 422)


@pytest.mark.parametrize(
    "bad",
    ["http://other.example.org/a", "javascript:alert(1)", "file:///etc/passwd", "https://[", "//x"],
)
@pytest.mark.parametrize("field", ["issuer", "auth_login_url", "auth_token_url", "key_set_url"])
def test_addresses_are_https_and_whole(harness: Harness, field: str, bad: str):
    invite = invitation(harness)
    before = contents()
    answer = post(harness, body(invite, **{field: bad}))
    refused(answer, "E-INPUT", 422)
    assert list(answer.json["errors"]) == [field]
    assert contents() == before


def test_addresses_of_another_host_are_refused_and_the_invitation_stays(harness: Harness):
    invite = invitation(harness)
    answer = post(harness, body(invite, key_set_url="https://elsewhere.example.org/certs.php"))
    refused(answer, "E-REGISTRATION", 400)
    row = db.session().scalars(select(RegistrationInvite).filter_by(used_at=None)).all()
    assert len(row) == 1


@pytest.mark.parametrize("sent", [{}, [], {"invite": 3}, {"invite": {}, "issuer": None}])
def test_a_body_that_is_none_is_refused_with_its_fields(harness: Harness, sent: Any):
    answer = post(harness, sent)
    assert answer.status_code == 422, answer.text
    assert answer.json["reference"]


def test_without_an_invitation_nothing_is_written(harness: Harness):
    before = contents()
    refused(post(harness, body("guess")), "E-INPUT", 422)
    assert contents() == before


def test_a_platform_of_another_provider_is_not_changed(harness: Harness):
    with db.transaction() as session:
        other = EducationProvider(name="Toinen", created_at=clock.now())
        session.add(other)
        session.flush()
        invite = invite_platform(other)
    db.database().release()
    mine = {"issuer": ISSUER, "client_id": harness.tool.client_id}
    taken = dict.fromkeys(("auth_login_url", "auth_token_url", "key_set_url"), f"{ISSUER}/evil")
    refused(post(harness, body(invite, **mine, **taken)), "E-INPUT", 422)


# -- the signature ---------------------------------------------------------------------------------
def test_ping_shows_that_the_way_is_open_in_both_directions(harness: Harness):
    answer = ask(harness, "/moodle/ping", signed(harness))
    assert answer.status_code == 200, answer.text
    assert answer.json["issuer"] == ISSUER
    assert harness.to_platform.seen, "our keys were fetched from the platform"


@pytest.mark.parametrize("path", ["/moodle/ping", "/moodle/card?user=1"])
def test_without_a_token_nothing_is_answered(harness: Harness, path: str):
    refused(ask(harness, path), "LTI-TOKEN")
    refused(ask(harness, path, "rubbish"), "LTI-TOKEN")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"aud": TOOL}, "LTI-AUDIENCE"),
        ({"aud": [AUDIENCE, "https://evil.example.org"]}, "LTI-AUDIENCE"),
        ({"aud": None}, "LTI-TOKEN"),
        ({"iss": "https://nobody.example.org"}, "LTI-PLATFORM"),
        ({"sub": "another"}, "LTI-PLATFORM"),
        ({"jti": None}, "LTI-TOKEN"),
        ({"exp": None}, "LTI-TIME"),
        ({"iat": None}, "LTI-TIME"),
        ({"https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0"}, "LTI-TOKEN"),
    ],
)
def test_every_claim_counts(harness: Harness, changed: dict[str, Any], code: str):
    refused(ask(harness, "/moodle/ping", signed(harness, **changed)), code)


@pytest.mark.parametrize(("iat", "exp"), [(-120, -30), (0, 3600), (300, 360), (-3600, 60)])
def test_a_token_lives_a_minute_and_no_longer(harness: Harness, iat: int, exp: int):
    now = int(clock.now().timestamp())
    refused(ask(harness, "/moodle/ping", signed(harness, iat=now + iat, exp=now + exp)), "LTI-TIME")


def test_a_token_is_good_once(harness: Harness):
    token = signed(harness)
    assert ask(harness, "/moodle/ping", token).status_code == 200
    refused(ask(harness, "/moodle/ping", token), "LTI-NONCE")


def test_a_foreign_key_signs_nothing(harness: Harness):
    refused(ask(harness, "/moodle/ping", signed(harness, key=new_signing_key())), "LTI-KEY")


def test_other_algorithms_are_refused(harness: Harness):
    headers = {"kid": harness.platform.key.kid, "typ": trust.TYPE}
    unsigned = jwt.encode(claims_of(harness), None, "none", headers=headers)
    shared = jwt.encode(claims_of(harness), "x" * 32, "HS256", headers=headers)
    for token in (unsigned, shared):
        refused(ask(harness, "/moodle/ping", token), "LTI-TOKEN")


def test_a_platform_that_is_off_asks_for_nothing(harness: Harness):
    with db.transaction() as session:
        session.scalars(select(PlatformRegistration)).one().state = "off"
    db.database().release()
    refused(ask(harness, "/moodle/ping", signed(harness)), "LTI-OFF", 403)


def test_keys_out_of_reach_are_said_as_such(harness: Harness):
    def fails(request, timeout):
        raise requests.ConnectionError

    harness.to_platform.instead = fails
    refused(ask(harness, "/moodle/ping", signed(harness)), "LTI-KEYSET", 502)


def test_a_launch_token_opens_no_door_here(harness: Harness):
    taken: list[str] = []

    def keep(claims: dict[str, Any]) -> str:
        taken.append(harness.sign(claims))
        return taken[0]

    harness.launch(LEARNER, forge=keep)
    refused(ask(harness, "/moodle/ping", taken[0]), "LTI-TOKEN")
    # Not even when everything but the LTI claims is as the API wants it.
    launch = jwt.decode(taken[0], options={"verify_signature": False})
    dressed = {**launch, **claims_of(harness)}
    headers = {"kid": harness.platform.key.kid, "typ": trust.TYPE}
    token = jwt.encode(dressed, harness.platform.key.private_pem, "RS256", headers=headers)
    refused(ask(harness, "/moodle/ping", token), "LTI-TOKEN")


def test_a_token_of_the_block_is_no_launch(harness: Harness):
    answer = harness.launch(LEARNER, forge=lambda claims: signed(harness))
    assert answer.status_code == 400
    assert "__Host-valo-" not in " ".join(answer.headers.getlist("Set-Cookie"))


# -- the card --------------------------------------------------------------------------------------
@pytest.fixture
def harness_of_world(world: World) -> Harness:
    return harness_of(world)


def card(harness: Harness, user: str, **query: str) -> dict[str, Any]:
    answer = ask(harness, "/moodle/card", signed(harness), user=user, **query)
    assert answer.status_code == 200, answer.text
    assert isinstance(answer.json, dict)
    return answer.json


def test_somebody_unknown_has_an_empty_card(harness: Harness):
    assert card(harness, "999999") == {"learner": None, "coach": None, "officer": None}


def test_a_learner_sees_lamps_and_the_last_answer(world: World, harness_of_world: Harness):
    me = subject_of(world, world.learner)
    assert card(harness_of_world, me)["learner"] == {
        "lamps": 7, "lit": 0, "half": 0, "returned": 0, "today": "none", "last_answer_at": None,
    }  # fmt: skip
    entry = send(
        world.sign_in(world.learner),
        text="salainen teksti",
        requirements=[str(r.id) for r in world.requirements[:2]],
    )
    assert card(harness_of_world, me)["learner"]["today"] == "submitted"
    approve(world.sign_in(world.coach), entry, "Hyvä!")
    found = card(harness_of_world, me)
    assert found["coach"] is None
    assert found["learner"]["today"] == "approved"
    answered = datetime.fromisoformat(found["learner"]["last_answer_at"])
    assert abs(clock.now() - answered) < timedelta(minutes=1)
    assert "salainen" not in json.dumps(found)
    assert "Hyv" not in json.dumps(found)


def test_a_coach_sees_what_waits_and_how_long(world: World, harness_of_world: Harness):
    me = subject_of(world, world.coach)
    assert card(harness_of_world, me) == {
        "learner": None,
        "coach": {"waiting": 0, "help": 0, "oldest_days": None},
        "officer": None,
    }
    older, newer = (send(world.sign_in(world.learner)).id for _ in range(2))
    with db.transaction() as session:
        session.get_one(DiaryEntry, newer).wants_help = True
        session.get_one(DiaryEntry, older).submitted_at = clock.now() - timedelta(days=3)
    db.database().release()
    found = card(harness_of_world, me)["coach"]
    assert found == {"waiting": 2, "help": 1, "oldest_days": 3}


def test_another_coach_sees_nothing_of_it(world: World, harness_of_world: Harness):
    send(world.sign_in(world.learner))
    found = card(harness_of_world, subject_of(world, world.other_coach))
    assert found["coach"]["waiting"] == 0


def test_in_another_course_the_learners_card_is_empty(world: World, harness_of_world: Harness):
    me = subject_of(world, world.learner)
    assert card(harness_of_world, me, course="7")["learner"]
    assert card(harness_of_world, me, course="8")["learner"] is None


def test_a_platform_sees_nobody_of_another_platform(world: World, harness: Harness):
    """The harness's own registration knows no account of the world's people."""
    with db.transaction() as session:
        session.add(
            RoleGrant(
                person_id=world.learner.id, provider_id=world.provider.id, role=Role.COACH,
                granted_at=datetime.now(UTC),
            )
        )  # fmt: skip
    db.database().release()
    assert card(harness, "11") == {"learner": None, "coach": None, "officer": None}


def test_a_card_needs_a_person(harness: Harness):
    answer = ask(harness, "/moodle/card", signed(harness))
    refused(answer, "E-INPUT", 422)
    assert list(answer.json["errors"]) == ["user"]


@pytest.mark.parametrize("course", ["7\x00", "\x00"])
def test_text_that_no_row_takes_is_refused_and_named(harness: Harness, course: str):
    for path in ("/moodle/qualification", "/moodle/demonstrations", "/moodle/card"):
        answer = ask(harness, path, signed(harness), user="11", course=course)
        refused(answer, "E-INPUT", 422)
        assert list(answer.json["errors"]) == ["course"]


def test_half_a_surrogate_pair_registers_nothing(harness: Harness):
    answer = post(harness, body(invitation(harness), client_id="abc\ud800"))
    refused(answer, "E-INPUT", 422)
    assert list(answer.json["errors"]) == ["client_id"]


# -- its document ----------------------------------------------------------------------------------
def test_the_tool_is_described_to_everybody(harness: Harness):
    found = ask(harness, "/tool").json
    assert found["login_url"] == f"{TOOL}/lti/login"
    assert found["audience"] == AUDIENCE
    assert abs(found["now"] - clock.now().timestamp()) < 60


def test_an_address_that_is_none_answers_json(harness: Harness):
    answer = ask(harness, "/nothing")
    assert answer.status_code == 404
    assert answer.json["reference"]
