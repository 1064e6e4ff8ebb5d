"""The practice platform's services, and its file."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from lti import claims as c
from lti.grades import SCORE_TYPE, Score, post_score, results
from lti.roster import members
from lti.services import ServiceClient
from sidecar import clock, db
from sidecar.demo.platform import create_platform
from sidecar.demo.platform.people import DESK, DIARY
from sidecar.demo.platform.practice import EXTENSION
from sidecar.tenancy.keys import signing_key
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.stores import Tokens, platform_of
from tests.support.platform import ISSUER, LEARNER, TOOL, Harness, build_harness


@pytest.fixture
def web(tmp_path: Path) -> Flask:
    return create_platform(ISSUER, TOOL, tmp_path / "state" / "platform.json")


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
    page = BeautifulSoup(harness.web.test_client().get("/gradebook").text, "html.parser")
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
