"""Drafts: what is typed is kept on the phone and on the server, whatever fails."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scripts.server import key_of
from tests.browser.scripts.steps import (
    ANNA,
    BERIT,
    network_is_back,
    open_new,
    says,
    stored,
    until,
    write,
)

pytestmark = pytest.mark.browser


def test_what_is_typed_is_kept_here_and_then_on_the_server(page, server):
    open_new(page)
    write(page, "Painted a wall")
    says(page, "on this phone")
    says(page, "kept here")
    assert server.text_of(key_of(page)) == "Painted a wall"
    assert page.locator("[name=revision]").input_value() == "1"
    assert server.saves == ["Painted a wall"]


def test_all_fields_survive_a_reload_while_the_server_does_not_answer(page, server):
    server.failure = "no answer"
    open_new(page)
    key = key_of(page)
    write(page, "Sanded\nthe floor")
    page.locator("[value=with_help]").check()
    page.locator("[name=hours]").fill("6,5")
    page.locator("summary").click()
    page.locator("[name=requirements][value='2']").check()
    page.locator("[name=wants_help]").check()
    says(page, "on this phone; no network")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert key_of(page) == key
    assert page.locator("#text").input_value() == "Sanded\nthe floor"
    assert page.locator("[name=hours]").input_value() == "6,5"
    for name, value in (("independence", "with_help"), ("requirements", "2"), ("wants_help", "1")):
        assert page.locator(f"[name={name}][value='{value}']").is_checked()
    assert not page.locator("[name=requirements][value='1']").is_checked()
    assert page.locator("[name=requirements][value='2']").is_visible()
    server.failure = ""
    network_is_back(page)
    until(page, lambda: server.text_of(key) == "Sanded\nthe floor", 12)


def test_a_tick_is_kept_where_a_browser_or_a_card_tells_only_of_the_change(page, server):
    server.failure = "no answer"
    open_new(page)
    tick = "one => { one.checked = true; one.dispatchEvent(new Event('change', {bubbles: true})) }"
    page.locator("[name=wants_help]").evaluate(tick)
    says(page, "on this phone; no network")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert page.locator("[name=wants_help]").is_checked()


def test_the_last_letter_is_kept_when_the_page_goes_at_once(page, server):
    server.failure = 500
    open_new(page)
    write(page, "abc")
    page.reload()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "abc"


def test_an_entry_that_was_begun_before_gets_the_words_of_this_phone(page, server):
    server.failure = "no answer"
    page.goto(f"/edit/k1?person={ANNA}")
    page.wait_for_load_state("networkidle")
    write(page, "mine")
    says(page, "on this phone; no network")
    page.goto(f"/edit/k1?person={ANNA}")
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "mine"


def test_words_of_another_device_are_not_written_over_by_confirmed_old_ones(page, server):
    page.goto(f"/edit/k1?person={ANNA}")
    page.wait_for_load_state("networkidle")
    write(page, "old")
    says(page, "kept here")
    server.entries["k1"]["text"] = "newer, from the computer"
    page.goto(f"/edit/k1?person={ANNA}")
    page.wait_for_timeout(400)
    assert page.locator("#text").input_value() == "newer, from the computer"
    assert server.saves == ["old"]


def test_last_words_win_after_lost_answers(page, server):
    server.failure = "lost answer"
    open_new(page)
    write(page, "one")
    until(page, lambda: server.saves == ["one"])
    says(page, "on this phone; no network")
    write(page, " two")
    server.failure = ""
    network_is_back(page)
    says(page, "kept here")
    assert server.saves[-1] == server.text_of(key_of(page)) == "one two"
    assert page.locator("[name=revision]").input_value() == str(
        server.entries[key_of(page)]["revision"]
    )


def test_one_request_at_a_time_and_the_last_words_last(page, server):
    server.hold.clear()
    open_new(page)
    write(page, "one")
    until(page, lambda: server.saves == ["one"])
    write(page, " two")
    page.wait_for_timeout(1500)
    write(page, " three")
    page.wait_for_timeout(1500)
    assert server.saves == ["one"]
    says(page, "on this phone")
    server.hold.set()
    says(page, "kept here")
    assert server.saves == ["one", "one two three"]
    assert server.most_under_way == 1


def test_an_answer_confirms_only_the_words_that_it_answers(page, server):
    server.hold.clear()
    open_new(page)
    key = key_of(page)
    write(page, "one")
    until(page, lambda: server.saves == ["one"])
    write(page, " two")
    server.hold.set()
    until(page, lambda: page.locator("[name=revision]").input_value() == "1")
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    expect(page.locator("#text")).to_have_value("one two")
    assert key_of(page) == key


def test_it_is_tried_again_without_anybody_asking(page, server):
    server.failure = "no answer"
    page.clock.install()
    open_new(page)
    write(page, "one")
    page.clock.run_for(1500)
    says(page, "on this phone; no network")
    for _ in range(4):
        page.clock.run_for(20_000)
        page.wait_for_timeout(150)
    tried = len(server.saves)
    assert 4 <= tried <= 8
    server.failure = ""
    page.clock.run_for(21_000)
    says(page, "kept here")


@pytest.mark.parametrize("status", [401, 404])
def test_a_session_that_has_ended_is_not_asked_again(page, server, status):
    server.failure = status
    open_new(page)
    write(page, "one")
    until(page, lambda: len(server.saves) == 1)
    says(page, "open again")
    write(page, " two")
    network_is_back(page)
    page.wait_for_timeout(1600)
    assert len(server.saves) == 1
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    says(page, re.compile("^your words are back"))
    assert page.locator("#text").input_value() == "one two"


@pytest.mark.parametrize("status", [409, 422])
def test_refused_words_are_not_sent_again_but_other_words_are(page, server, status):
    server.failure = status
    open_new(page)
    write(page, "refused")
    until(page, lambda: "refused" in server.saves)
    network_is_back(page)
    page.wait_for_timeout(1600)
    assert server.saves.count("refused") == 1
    server.failure = ""
    write(page, "!")
    says(page, "kept here")


def test_a_page_of_a_cafes_network_is_not_an_answer(page, server):
    server.failure = "café"
    open_new(page)
    write(page, "one")
    until(page, lambda: len(server.saves) == 1)
    page.wait_for_timeout(200)
    says(page, "on this phone")


def test_unconfirmed_words_are_offered_with_their_day(page, server):
    server.failure = "no answer"
    open_new(page)
    key = key_of(page)
    write(page, "one")
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={ANNA}")
    offer = page.locator("[data-draft-offers] a")
    offer.wait_for()
    assert re.fullmatch(r"Not sent yet: Monday\W+November 23", offer.inner_text())
    offer.click()
    says(page, re.compile("^your words are back"))
    assert key_of(page) == key


def test_another_person_on_this_phone_sees_nothing(page, server):
    server.failure = "no answer"
    open_new(page)
    key = key_of(page)
    write(page, "my secret")
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={BERIT}")
    page.wait_for_timeout(300)
    assert page.locator("[data-draft-offers] a").count() == 0
    for url in (f"/new?person={BERIT}&draft={key}", f"/edit/{key}?person={BERIT}"):
        page.goto(url)
        page.wait_for_timeout(300)
        assert page.locator("#text").input_value() == ""
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").wait_for()


def test_confirmed_words_are_not_offered_and_leave_the_phone(page, server):
    open_new(page)
    write(page, "one")
    says(page, "kept here")
    page.goto(f"/diary?person={ANNA}")
    page.wait_for_timeout(300)
    assert page.locator("[data-draft-offers] a").count() == 0
    assert stored(page) == []


def test_a_sent_draft_leaves_the_phone_when_it_has_arrived(page, server):
    open_new(page)
    write(page, "one")
    page.get_by_text("Send").click()
    page.wait_for_url("**/diary**")
    page.wait_for_timeout(400)
    assert server.sent[0]["text"] == "one"
    assert page.locator("[data-draft-offers] a").count() == 0
    assert stored(page) == []
    assert "note" not in page.url
    page.wait_for_timeout(1300)
    assert server.saves == []


def test_a_draft_whose_sending_failed_stays(page, server):
    """Even when the server knows the entry from an earlier autosave."""
    open_new(page)
    write(page, "one")
    says(page, "kept here")
    server.failure = "no answer"
    write(page, " two")
    page.get_by_text("Send").click(no_wait_after=True)
    page.wait_for_timeout(500)
    server.failure = ""
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").click()
    expect(page.locator("#text")).to_have_value("one two")


def test_drafts_end_after_sixty_days(page, server):
    server.failure = "no answer"
    open_new(page)
    write(page, "one")
    says(page, "on this phone; no network")
    page.goto(f"/diary?person={ANNA}")
    page.locator("[data-draft-offers] a").wait_for()
    for days, left in ((59, 1), (61, 0)):
        later = page.context.new_page()
        later.clock.install()
        later.goto(f"/inside?{days}")
        later.clock.run_for(days * 24 * 3600 * 1000)
        count = "(async () => (await (await import('/js/store.js')).draftsOf('7')).length)()"
        assert later.evaluate(count) == left
        later.close()
