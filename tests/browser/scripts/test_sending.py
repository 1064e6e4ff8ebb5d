"""Sending: once, also without a network, and what is refused is shown."""

import re

import pytest

from tests.browser.scripts.steps import (
    ANNA,
    add_photos,
    network_is_back,
    open_new,
    photos_shown,
    picture,
    says,
    sent_photos,
    write,
)

pytestmark = pytest.mark.browser


def test_without_network_the_page_stays_and_sends_itself_when_it_is_back(page, server):
    server.failure = "no answer"
    open_new(page)
    write(page, "one")
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    photos_shown(page, 1)
    page.get_by_text("Send").click()
    says(page, "waiting")
    assert page.locator("#text").input_value() == "one"
    server.failure = ""
    network_is_back(page)
    page.wait_for_url("**/diary**")
    assert (server.sent[0]["text"], server.sent[0]["send"]) == ("one", "1")
    assert len(sent_photos(server)) == 1


@pytest.mark.parametrize(("status", "words"), [(500, "busy"), (503, "busy"), (401, "open again")])
def test_a_server_that_cannot_take_it_loses_nothing(page, server, status, words):
    server.failure = status
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").click()
    says(page, words)
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one"


def test_pressing_twice_sends_once(page, server):
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").dblclick()
    page.wait_for_url("**/diary**")
    page.wait_for_timeout(300)
    assert len(server.sent) == 1


def test_what_is_refused_is_shown_as_the_page_that_answers(page, server):
    server.failure = 422
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").click()
    page.get_by_role("heading", name="no").wait_for()
