"""Platforms that are invited, register, and register again."""

from dataclasses import replace
from datetime import timedelta

import pytest
import requests
import time_machine

from lti.registration import PlatformDescription, Registered
from sidecar import clock, db
from sidecar.demo.platform.pages import registration_address
from sidecar.errors import BadInput
from sidecar.tenancy.actions import INVITE_LIFE, add_registration, invite_platform, save_provider
from sidecar.tenancy.models import (
    Deployment,
    EducationProvider,
    PlatformKeySet,
    PlatformRegistration,
)
from tests.functional.steps import audited, registration
from tests.support.course import come
from tests.support.platform import (
    ADMINISTRATOR,
    ISSUER,
    TOOL,
    Harness,
    answered,
    contents,
)
from tests.support.world import text_of

HEADERS = {"Sec-Fetch-Site": "same-origin"}


def test_an_invitation_is_shown_once(harness: Harness):
    admin = come(harness, ADMINISTRATOR)
    page = admin.post("/platforms/invitations")
    assert f"{TOOL}/lti/register?invite=" in page.text
    assert "register?invite=" not in admin.get("/platforms").text
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


@pytest.mark.parametrize(
    ("state", "said"),
    [("active", "pysyvät ennallaan"), ("off", "kytketty valossa pois päältä")],
)
def test_the_same_tool_updated_by_its_platform(harness: Harness, state: str, said: str):
    """Moodle's "Update": the same client, so the same row, the same people, launches go on."""
    harness.launch()
    before, people = registration().id, contents()["person"]
    harness.switch(state)
    with db.transaction() as session:
        invite = invite_platform(session.query(EducationProvider).one())
    with harness.web.app_context():
        door = registration_address(
            f"{TOOL}/lti/register?invite={invite}", harness.tool.client_id
        ).removeprefix(TOOL)
    asked = harness.open(harness.client(), door, **HEADERS)
    assert "valo tuntee tämän Moodlen jo" in text_of(asked)
    done = harness.open(harness.client(), door, {}, **HEADERS)
    assert done.status_code == 200, done.text
    assert said in text_of(done)
    assert "Activate" not in done.text
    assert (registration().id, registration().state) == (before, state)
    assert list(harness.platform.tools) == [harness.tool.client_id]
    assert harness.begin().status_code == (302 if state == "active" else 403)
    if state == "active":
        assert harness.launch().status_code == 303
    assert contents()["person"] == people


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


CONFIGURATION = f"{ISSUER}/mod/lti/openid-configuration.php"
BY_HAND = {
    "issuer": "https://other.example.org/",
    "client_id": "hand-made",
    "deployment_id": "5",
    "auth_login_url": "https://other.example.org/auth",
    "auth_token_url": "https://other.example.org/token",
    "key_set_url": "https://other.example.org/keys",
}


def _invited() -> str:
    with db.transaction() as session:
        return invite_platform(session.query(EducationProvider).one())


def _rows() -> set[tuple[str, str]]:
    db.database().release()
    query = db.session().query(PlatformRegistration.issuer, PlatformRegistration.client_id)
    found = {(issuer, client) for issuer, client in query}
    db.database().release()
    return found


@pytest.mark.parametrize("how", ["unknown", "old", "none"])
def test_without_a_good_invitation_nobody_is_asked(harness: Harness, how: str):
    invite = {"unknown": "x" * 43, "old": _invited(), "none": ""}[how]
    asked, before = len(harness.to_platform.seen), contents()
    later = clock.now() + INVITE_LIFE + timedelta(minutes=1)
    for more in ("", f"&openid_configuration={CONFIGURATION}&registration_token=t"):
        for form in (None, BY_HAND):
            with time_machine.travel(later):
                path = f"/lti/register?invite={invite}{more}"
                answer = harness.open(harness.client(), path, form, **HEADERS)
            assert answer.status_code == 422, (more, form)
    assert len(harness.to_platform.seen) == asked
    assert contents() == before


def test_by_hand_a_platform_is_registered_once(harness: Harness):
    path, before = f"/lti/register?invite={_invited()}", _rows()
    done = harness.open(harness.client(), path, BY_HAND, **HEADERS)
    assert "Activate" in done.text
    assert _rows() - before == {("https://other.example.org", "hand-made")}
    again = harness.open(harness.client(), path, {**BY_HAND, "client_id": "more"}, **HEADERS)
    assert again.status_code == 422
    assert len(_rows()) == len(before) + 1


@pytest.mark.parametrize("name", ["issuer", "auth_login_url", "auth_token_url", "key_set_url"])
@pytest.mark.parametrize("value", ["http://other.example.org", "other.example.org", "", "ftp://x"])
def test_by_hand_only_whole_https_addresses(harness: Harness, name: str, value: str):
    path, before = f"/lti/register?invite={_invited()}", _rows()
    wrong = harness.open(harness.client(), path, {**BY_HAND, name: value}, **HEADERS)
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert "hand-made" in wrong.text, "what was typed is still there"
    assert _rows() == before
    assert harness.open(harness.client(), path, BY_HAND, **HEADERS).status_code == 200


@pytest.mark.parametrize(
    ("issuer", "client_id"), [(ISSUER, "another"), ("https://other.example.org", None)]
)
def test_only_issuer_and_client_together_are_the_same(
    harness: Harness, issuer: str, client_id: str | None
):
    """A cache of one platform is not touched by the addresses of another."""
    harness.launch()
    before, address = _rows(), registration().key_set_url
    client = client_id or registration().client_id
    for _ in range(2):
        registered = Registered(client_id=client, deployment_id="1")
        invite = _invited()
        with db.transaction():
            add_registration(invite, _described(issuer), registered)
        changed = _described(issuer, key_set_url=f"{issuer}/moved", auth_token_url=f"{issuer}/t")
        invite = _invited()
        with db.transaction():
            add_registration(invite, changed, registered)
    assert _rows() - before == {(issuer, client)}
    first = db.session().query(PlatformRegistration).order_by(PlatformRegistration.id).first()
    assert first.key_set_url == address
    assert db.session().query(PlatformKeySet).count() == 1
    assert db.session().query(Deployment).filter_by(deployment_id="1").count() == 2
    db.database().release()


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
