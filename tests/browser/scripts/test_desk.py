"""The coach's desk by single letters, where the coach wants them."""

from typing import Any

import pytest

from tests.browser.scripts.steps import until

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page) -> Any:
    page.goto("/desk")
    page.wait_for_load_state("networkidle")
    return page


def test_j_and_k_go_along_the_list(desk):
    for key, place in (("j", "#three"), ("j", "#three"), ("k", "#two"), ("k", "#one")):
        desk.keyboard.press(key)
        until(desk, lambda place=place: desk.url.endswith(place))


def test_a_approves_and_c_goes_to_the_words(desk, server):
    desk.keyboard.press("c")
    assert desk.evaluate("document.activeElement.id") == "text"
    desk.keyboard.type("a jar")
    assert desk.locator("#text").input_value() == "a jar"
    assert server.decided == []
    desk.keyboard.press("Escape")
    desk.locator("#text").evaluate("e => e.blur()")
    desk.keyboard.press("Control+a")
    assert server.decided == []
    desk.keyboard.press("a")
    until(desk, lambda: server.decided == [{"text": "a jar", "do": "approve"}])


def test_r_opens_the_reasons_and_enter_there_never_approves(desk, server):
    desk.keyboard.press("r")
    assert desk.locator("details").evaluate("one => one.open")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    until(desk, lambda: server.decided == [{"do": "return", "reason": "more"}])


def test_ctrl_enter_in_the_answer_approves(desk, server):
    desk.locator("#text").fill("Good")
    desk.locator("#text").press("Control+Enter")
    until(desk, lambda: server.decided == [{"text": "Good", "do": "approve"}])


def test_letters_can_be_turned_off_and_stay_off(desk, server):
    desk.locator("[data-key-off]").check()
    desk.reload()
    desk.wait_for_load_state("networkidle")
    assert desk.locator("[data-key-off]").is_checked()
    desk.keyboard.press("a")
    desk.keyboard.press("j")
    desk.wait_for_timeout(300)
    assert server.decided == []
    assert "#" not in desk.url


def test_a_phrase_waits_for_its_script(context):
    context.route("**/js/phrases.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("/desk")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="Well done.").is_disabled()


def test_a_phrase_joins_the_words_and_moves_no_focus(desk):
    area, phrase = desk.locator("#text"), desk.get_by_role("button", name="Well done.")
    area.fill("Hello.")
    phrase.click()
    assert area.input_value() == "Hello. Well done."
    assert desk.evaluate("document.activeElement.id") == "text"
    phrase.click()
    phrase.click()
    assert area.input_value() == "Hello. Well done. Well done. Well done."
