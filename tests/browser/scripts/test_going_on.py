"""What a phone still has goes on from the first screen, without its form being opened."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.scripts.server import Server, key_of
from tests.browser.scripts.steps import (
    ANNA,
    BERIT,
    add_photos,
    network_is_back,
    open_new,
    photos_shown,
    picture,
    says,
    stored,
    until,
    write,
)

pytestmark = pytest.mark.browser
PHOTOS = [(f"{n}.jpg", "image/jpeg", picture(160 + 80 * n, 120)) for n in range(2)]


def _left_without_network(page: Any, server: Server) -> str:
    server.failure = "no answer"
    open_new(page)
    write(page, "Far away")
    add_photos(page, *PHOTOS)
    photos_shown(page, 2)
    says(page, "on this phone; no network")
    key = key_of(page)
    page.goto("about:blank")
    page.wait_for_timeout(500)  # a try that was under way is refused like the others
    server.saves.clear()
    return key


def _first_screen(page: Any, person: str = ANNA) -> Any:
    page.goto(f"/diary?person={person}")
    return page.locator("[data-draft-offers] a")


def test_words_and_photos_go_up_from_the_first_screen(page, server):
    key = _left_without_network(page, server)
    server.failure = ""
    link = _first_screen(page)
    expect(link).to_contain_text("Kept, not sent yet")
    assert server.text_of(key) == "Far away"
    assert len(server.files[key, "photos"]) == 2
    assert server.sent == [], "only a tap sends it to the coach"
    until(page, lambda: stored(page) == [])
    link.click()
    expect(page.locator("#text")).to_have_value("Far away")


def test_without_network_all_stays_and_the_link_says_where(page, server):
    _left_without_network(page, server)
    link = _first_screen(page)
    until(page, lambda: server.saves)
    page.wait_for_timeout(300)
    expect(link).to_contain_text("Not sent yet")
    link.click()
    photos_shown(page, 2)
    assert page.locator("#text").input_value() == "Far away"


def test_a_failed_sending_is_told_of_also_where_the_server_has_the_words(page, server):
    open_new(page)
    write(page, "Far away")
    says(page, "kept here")
    server.failure = "no answer"
    page.get_by_text("Send").click(no_wait_after=True)
    says(page, "waiting")
    page.goto("about:blank")
    server.failure = ""
    expect(_first_screen(page)).to_contain_text("Kept, not sent yet")
    assert server.sent == []


def test_it_goes_on_when_the_network_is_back(page, server):
    key = _left_without_network(page, server)
    link = _first_screen(page)
    until(page, lambda: server.saves)
    page.wait_for_timeout(300)
    server.failure = ""
    network_is_back(page)
    expect(link).to_contain_text("Kept, not sent yet")
    assert server.text_of(key) == "Far away"
    tries = len(server.saves)
    network_is_back(page)
    page.wait_for_timeout(300)
    assert len(server.saves) == tries


def test_what_was_interrupted_goes_on_at_the_next_visit(page, server):
    key = _left_without_network(page, server)
    server.failure, server.file_failure = "", 500
    _first_screen(page)
    until(page, lambda: server.saves)
    server.file_failure = None
    link = _first_screen(page)
    expect(link).to_contain_text("Kept, not sent yet")
    assert len(server.files[key, "photos"]) == 2


def test_newer_words_of_another_device_are_not_written_over(page, server):
    key = _left_without_network(page, server)
    server.failure = ""
    server.entries[key] = {"text": "Newer", "revision": 7}
    link = _first_screen(page)
    until(page, lambda: server.saves)
    page.wait_for_timeout(300)
    assert server.text_of(key) == "Newer"
    expect(link).to_contain_text("Not sent yet")


def test_words_go_on_after_a_lost_answer(page, server):
    key = _left_without_network(page, server)
    server.entries[key] = {"text": "Far", "revision": 7}
    server.failure = ""
    expect(_first_screen(page)).to_contain_text("Kept, not sent yet")
    assert server.text_of(key) == "Far away"


def test_what_had_arrived_and_only_its_answer_was_lost_is_not_offered_again(page, server):
    open_new(page)
    write(page, "one")
    says(page, "kept here")
    server.failure = "lost answer"
    page.get_by_text("Send").click(no_wait_after=True)
    says(page, "waiting")
    page.goto("about:blank")
    server.failure = ""
    link = _first_screen(page)
    expect(link).to_have_count(0)
    until(page, lambda: stored(page) == [])
    assert len(server.sent) == 1


def test_nothing_goes_in_the_name_of_another_person(page, server):
    key = _left_without_network(page, server)
    server.failure = ""
    link = _first_screen(page, BERIT)
    page.wait_for_timeout(700)
    expect(link).to_have_count(0)
    assert (key in server.entries, server.files) == (False, {})
