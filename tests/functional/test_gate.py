"""The gate of /s/<sid>/: what opens a page session and what does not."""

from datetime import timedelta

import pytest
import time_machine

from sidecar import clock, db
from sidecar.identity.actions import set_roles
from sidecar.identity.models import PageSession, Role
from sidecar.tenancy.actions import save_provider
from tests.support.world import Browser, World, soup, text_of

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def page(world: World) -> str:
    """The start page; every role may see it."""
    del world
    return "/"


def _bound(world: World) -> bool | None:
    found = db.session().query(PageSession).one().bound
    db.database().release()
    return found


def test_with_the_cookie_the_session_is_bound_and_the_address_alone_opens_nothing(
    world: World, page: str
):
    browser = world.sign_in(world.coach)
    assert browser.get(page, follow_redirects=True).status_code == 200
    assert _bound(world) is True
    for cookie in (None, "forged", world.sign_in(world.coach).cookie_value):
        assert Browser(world.app, browser.sid, cookie).get(page).status_code == 401


def test_without_a_cookie_the_address_is_the_key_for_this_browser_only(world: World, page: str):
    browser = world.sign_in(world.coach, with_cookie=False)
    assert browser.get(page, follow_redirects=True).status_code == 200
    assert _bound(world) is False
    assert browser.get(page, headers={"User-Agent": "Another browser"}).status_code == 401


def test_an_unbound_session_ends_after_half_an_hour_of_silence(world: World, page: str):
    browser = world.sign_in(world.coach, with_cookie=False)
    browser.get(page)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert browser.get(page).status_code == 401


def test_a_cookie_that_comes_late_makes_no_longer_session(world: World, page: str):
    opened = world.sign_in(world.coach)
    start, bare = clock.now(), Browser(world.app, opened.sid, None)
    assert bare.get(page, follow_redirects=True).status_code == 200
    with time_machine.travel(start + timedelta(minutes=2), tick=False):
        assert opened.get(page, follow_redirects=True).status_code == 200
        assert bare.get(page, follow_redirects=True).status_code == 200, "nor another one"
    with time_machine.travel(start + timedelta(minutes=33), tick=False):
        assert opened.get(page).status_code == 401


def test_an_unbound_session_ends_after_two_hours_even_when_used(world: World, page: str):
    browser = world.sign_in(world.coach, with_cookie=False)
    start = clock.now()
    for minutes in range(0, 119, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert browser.get(page, follow_redirects=True).status_code == 200
    with time_machine.travel(start + timedelta(minutes=121), tick=False):
        assert browser.get(page).status_code == 401


def test_a_bound_session_ends_after_four_hours_of_silence_or_ten_in_all(world: World, page: str):
    browser, start = world.sign_in(world.coach), clock.now()
    for hours in (0, 3, 6, 9):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            assert browser.get(page, follow_redirects=True).status_code == 200
    with time_machine.travel(start + timedelta(hours=10, minutes=1), tick=False):
        assert browser.get(page).status_code == 401
    other = world.sign_in(world.coach)
    other.get(page)
    with time_machine.travel(clock.now() + timedelta(hours=4, minutes=1), tick=False):
        assert other.get(page).status_code == 401


def test_when_a_session_is_over_the_words_are_still_there(world: World):
    browser = world.sign_in(world.learner)
    words = "Maalasin seinän ja siivosin."
    with time_machine.travel(clock.now() + timedelta(hours=11), tick=False):
        answer = browser.post("/diary/new", {"text": words, "hours": "4"})
    assert answer.status_code == 401
    tree = soup(answer)
    assert tree.select_one("textarea").get_text(strip=True) == words
    assert "E-SESSION-OVER" in tree.get_text()
    assert "Open valo again from Moodle" in tree.get_text(), "in the person's language"


def test_when_a_session_is_over_short_words_are_kept_too(world: World):
    """A whole form was typed: each line comes back, what was only chosen does not."""
    browser = world.sign_in(world.coach)
    typed = {
        "workplace_name": "Maalaamo",
        "business_id": "1234567-1",
        "instructor_email": "olli@example.org",
        "core_tasks": "Hionta\nMaalaus",
    }
    chosen = {"agreement": "training_agreement", "unit_id": "1", "starts_on": "2026-11-23"}
    with time_machine.travel(clock.now() + timedelta(hours=11), tick=False):
        answer = browser.post("/periods/new", {**typed, **chosen})
    assert answer.status_code == 401
    boxes = [b.get_text().strip() for b in soup(answer).select("textarea")]
    assert boxes == ["Hionta\nMaalaus", "Maalaamo\n1234567-1\nolli@example.org"]


def test_an_unknown_session_is_over_not_an_error(world: World):
    assert Browser(world.app, "x" * 43, None).get("/").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": None},
        {"Sec-Fetch-Site": None, "Origin": "https://evil.example.org"},
        {"Sec-Fetch-Site": None, "Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://valo.example.org"},
    ],
)
def test_a_form_from_elsewhere_is_refused(world: World, headers: dict[str, str | None]):
    browser = world.sign_in(world.learner)
    assert browser.post("/diary/new", {}, headers=headers).status_code == 403


