"""The administrator's console of platforms, on its page and on the command line."""

from datetime import timedelta

import pytest
import requests
import time_machine
from click.testing import CliRunner

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from sidecar import clock, db
from sidecar.cli.keys import COMMANDS
from sidecar.tenancy.models import (
    Deployment,
    EducationProvider,
    PlatformRegistration,
    ToolKey,
)
from sidecar.tenancy.platforms import note_refusal
from tests.functional.steps import audited, registration
from tests.support.course import come
from tests.support.platform import (
    ADMINISTRATOR,
    ISSUER,
    Harness,
    answered,
)
from tests.support.world import text_of


# -- the page --------------------------------------------------------------------------------------
def test_the_page_says_how_each_platform_is(harness: Harness):
    page = text_of(come(harness, ADMINISTRATOR).get("/platforms"))
    for words in (ISSUER, harness.tool.client_id, harness.tool.deployment_id, "käytössä"):
        assert words in page


def test_only_administrators(harness: Harness):
    learner = come(harness)
    assert learner.get("/platforms").status_code == 403
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
    admin = come(harness, ADMINISTRATOR)
    assert "other.example.org" not in admin.get("/platforms").text
    for path in ("off", "on", "test", "deployments"):
        answer = admin.post(f"/platforms/{number}/{path}", sure="1", deployment_id="7")
        assert answer.status_code == 404, path


def test_a_deployment_is_added_once(harness: Harness):
    admin, number = come(harness, ADMINISTRATOR), registration().id
    assert "77" in text_of(admin.post(f"/platforms/{number}/deployments", deployment_id="77"))
    again = admin.post(f"/platforms/{number}/deployments", deployment_id="77")
    assert (again.status_code, "aria-invalid" in again.text) == (422, True)
    assert admin.post(f"/platforms/{number}/deployments", deployment_id="").status_code == 422
    db.database().release()
    assert [d.deployment_id for d in db.session().query(Deployment)].count("77") == 1
    assert "platform.deployment_added" in audited()


# -- switching -------------------------------------------------------------------------------------
def test_switching_off_asks_first_and_ends_every_page(harness: Harness):
    admin, learner, number = come(harness, ADMINISTRATOR), come(harness), registration().id
    asked = admin.post(f"/platforms/{number}/off")
    assert registration().state == "active"
    assert f"./valo platforms on {number}" in asked.text
    done = admin.post(f"/platforms/{number}/off", sure="1")
    assert done.status_code == 200
    assert f"./valo platforms on {number}" in done.text
    assert registration().state == "off"
    assert admin.get("/platforms").status_code == 401
    assert learner.get("/diary").status_code == 401
    assert harness.begin().status_code == 403
    assert registration().last_error_code == Problem.SWITCHED_OFF
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
    admin = come(harness, ADMINISTRATOR)
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


# -- refused launches ------------------------------------------------------------------------------
def test_the_last_refusal_stands_on_the_page(harness: Harness):
    admin = come(harness, ADMINISTRATOR)
    answer = harness.launch(bend=lambda claims: claims.update({c.DEPLOYMENT_ID: "999"}))
    assert answer.status_code == 400
    row = registration()
    assert row.last_error_code == Problem.UNKNOWN_DEPLOYMENT
    assert row.last_error_at is not None
    page = text_of(admin.get("/platforms"))
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


# -- test of the connection ------------------------------------------------------------------------
def _tested(harness: Harness) -> str:
    return text_of(come(harness, ADMINISTRATOR).post(f"/platforms/{registration().id}/test"))


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
    admin, number = come(harness, ADMINISTRATOR), registration().id

    def instead(request: requests.PreparedRequest, _timeout) -> requests.Response | None:
        if not str(request.url).endswith(path):
            return None
        if not status:
            raise requests.ConnectionError
        return answered(request, status, body)

    harness.to_platform.instead = instead
    assert words in text_of(admin.post(f"/platforms/{number}/test"))


# -- the command line ------------------------------------------------------------------------------
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
