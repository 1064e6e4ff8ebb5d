"""A window of one's own: a ticket that is good once, for a minute, in the same browser."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from werkzeug.test import TestResponse

from sidecar import clock
from tests.support.world import USER_AGENT, Browser, World

JSON = {"Accept": "application/json"}
TOOL = "https://valo.example.org"


@pytest.fixture
def browser(world: World) -> Browser:
    return world.sign_in(world.learner)


def ticket_of(browser: Browser, page: str = "/diary") -> str:
    """The address of a new window, made inside the frame."""
    answer = browser.post("/window", {"page": f"/s/{browser.sid}{page}"}, headers=JSON)
    return urlsplit(answer.get_json()["address"]).path


def opened(browser: Browser, address: str, *, user_agent: str = USER_AGENT) -> TestResponse:
    """What a window without any cookie gets there."""
    client = browser.app.test_client(use_cookies=False)
    return client.get(address, base_url=TOOL, headers={"User-Agent": user_agent})


def test_the_window_opens_the_page_once(browser: Browser):
    address = ticket_of(browser)
    answer = opened(browser, address)
    assert answer.status_code == 303
    assert answer.location.endswith("/diary")
    assert browser.sid not in answer.location, "a session of its own"
    cookie = answer.headers["Set-Cookie"]
    for word in ("__Host-", "Secure", "HttpOnly", "SameSite=Lax"):
        assert word in cookie
    assert opened(browser, address).status_code == 403


def test_a_ticket_is_too_old_after_a_minute(browser: Browser):
    address = ticket_of(browser)
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert opened(browser, address).status_code == 403


def test_a_ticket_is_for_the_browser_that_asked(browser: Browser):
    address = ticket_of(browser)
    assert opened(browser, address, user_agent="Another browser").status_code == 403


def test_a_window_does_not_outlive_the_launch(browser: Browser):
    start = clock.now()
    with time_machine.travel(start + timedelta(hours=3)):
        made = opened(browser, ticket_of(browser))
    name, value = made.headers["Set-Cookie"].split(";")[0].split("=", 1)
    window = Browser(browser.app, made.location.split("/")[2], value)
    assert name.startswith("__Host-valo-")
    for hours in (3, 6, 9):
        with time_machine.travel(start + timedelta(hours=hours, minutes=1)):
            assert window.get("/diary").status_code == 200
    with time_machine.travel(start + timedelta(hours=10, minutes=1)):
        assert window.get("/diary").status_code == 401


def test_a_ticket_of_a_launch_that_is_over_opens_nothing(browser: Browser):
    start = clock.now()
    for hours in (3, 6, 9):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert browser.get("/diary").status_code == 200
    with time_machine.travel(start + timedelta(hours=9, minutes=59, seconds=40)):
        address = ticket_of(browser)
    with time_machine.travel(start + timedelta(hours=10, seconds=10)):
        assert opened(browser, address).status_code == 403


@pytest.mark.parametrize("page", ["//evil.example.org", "/\\evil.example.org", "https://x.org/"])
def test_a_ticket_leads_to_our_pages_only(browser: Browser, page: str):
    answer = browser.post("/window", {"page": page}, headers=JSON)
    made = opened(browser, urlsplit(answer.get_json()["address"]).path)
    assert made.location.startswith("/s/")
    assert "evil" not in urlsplit(made.location).netloc
    assert urlsplit(made.location).netloc == ""
