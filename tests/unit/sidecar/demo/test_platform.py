"""The practice platform: its pages, a launch through them, and registering a tool."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import Client

from sidecar import db
from sidecar.demo.platform import create_platform, register_tool
from sidecar.demo.platform.people import DIARY, FIGURES
from sidecar.demo.platform.practice import EXTENSION
from sidecar.tenancy.models import PlatformRegistration
from tests.support.platform import (
    ADMINISTRATOR,
    COACH,
    ISSUER,
    LEARNER,
    TOOL,
    Harness,
    page_sessions,
    session_to,
)


@pytest.fixture
def web(tmp_path: Path) -> Flask:
    return create_platform(ISSUER, TOOL, tmp_path / "state" / "platform.json")


def _page(client: Client, path: str, *, status: int = 200, **more: object) -> BeautifulSoup:
    answer = client.open(path, base_url=ISSUER, **more)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "html.parser")


# -- pages ----------------------------------------------------------------------------------------
def test_everybody_is_on_the_first_page_with_a_next_step(web: Flask):
    page = _page(web.test_client(), "/")
    assert page.html["lang"] == "fi"
    for figure in FIGURES:
        assert page.select_one(f"a[href='/course?as={figure.id}']")
        assert figure.next_step in page.get_text()


def test_the_people():
    roles = [figure.account().role for figure in FIGURES]
    assert roles == ["Learner"] * 3 + ["Instructor"] * 3 + ["Administrator"]
    assert len({figure.id for figure in FIGURES}) == len(FIGURES)


def test_choosing_somebody_is_remembered(web: Flask):
    client = web.test_client()
    answer = client.get(f"/course?as={LEARNER}", base_url=ISSUER)
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    page = _page(client, "/course")
    assert "Amina Warsame" in page.select_one(".who").get_text()
    titles = [a.get_text() for a in page.select(".activities a")]
    assert titles == ["Työpäiväkirja", "Valmentajan työpöytä"]


@pytest.mark.parametrize("path", ["/course", "/course?as=<b>", "/launch/1", "/admin?as="])
def test_nobody_is_sent_to_choose(web: Flask, path: str):
    assert web.test_client().get(path).location == "/"


@pytest.mark.parametrize("who", [LEARNER, COACH])
def test_only_the_administrator_registers_tools(web: Flask, who: str):
    client = web.test_client()
    _page(client, f"/course?as={who}")
    _page(client, "/admin", status=403)
    _page(client, "/admin", method="POST", data={"registration_url": TOOL}, status=403)


def test_an_activity_before_any_tool_is_there(web: Flask):
    assert (
        "ei ole vielä liitetty"
        in _page(web.test_client(), f"/launch/{DIARY}?as={LEARNER}", status=409).get_text()
    )


def test_an_unknown_activity(harness: Harness):
    assert harness.web.test_client().get(f"/launch/77?as={LEARNER}").status_code == 404


def test_registering_by_hand_opens_the_page_of_the_tool(web: Flask):
    client = web.test_client()
    client.get(f"/admin?as={ADMINISTRATOR}", base_url=ISSUER)
    typed = {"registration_url": f"{TOOL}/lti/register?invite=abc"}
    frame = _page(client, "/admin", method="POST", data=typed).iframe
    sent = parse_qs(urlsplit(frame["src"]).query)
    assert sent["invite"] == ["abc"]
    assert sent["openid_configuration"] == [f"{ISSUER}/mod/lti/openid-configuration.php"]
    assert sent["registration_token"][0] in web.extensions[EXTENSION].fake.registration_tokens


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "https://[", "valo", '"><script>'])
def test_what_is_no_address_is_not_opened(web: Flask, typed: str):
    client = web.test_client()
    client.get(f"/admin?as={ADMINISTRATOR}", base_url=ISSUER)
    page = _page(client, "/admin", method="POST", data={"registration_url": typed}, status=422)
    assert page.iframe is None
    assert page.script is None
    assert page.select_one("#registration_url")["value"] == typed


def test_the_files_of_the_pages(web: Flask):
    for name in ("plain.css", "submit.js", "registration.js"):
        assert web.test_client().get(f"/static/{name}").status_code == 200


# -- a launch as the browser does it --------------------------------------------------------------
def _form(page: BeautifulSoup) -> tuple[str, dict[str, str]]:
    form = page.form
    assert form.noscript.button
    return form["action"], {i["name"]: i["value"] for i in form.select("input")}


def test_a_launch_through_the_pages(harness: Harness):
    client, browser = harness.web.test_client(), harness.client()
    page = _page(client, f"/launch/{DIARY}?as={LEARNER}")
    assert page.form["target"] == page.iframe["name"]
    assert page.iframe["title"] == "Työpäiväkirja"
    for feature in ("microphone", "camera", "fullscreen"):
        assert f"{feature} {TOOL}" in page.iframe["allow"]
    address, fields = _form(page)
    redirect = harness.open(browser, urlsplit(address).path, fields)
    place = urlsplit(redirect.location)
    address, fields = _form(_page(client, f"{place.path}?{place.query}"))
    assert harness.open(browser, urlsplit(address).path, fields).status_code == 303
    assert page_sessions()[0].person.display_name == "Amina Warsame"


def test_without_its_cookie_the_platform_posts_to_itself_once(harness: Harness):
    place = urlsplit(harness.begin().location)
    client = harness.web.test_client()
    again, fields = _form(_page(client, f"{place.path}?{place.query}"))
    assert (again, fields["repost"]) == ("/mod/lti/auth.php", "1")
    address, answer = _form(_page(client, again, method="POST", data=fields))
    assert address == f"{TOOL}/lti/launch"
    assert answer["error"] == "access_denied"


def test_a_wrong_redirect_address_is_shown_on_the_platform(harness: Harness):
    place = urlsplit(harness.begin().location)
    wrong = place.query.replace("launch", "elsewhere")
    client = harness.web.test_client()
    client.get(f"/course?as={LEARNER}", base_url=ISSUER)
    assert _page(client, f"{place.path}?{wrong}", status=400).form is None


# -- registering ----------------------------------------------------------------------------------
def test_registering_writes_both_sides(harness: Harness):
    row = db.session().query(PlatformRegistration).one()
    assert (row.issuer, row.client_id) == (ISSUER, harness.tool.client_id)
    db.database().release()
    assert harness.tool.body["client_name"] == "valo"
    assert [item.label for item in harness.platform.gradebook.items.values()] == ["Työpäiväkirja"]


def test_a_used_invitation_registers_nothing(harness: Harness):
    used = harness.to_tool.seen[0].url.split("&")[0]
    with pytest.raises(RuntimeError, match="answered 422"):
        register_tool(harness.web, used, session_to({TOOL: harness.to_tool}))
    assert len(harness.platform.tools) == 1


@pytest.mark.parametrize("body", ["", "[]", '{"client_name": 1}', '{"redirect_uris": 7}', "x"])
def test_odd_registrations(web: Flask, body: str):
    token = web.extensions[EXTENSION].fake.new_registration_token()
    headers = {"Authorization": f"Bearer {token}"}
    url = "/mod/lti/openid-registration.php"
    assert web.test_client().post(url, data=body, headers=headers).status_code == 400
    assert web.test_client().post(url, data="{}").status_code == 401
