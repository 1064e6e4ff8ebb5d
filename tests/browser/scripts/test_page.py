"""What scripts do around the page: problems, frames, and modules that do not arrive."""

import pytest

from tests.browser.scripts.server import SCRIPTS
from tests.browser.scripts.steps import until

pytestmark = pytest.mark.browser


def test_the_summary_of_problems_is_read_first(page):
    page.goto("/desk")
    role = "document.activeElement.getAttribute('role')"
    until(page, lambda: page.evaluate(role) == "alert")


def test_the_way_back_is_shown_only_outside_of_a_frame(page):
    page.goto("/inside")
    page.locator(".back-to-course").wait_for(state="visible")
    page.goto("/frame")
    page.wait_for_load_state("networkidle")
    assert not page.frames[1].locator(".back-to-course").is_visible()


def test_closing_a_registration_tells_the_platform(page):
    page.goto("/frame")
    page.wait_for_load_state("networkidle")
    page.evaluate("addEventListener('message', (e) => (window.heard = e.data))")
    page.frames[1].get_by_text("Close").click()
    subject = "window.heard && window.heard.subject"
    until(page, lambda: page.evaluate(subject) == "org.imsglobal.lti.close")


def test_a_module_that_does_not_arrive_stops_no_other(page):
    page.route("**/js/frame.js", lambda route: route.abort())
    page.goto("/desk")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    until(page, lambda: page.url.endswith("#three"))


def test_the_modules_stay_small():
    sizes = {path.name: path.stat().st_size for path in SCRIPTS.glob("*.js")}
    assert sum(sizes.values()) <= 30 * 1024, sizes
