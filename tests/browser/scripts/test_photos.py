"""Photos: made small, kept on the phone, up by themselves, sent once."""

import io
import re

import pytest
from PIL import Image

from tests.browser.scripts.server import key_of
from tests.browser.scripts.steps import (
    ANNA,
    add_photos,
    network_is_back,
    open_new,
    photos_shown,
    picture,
    says,
    sent_photos,
    stored,
    until,
    write,
)

pytestmark = pytest.mark.browser


def test_a_large_photo_becomes_small_and_stands_upright(page, server):
    open_new(page)
    add_photos(page, ("wall.jpg", "image/jpeg", picture(4000, 3000, orientation=6)))
    photos_shown(page, 1)
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    sent = Image.open(io.BytesIO(sent_photos(server)[0]))
    assert (sent.format, sent.size) == ("JPEG", (1200, 1600))


def test_sending_waits_for_the_photos(page, server):
    open_new(page)
    one, two = picture(4000, 3000), picture(4000, 3008)
    add_photos(page, ("1.jpg", "image/jpeg", one), ("2.jpg", "image/jpeg", two))
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[0]["send"] == "1"
    assert [max(Image.open(io.BytesIO(b)).size) for b in sent_photos(server)] == [1600, 1600]


def test_small_and_unreadable_photos_stay_as_they_are(page, server):
    small, odd = picture(800, 600), b"this is no picture" * 90_000
    open_new(page)
    add_photos(page, ("small.jpg", "image/jpeg", small), ("odd.jpg", "image/jpeg", odd))
    page.get_by_text("odd.jpg").wait_for()
    photos_shown(page, 1)
    assert page.locator(".photos canvas").evaluate("c => c.width") == 150
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert sent_photos(server) == [small, odd]


def test_photos_join_those_before_and_can_be_taken_away(page, server):
    one, two, three = (picture(800, 600 + n) for n in range(3))
    open_new(page)
    for name, content in (("1.jpg", one), ("2.jpg", two), ("3.jpg", three)):
        add_photos(page, (name, "image/jpeg", content))
    photos_shown(page, 3)
    page.locator(".photos li", has=page.locator("canvas")).nth(1).get_by_text("Take away").click()
    photos_shown(page, 2)
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert sent_photos(server) == [one, three]


def test_photos_survive_a_reload_on_this_phone_and_are_sent_once(page, server):
    server.failure = "no answer"
    content = picture(800, 600)
    open_new(page)
    write(page, "with a photo")
    add_photos(page, ("wall.jpg", "image/jpeg", content))
    photos_shown(page, 1)
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    photos_shown(page, 1)
    server.failure = ""
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[-1]["text"] == "with a photo"
    assert sent_photos(server) == [content]
    page.wait_for_timeout(300)
    assert stored(page) == []


def test_words_that_the_server_has_do_not_take_the_photos_from_the_phone(page, server):
    server.file_failure = 503
    open_new(page)
    write(page, "words")
    says(page, "kept here")
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    until(page, lambda: len(server.saves) > 2)
    key = key_of(page)
    for address in (f"/diary?person={ANNA}", f"/edit/{key}?person={ANNA}"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    photos_shown(page, 1)
    assert page.locator("#text").input_value() == "words"
    server.file_failure = None
    network_is_back(page)
    until(page, lambda: len(server.kept(page)) == 1)
    says(page, re.compile("kept here$"))
    assert stored(page)[0]["files"] is None


def test_photos_go_up_by_themselves_one_by_one_and_only_once(page, server):
    contents = [picture(800, 600 + n) for n in range(3)]
    open_new(page)
    add_photos(page, *((f"{n}.jpg", "image/jpeg", c) for n, c in enumerate(contents)))
    photos_shown(page, 3)
    until(page, lambda: server.kept(page) == contents, 15)
    says(page, "kept here")
    assert server.most_under_way == 1
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[-1]["brought"] == []
    assert sent_photos(server) == contents
    assert server.came == 3


def test_nobody_needs_to_send_for_a_photo_to_be_safe(page, server):
    server.failure = "no answer"
    open_new(page)
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    says(page, "on this phone; no network")
    server.failure = ""
    network_is_back(page)
    until(page, lambda: len(server.kept(page)) == 1, 12)
    says(page, "kept here")


def test_a_photo_that_is_up_can_still_be_taken_away(page, server):
    one, two = picture(800, 600), picture(800, 601)
    open_new(page)
    add_photos(page, ("1.jpg", "image/jpeg", one), ("2.jpg", "image/jpeg", two))
    until(page, lambda: len(server.kept(page)) == 2, 12)
    page.get_by_text("Take away").first.click()
    until(page, lambda: server.kept(page) == [two])


def test_a_photo_taken_away_while_it_goes_up_does_not_stay_there(page, server):
    open_new(page)
    write(page, "words")
    says(page, "kept here")
    server.hold.clear()
    add_photos(page, ("1.jpg", "image/jpeg", picture(800, 600)))
    photos_shown(page, 1)
    until(page, lambda: len(server.saves) == 2)
    server.hold.set()
    until(page, lambda: len(server.saves) == 3)
    server.hold.clear()
    page.get_by_text("Take away").click()
    server.hold.set()
    until(page, lambda: len(server.saves) > 3)
    until(page, lambda: server.came == 1 and server.kept(page) == [], 12)


def test_a_photo_that_is_refused_stays_in_the_form_and_stops_nothing(page, server):
    server.file_failure = 422
    open_new(page)
    add_photos(page, ("odd.heic", "image/heic", b"ftypheic" * 50))
    until(page, lambda: len(server.saves) >= 2)
    write(page, "words after it")
    until(page, lambda: server.text_of(key_of(page)) == "words after it", 12)
    page.wait_for_timeout(1500)
    tries = len(server.saves)
    page.wait_for_timeout(1500)
    assert len(server.saves) == tries, "the same file is not tried for ever"
    server.file_failure = None
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert server.sent[-1]["brought"] == ["odd.heic"]


def test_where_photos_wait_for_the_tap_none_goes_up_before_it(page, server):
    open_new(page)
    page.locator("#photos").evaluate("input => (input.dataset.files = '')")
    add_photos(page, ("wall.jpg", "image/jpeg", picture(800, 600)))
    photos_shown(page, 1)
    until(page, lambda: len(server.saves) == 1)
    page.wait_for_timeout(2500)
    assert server.kept(page) == []
    says(page, "kept here; photos on this phone")
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    assert len(sent_photos(server)) == 1
