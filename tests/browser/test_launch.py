"""Launches in Chromium: third-party cookies blocked or allowed, no scripts, side by side."""

from typing import Any

import pytest

from tests.browser.conftest import Town
from tests.browser.journey import DESK, DIARY, Visitor

pytestmark = pytest.mark.browser
COOKIES = pytest.mark.parametrize("block", [True, False], ids=["blocked", "allowed"])
WORDS = "Hioin oven ja pesin pensselit."


@COOKIES
def test_two_launches_in_one_browser_stand_side_by_side(town: Town, open_browser, block: bool):
    context = open_browser(block=block)
    learner = Visitor(context, town, "103", DIARY)
    coach = Visitor(context, town, "201", DESK)
    for _ in range(2):
        for visitor, name in ((learner, "Linh Nguyen"), (coach, "Päivi Korhonen")):
            visitor.frame.goto(visitor.frame.url)
            assert name in visitor.text()
    assert learner.frame.url.split("/s/")[1][:20] != coach.frame.url.split("/s/")[1][:20]


@COOKIES
def test_own_window(town: Town, open_browser, block: bool):
    context = open_browser(block=block)
    learner = Visitor(context, town, "103", DIARY)
    with context.expect_page() as opened:
        learner.frame.locator("form[data-own-window] button").click()
    window = opened.value
    window.wait_for_url(f"{town.tool}/s/**")
    window.wait_for_selector("main h1")
    assert "Linh Nguyen" in window.inner_text("body")
    window.reload()
    assert "Linh Nguyen" in window.inner_text("body"), "its address opens again"
    learner.frame.goto(learner.frame.url)
    assert "Linh Nguyen" in learner.text(), "the frame stays open"


@COOKIES
def test_another_person_ends_the_pages_of_the_first(town: Town, open_browser, block: bool):
    """Where the browser keeps our cookie; without one, nothing ties the two together."""
    context = open_browser(block=block)
    first = Visitor(context, town, "103", DIARY)
    Visitor(context, town, "102", DIARY)
    first.frame.goto(first.frame.url)
    is_over = "E-SESSION-OVER" in first.text()
    assert is_over or "Linh Nguyen" in first.text()
    if not block:
        assert is_over


@COOKIES
def test_without_scripts_a_day_is_told(town: Town, open_browser, block: bool):
    context = open_browser(block=block, scripts=False)
    page = context.new_page()
    page.goto(f"{town.platform}/course?as=103")
    page.goto(f"{town.platform}/launch/{DIARY}?as=103")
    page.locator("form[data-send] button").click()
    frame = _frame(page, f"{town.platform}/")
    frame.locator("form[data-send] button").click()
    frame = _frame(page, f"{town.tool}/s/")
    frame.wait_for_selector("main h1")
    frame.locator("a[href$='/diary/new']").first.click()
    frame.wait_for_selector("textarea[name=text]")
    frame.fill("textarea[name=text]", WORDS)
    frame.fill("input[name=hours]", "5")
    frame.locator("button[name=send]").click()
    frame.wait_for_selector(f"text={WORDS}")
    assert WORDS in frame.locator("body").inner_text()


def test_without_scripts_a_window_of_ones_own(town: Town, open_browser):
    context = open_browser(block=True, scripts=False)
    page = context.new_page()
    page.goto(f"{town.platform}/course?as=103")
    page.goto(f"{town.platform}/launch/{DIARY}?as=103")
    page.locator("form[data-send] button").click()
    _frame(page, f"{town.platform}/").locator("form[data-send] button").click()
    frame = _frame(page, f"{town.tool}/s/")
    frame.wait_for_selector("main h1")
    frame.locator("form[data-own-window] button").click()
    frame.wait_for_selector("a[target=_blank]")
    with context.expect_page() as opened:
        frame.locator("main a[target=_blank]").click()
    opened.value.wait_for_selector("main h1")
    assert "Linh Nguyen" in opened.value.locator("body").inner_text()


def _frame(page: Any, start: str) -> Any:
    """The frame inside the platform's page, once it has such an address."""
    for _ in range(100):
        found = [f for f in page.frames[1:] if f.url.startswith(start)]
        if found:
            return found[0]
        page.wait_for_timeout(100)
    raise AssertionError([f.url for f in page.frames])


def test_a_teacher_chooses_content(town: Town, open_browser, screenshots):
    context = open_browser(width=1280)
    page = context.new_page()
    page.goto(f"{town.platform}/course?as=202")
    page.goto(f"{town.platform}/choose?as=202")
    frame = _frame(page, f"{town.tool}/s/")
    frame.wait_for_selector("main h1")
    page.screenshot(path=str(screenshots / "choose.png"))
    frame.locator("input[name=what][value=diary]").check()
    frame.locator("input[name=what][value^=tutkinnonosat]").first.check()
    frame.locator("button.main").first.click()
    added = _frame(page, f"{town.platform}/mod/lti/contentitem_return.php")
    added.wait_for_selector("text=Työpäiväkirja")
    page.goto(f"{town.platform}/course?as=202")
    assert "Näyttöpaperit:" in page.inner_text("body")
