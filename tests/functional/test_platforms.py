"""The administrator's console of platforms, the keys, and the renewal of a registration."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests
import time_machine
from click.testing import CliRunner
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.keys import public_key_set
from lti.registration import PlatformDescription, Registered
from lti.services import ServiceClient
from sidecar import clock, db
from sidecar.audit.models import AuditEvent
from sidecar.cli.keys import COMMANDS
from sidecar.errors import BadInput
from sidecar.tenancy.actions import add_registration, invite_platform, save_provider
from sidecar.tenancy.keys import published_keys, rotate_signing_key, signing_key
from sidecar.tenancy.models import (
    Deployment,
    EducationProvider,
    PlatformKeySet,
    PlatformRegistration,
    ToolKey,
)
from sidecar.tenancy.platforms import note_refusal
from sidecar.tenancy.stores import Tokens, platform_of
from tests.support.platform import (
    ADMINISTRATOR,
    ISSUER,
    LEARNER,
    TOOL,
    USER_AGENT,
    Harness,
    answered,
    build_harness,
    contents,
    session_path,
    session_to,
)
from tests.support.world import text_of

HEADERS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def harness(app) -> Harness:
    return build_harness(app)


class Visitor:
    """Somebody inside the page session of a real launch."""

    def __init__(self, harness: Harness, user: str = ADMINISTRATOR) -> None:
        self.client = harness.client()
        opened = harness.launch(user, client=self.client)
        self.path = session_path(opened)

    def get(self, path: str = "/platforms") -> TestResponse:
        return self._open("GET", path)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self._open("POST", path, data=fields)

    def _open(self, method: str, path: str, **more) -> TestResponse:
        return self.client.open(
            self.path + path,
            method=method,
            base_url=TOOL,
            headers={"User-Agent": USER_AGENT, **HEADERS},
            follow_redirects=True,
            **more,
        )


def registration() -> PlatformRegistration:
    db.database().release()
    return db.session().query(PlatformRegistration).one()


def audited() -> list[str]:
    db.database().release()
    return list(db.session().scalars(select(AuditEvent.type)))


# -- the page -------------------------------------------------------------------------------------
def test_the_page_says_how_each_platform_is(harness: Harness):
    page = text_of(Visitor(harness).get())
    for words in (ISSUER, harness.tool.client_id, harness.tool.deployment_id, "käytössä"):
        assert words in page


def test_only_administrators(harness: Harness):
    learner = Visitor(harness, LEARNER)
    assert learner.get().status_code == 403
    assert learner.post("/platforms/keys").status_code == 403
    assert "/platforms" not in learner.get("/diary").text


def test_platforms_of_another_provider_are_not_there(harness: Harness):
    with db.transaction() as session:
        other = EducationProvider(name="Toinen", created_at=clock.now())
        session.add(other)
        session.flush()
        row = PlatformRegistration(
            provider_id=other.id,
            issuer="https://other.example.org",
            client_id="x",
            auth_login_url="https://other.example.org/a",
            auth_token_url="https://other.example.org/t",
            key_set_url="https://other.example.org/k",
            created_at=clock.now(),
        )
        session.add(row)
        session.flush()
        number = row.id
    admin = Visitor(harness)
    assert "other.example.org" not in admin.get().text
    for path in ("off", "on", "test", "deployments"):
        answer = admin.post(f"/platforms/{number}/{path}", sure="1", deployment_id="7")
        assert answer.status_code == 404, path


def test_a_deployment_is_added_once(harness: Harness):
    admin, number = Visitor(harness), registration().id
    assert "77" in text_of(admin.post(f"/platforms/{number}/deployments", deployment_id="77"))
    again = admin.post(f"/platforms/{number}/deployments", deployment_id="77")
    assert (again.status_code, "aria-invalid" in again.text) == (422, True)
    assert admin.post(f"/platforms/{number}/deployments", deployment_id="").status_code == 422
    db.database().release()
    assert [d.deployment_id for d in db.session().query(Deployment)].count("77") == 1
    assert "platform.deployment_added" in audited()


# -- switching ------------------------------------------------------------------------------------
def test_switching_off_asks_first_and_ends_every_page(harness: Harness):
    admin, learner, number = Visitor(harness), Visitor(harness, LEARNER), registration().id
    asked = admin.post(f"/platforms/{number}/off")
    assert registration().state == "active"
    assert f"./valo platforms on {number}" in asked.text
    done = admin.post(f"/platforms/{number}/off", sure="1")
    assert done.status_code == 200
    assert f"./valo platforms on {number}" in done.text
    assert registration().state == "off"
    assert admin.get().status_code == 401
    assert learner.get("/diary").status_code == 401
    assert harness.begin().status_code == 403
    assert "platform.switched_off" in audited()


def test_a_launch_under_way_does_not_switch_it_on_again(harness: Harness):
    begun = harness.begin()
    form = harness.answer(begun)
    with db.transaction() as session:
        session.query(PlatformRegistration).one().state = "off"
    assert harness.post(form).status_code == 403
    row = registration()
    assert (row.state, row.last_error_code) == ("off", Problem.SWITCHED_OFF)


def test_switched_on_from_another_platform(harness: Harness):
    admin = Visitor(harness)
    with db.transaction() as session:
        first = session.query(PlatformRegistration).one()
        names = ("provider_id", "issuer", "auth_login_url", "auth_token_url", "key_set_url")
        second = PlatformRegistration(
            **{n: getattr(first, n) for n in names},
            client_id="second",
            state="off",
            created_at=clock.now(),
        )
        session.add(second)
        session.flush()
        number = second.id
    admin.post(f"/platforms/{number}/on")
    db.database().release()
    assert db.session().get_one(PlatformRegistration, number).state == "waiting"
    assert "platform.switched_on" in audited()


# -- refused launches -----------------------------------------------------------------------------
def test_the_last_refusal_stands_on_the_page(harness: Harness):
    admin = Visitor(harness)
    answer = harness.launch(bend=lambda claims: claims.update({c.DEPLOYMENT_ID: "999"}))
    assert answer.status_code == 400
    row = registration()
    assert row.last_error_code == Problem.UNKNOWN_DEPLOYMENT
    assert row.last_error_at is not None
    page = text_of(admin.get())
    assert Problem.UNKNOWN_DEPLOYMENT in page
    assert "ei tunne tätä työkalun käyttöönottoa" in page


def test_the_same_refusal_is_noted_once_a_minute(harness: Harness):
    refused = LaunchRefused(Problem.BAD_TIME)
    refused.platform_id = registration().id
    with time_machine.travel(clock.now(), tick=False) as traveller:
        note_refusal(refused)
        first = registration().last_error_at
        assert first is not None
        traveller.shift(timedelta(seconds=30))
        note_refusal(refused)
        assert registration().last_error_at == first
        traveller.shift(timedelta(seconds=31))
        note_refusal(refused)
        assert registration().last_error_at > first


def test_a_refusal_without_a_registration_writes_nothing(harness: Harness):
    note_refusal(LaunchRefused(Problem.UNKNOWN_PLATFORM))
    assert registration().last_error_code is None


# -- test of the connection -----------------------------------------------------------------------
def _tested(harness: Harness) -> str:
    return text_of(Visitor(harness).post(f"/platforms/{registration().id}/test"))


def test_a_good_connection(harness: Harness):
    assert "Yhteys toimii" in _tested(harness)


@pytest.mark.parametrize(
    ("path", "status", "body", "words"),
    [
        ("certs.php", 500, b"", "avaimia ei saada"),
        ("certs.php", 200, b'{"keys": []}', "ei ole avainta"),
        ("token.php", 400, b'{"error": "invalid_client"}', "ei tunne valoa"),
        ("token.php", 400, b'{"error": "invalid_scope"}', "ei anna valon lukea"),
        ("token.php", 500, b"", "ei osaa käyttää"),
        ("token.php", 200, b"<html>", "ei osaa käyttää"),
        ("token.php", 0, b"", "ei vastaa"),
        ("certs.php", 0, b"", "avaimia ei saada"),
    ],
)
def test_each_outcome_has_its_sentence(
    harness: Harness, path: str, status: int, body: bytes, words: str
):
    admin, number = Visitor(harness), registration().id

    def instead(request: requests.PreparedRequest, _timeout) -> requests.Response | None:
        if not str(request.url).endswith(path):
            return None
        if not status:
            raise requests.ConnectionError
        return answered(request, status, body)

    harness.to_platform.instead = instead
    assert words in text_of(admin.post(f"/platforms/{number}/test"))


# -- invitations ----------------------------------------------------------------------------------
def test_an_invitation_is_shown_once(harness: Harness):
    admin = Visitor(harness)
    page = admin.post("/platforms/invitations")
    assert f"{TOOL}/lti/register?invite=" in page.text
    assert "register?invite=" not in admin.get().text
    assert "platform.invited" in audited()


def _described(issuer: str = ISSUER, **changed: str) -> PlatformDescription:
    made = PlatformDescription(
        issuer=issuer,
        auth_login_url=f"{issuer}/new/auth.php",
        auth_token_url=f"{issuer}/new/token.php",
        key_set_url=f"{issuer}/new/certs.php",
        registration_url="",
        product="moodle",
        version="",
    )
    return replace(made, **changed)


def test_a_known_platform_gets_its_new_addresses(harness: Harness):
    before = registration()
    number = before.id
    known = Registered(client_id=before.client_id, deployment_id="88")
    harness.launch()
    with db.transaction() as session:
        provider = session.query(EducationProvider).one()
        add_registration(invite_platform(provider), _described(), known)
    after = registration()
    assert (after.id, after.key_set_url) == (number, f"{ISSUER}/new/certs.php")
    assert db.session().query(PlatformKeySet).count() == 0
    assert {d.deployment_id for d in db.session().query(Deployment)} >= {"88"}
    assert "platform.updated" in audited()


def test_a_known_platform_registers_again_through_the_door(harness: Harness):
    """The platform answers with the client id that it gave before."""
    with db.transaction() as session:
        row = session.query(PlatformRegistration).one()
        row.auth_login_url = f"{ISSUER}/old/auth.php"
        invite = invite_platform(session.query(EducationProvider).one())
    answer_body = f'{{"client_id": "{harness.tool.client_id}"}}'.encode()

    def instead(request: requests.PreparedRequest, _timeout) -> requests.Response | None:
        is_registration = str(request.url).endswith("openid-registration.php")
        return answered(request, 200, answer_body) if is_registration else None

    harness.to_platform.instead = instead
    configuration = f"{ISSUER}/mod/lti/openid-configuration.php"
    path = f"/lti/register?invite={invite}&openid_configuration={configuration}"
    answer = harness.open(harness.client(), path, {}, **HEADERS)
    assert answer.status_code == 200, answer.text
    assert registration().auth_login_url == f"{ISSUER}/mod/lti/auth.php"
    used = harness.open(harness.client(), path, {}, **HEADERS)
    assert used.status_code == 422


def test_before_the_yes_the_page_says_who_is_asked_for_what(harness: Harness):
    with db.transaction() as session:
        invite = invite_platform(session.query(EducationProvider).one())
    db.database().release()
    before = contents()
    door = f"/lti/register?invite={invite}&openid_configuration={ISSUER}"
    page = harness.open(harness.client(), f"{door}/mod/lti/openid-configuration.php", **HEADERS)
    words = text_of(page)
    for said in (ISSUER, "moodle 20", "lähettää arvosanoja", "Sähköpostiosoitteita valo ei pyydä"):
        assert said in words
    wrong = harness.open(harness.client(), f"{door}/nowhere", **HEADERS)
    assert wrong.status_code == 400
    assert "E-REGISTRATION" in wrong.text
    assert contents() == before


def test_by_hand_every_value_is_there_to_copy(harness: Harness):
    with db.transaction() as session:
        invite = invite_platform(session.query(EducationProvider).one())
    db.database().release()
    page = harness.open(harness.client(), f"/lti/register?invite={invite}", **HEADERS)
    words = text_of(page)
    for value in (
        f"{TOOL}/lti/launch",
        f"{TOOL}/lti/login",
        f"{TOOL}/lti/jwks.json",
        "copied_from=$Context.id.history",
        "Use this service for grade sync and column management",
        "Use this service to retrieve members' information",
        "Ei koskaan (Never)",
    ):
        assert value in words


def test_an_invitation_of_one_provider_changes_nothing_of_another(harness: Harness):
    before = registration()
    address = before.key_set_url
    known = Registered(client_id=before.client_id, deployment_id=None)
    with db.transaction():
        other = save_provider("Toinen", organisation_oid=None, backend="none", config={})
        invite = invite_platform(other)
    with pytest.raises(BadInput), db.transaction():
        add_registration(invite, _described(), known)
    assert registration().key_set_url == address


# -- keys -----------------------------------------------------------------------------------------
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
    Visitor(harness).post("/platforms/keys")
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


# -- the command line -----------------------------------------------------------------------------
def test_the_command_line_does_the_same(harness: Harness, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sidecar.cli.house.opened", lambda: None)
    commands, number = {x.name: x for x in COMMANDS}, str(registration().id)

    def run(name: str, *arguments: str) -> str:
        db.database().release()
        done = CliRunner().invoke(commands[name], list(arguments))
        assert done.exit_code == 0, done.output
        return done.output

    run("platforms", "off", number)
    assert "off" in run("platforms", "list")
    run("platforms", "on", number)
    assert registration().state == "waiting"
    run("keys", "rotate")
    db.database().release()
    assert db.session().query(ToolKey).count() == 2
    assert CliRunner().invoke(commands["platforms"], ["on", "9999"]).exit_code == 1