def test_an_older_browser_says_by_its_origin_where_a_form_comes_from(world: World):
    browser = world.sign_in(world.learner)
    headers = {"Sec-Fetch-Site": None, "Origin": "https://valo.example.org"}
    assert browser.post("/language", {"locale": "sv"}, headers=headers).status_code == 200


def test_a_role_counts_where_it_was_granted_only(world: World):
    with db.transaction():
        other = save_provider("Toinen", organisation_oid=None, backend="none", config={})
        set_roles(world.learner, other.id, {Role.COACH}, by=None)
    assert world.sign_in(world.learner).get("/desk").status_code == 403


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_that_no_database_holds_is_no_page(world: World, number: int):
    assert world.sign_in(world.coach).get(f"/desk/learners/{number}").status_code == 404


def test_a_platform_switched_off_opens_no_page(world: World, page: str):
    browser = world.sign_in(world.coach)
    with db.transaction() as session:
        session.merge(world.registration).state = "off"
    assert browser.get(page).status_code == 401
    words = "Maalasin seinän ja siivosin."
    answer = browser.post("/diary/new", {"text": words})
    assert words in answer.text, "what was typed is there"
    assert "Ask the administrator" in text_of(answer), "not: you were away"


@pytest.mark.parametrize("path", ["/s/nobody/nowhere", "/lti/nowhere", "/lti/launch"])
def test_an_error_is_seen_in_a_frame_before_anybody_knows_whose(world: World, path: str):
    answer = world.app.test_client().get(path, base_url="https://valo.example.org")
    assert answer.status_code in (401, 404, 405)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]


def test_an_error_of_a_launch_is_seen_in_its_own_platforms_frame_only(world: World):
    answer = world.sign_in(world.coach).get("/diary/new")
    assert answer.status_code == 403
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-ancestors {world.registration.issuer}" in policy


@pytest.mark.parametrize("path", ["/platforms/invitations", "/platforms/{number}/api-key"])
def test_another_language_on_a_page_that_only_a_form_leads_to(world: World, path: str):
    """What stands there is shown once; the page above it opens in the chosen language."""
    browser = world.sign_in(world.administrator)
    page = soup(browser.post(path.format(number=world.registration.id)))
    form = page.select_one("form[action$=language]")
    then = browser.post(
        "/language", {"next": form.select_one("[name=next]")["value"], "locale": "sv"}
    )
    assert then.status_code == 200
    assert then.request.path.endswith("/platforms")
    assert soup(then).html["lang"] == "sv"


@pytest.mark.parametrize(
    "there", ["https://other.example/", "//other.example", "/lti/jwks.json", ""]
)
def test_another_language_leads_nowhere_else(world: World, there: str):
    browser = world.sign_in(world.coach)
    then = browser.post("/language", {"next": there, "locale": "sv"}, follow=False)
    assert then.status_code == 303
    assert then.location.startswith(f"/s/{browser.sid}/")
