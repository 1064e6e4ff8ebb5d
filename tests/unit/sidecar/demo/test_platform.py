"""The practice platform: its pages, Moodle's addresses, its file, and registering a tool."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import Client

from lti import claims as c
from lti.grades import SCORE_TYPE, Score, post_score, results
from lti.roster import members
from lti.services import ServiceClient
from sidecar import clock, db
from sidecar.demo.platform import create_platform, register_tool
from sidecar.demo.platform.people import FIGURES
from sidecar.demo.platform.practice import EXTENSION
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.stores import Tokens, platform_of
from tests.support.platform import (
    ADMINISTRATOR,
    COACH,
    DESK,
    DIARY,
    ISSUER,
    LEARNER,
    TOOL,
    Harness,
    build_harness,
    page_sessions,
    session_to,
)


@pytest.fixture
def web(tmp_path: Path) -> Flask:
    return create_platform(ISSUER, TOOL, tmp_path / "state" / "platform.json")


@pytest.fixture
def harness(app) -> Harness:
    return build_harness(app)


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


# -- services -------------------------------------------------------------------------------------
@pytest.fixture
def service(harness: Harness) -> ServiceClient:
    scopes = [c.SCOPE_LINE_ITEM, c.SCOPE_RESULT, c.SCOPE_SCORE, c.SCOPE_ROSTER]
    row = db.session().query(PlatformRegistration).one()
    key = signing_key()
    db.database().release()
    http = harness.app.extensions["valo.http"]
    return ServiceClient(platform_of(row), scopes, key=key, tokens=Tokens(), http=http)


@pytest.fixture
def item(harness: Harness) -> str:
    return harness.platform.line_item_url(harness.tool, "1")


def test_a_score_is_seen_in_the_gradebook(harness: Harness, service: ServiceClient, item: str):
    post_score(service, item, Score(subject=LEARNER, given=4.5, maximum=5, at=clock.now()))
    assert results(service, item) == [
        {"userId": LEARNER, "resultMaximum": 100.0, "resultScore": 90.0}
    ]
    page = _page(harness.web.test_client(), "/gradebook")
    row = page.find("th", string="Amina Warsame").parent
    assert row.td.get_text() == "90"


def test_line_items(service: ServiceClient, item: str):
    listed = service.call("GET", item.replace("/1/lineitem", ""), accept="*/*")
    assert [row["id"] for row in listed.json()] == [item]
    assert service.call("GET", item, accept="*/*").json()["resourceLinkId"] == DIARY


def test_links_of_pages_are_as_broken_as_in_moodle(service: ServiceClient, item: str):
    url = item.replace("lineitem?", "lineitem/results?limit=1&")
    link = service.call("GET", url, accept="*/*").headers["Link"]
    assert "rel=“next”" in link.encode("latin-1").decode()


def test_members(harness: Harness, service: ServiceClient):
    url = f"{ISSUER}/mod/lti/services.php/CourseSection/7/bindings/1/memberships"
    assert {m.subject for m in members(service, url)} == set(harness.platform.users)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("77/lineitems", 404),
        ("7/lineitems/77/lineitem", 404),
        ("7/lineitems/77/lineitem/results", 404),
        ("CourseSection/77/bindings/1/memberships", 404),
        ("CourseSection/7/bindings/77/memberships", 404),
    ],
)
def test_what_is_not_there(harness: Harness, service: ServiceClient, path: str, status: int):
    token = _token(harness, service)
    headers = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    url = f"/mod/lti/services.php/{path}"
    assert harness.web.test_client().get(url, headers=headers).status_code == status
    assert harness.web.test_client().get(url).status_code == 401


def _token(harness: Harness, service: ServiceClient) -> str:
    service.call("GET", harness.platform.line_item_url(harness.tool, "1"), accept="*/*")
    return next(iter(harness.platform.tokens))


@pytest.mark.parametrize("body", ["", "[]", "null", "x", '{"scoreGiven": "much"}'])
def test_odd_scores(harness: Harness, service: ServiceClient, body: str):
    if body.startswith("{"):
        more = {"userId": LEARNER, "activityProgress": "x", "gradingProgress": "FullyGraded"}
        more |= {"timestamp": clock.now().isoformat(), "scoreMaximum": 5}
        body = json.dumps({**json.loads(body), **more})
    headers = {"Authorization": f"Bearer {_token(harness, service)}", "Content-Type": SCORE_TYPE}
    url = "/mod/lti/services.php/7/lineitems/1/lineitem/scores"
    assert harness.web.test_client().post(url, data=body, headers=headers).status_code == 400


@pytest.mark.parametrize("form", [{}, {"client_assertion": "x"}, {"grant_type": "password"}])
def test_odd_token_requests(web: Flask, form: dict[str, str]):
    assert web.test_client().post("/mod/lti/token.php", data=form).status_code == 400


def test_a_tool_whose_keys_cannot_be_fetched(harness: Harness, service: ServiceClient):
    harness.to_tool.instead = lambda request, _timeout: _fail()
    with pytest.raises(Exception, match="token: 400"):
        service.call("GET", f"{ISSUER}/x", accept="*/*")


def _fail():
    import requests

    raise requests.ConnectionError("nobody there")


# -- state ----------------------------------------------------------------------------------------
def test_the_state_survives_a_restart(app, tmp_path: Path):
    path = tmp_path / "platform.json"
    harness = build_harness(app, state_path=path)
    book = harness.platform.gradebook
    with harness.practice.lock:
        at = (clock.now() - timedelta(seconds=5)).isoformat()
        score = {"userId": LEARNER, "scoreGiven": 1, "scoreMaximum": 1, "timestamp": at}
        more = {"activityProgress": "Completed", "gradingProgress": "FullyGraded"}
        book.post_score("1", {**score, **more}, SCORE_TYPE)
        harness.practice.save()
    again = create_platform(ISSUER, TOOL, path).extensions[EXTENSION]
    assert again.fake.dump() == harness.platform.dump()
    assert again.tool().client_id == harness.tool.client_id
    assert path.stat().st_mode & 0o077 == 0


def test_the_key_survives_before_any_change(web: Flask, tmp_path: Path):
    path = tmp_path / "state" / "platform.json"
    again = create_platform(ISSUER, TOOL, path)
    assert again.extensions[EXTENSION].fake.key == web.extensions[EXTENSION].fake.key


def test_the_desk_is_not_graded(harness: Harness):
    assert harness.activity(DESK).maximum is None
