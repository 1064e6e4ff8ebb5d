"""A coach's words and voice, one press for several: no network, a lost answer, a closed tab."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.placements.models import WorkPeriod
from tests.browser.conftest import Town
from tests.browser.journey import DESK, Visitor
from tests.functional.steps import put_entries, read, rows

pytestmark = pytest.mark.browser
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def entry(town: Town) -> int:
    """One entry waits; gives its id."""
    db.bind(f"sqlite:///{town.folder / 'state' / 'valo.sqlite3'}")
    with db.transaction() as session:
        for old in session.scalars(select(DiaryEntry)):
            old.state = EntryState.APPROVED
    put_entries(read(lambda: db.session().scalars(select(WorkPeriod)).first()), 1)
    return rows(DiaryEntry)[-1].id


def _said(entry: int) -> list[str]:
    return [m.text for m in rows(EntryMessage, EntryMessage.entry_id == entry)]


def _state(entry: int) -> str:
    [found] = rows(DiaryEntry, DiaryEntry.id == entry)
    return found.state


def _line(coach: Visitor):
    return coach.frame.locator("form:has(#text) [data-draft-state]")


def _types(coach: Visitor, words: str) -> None:
    coach.frame.locator("#text").press_sequentially(words)
    expect(_line(coach)).to_have_text("Tallessa tässä selaimessa, kunnes lähetät sen.")


def _done(coach: Visitor) -> None:
    expect(coach.frame.locator("form[action$='/undo']")).to_be_visible(timeout=30_000)


def test_without_network_the_words_stay_and_go_by_themselves(town: Town, open_browser, entry: int):
    context = open_browser(width=1280)
    coach = Visitor(context, town, "201", DESK)
    _types(coach, "Hyvin suojattu. ")
    context.set_offline(True)
    coach.frame.locator("#text").press_sequentially("Entä pohja?")
    coach.frame.locator("[data-key-approve]").click()
    expect(_line(coach)).to_contain_text("Verkkoa ei nyt ole.", timeout=30_000)
    assert coach.frame.locator("#text").input_value() == "Hyvin suojattu. Entä pohja?"
    assert _state(entry) == EntryState.SUBMITTED
    context.set_offline(False)
    _done(coach)
    assert (_state(entry), _said(entry)) == (EntryState.APPROVED, ["Hyvin suojattu. Entä pohja?"])


def test_words_are_there_again_after_the_tab_was_closed(town: Town, open_browser, entry: int):
    context = open_browser(width=1280)
    coach = Visitor(context, town, "201", DESK)
    _types(coach, "Kesken jäi")
    coach.page.close()
    coach = Visitor(context, town, "201", DESK)
    expect(_line(coach)).to_contain_text("Aiemmin kirjoittamasi on taas tässä.")
    assert coach.frame.locator("#text").input_value() == "Kesken jäi"
    coach.frame.locator("button[value=answer]").click()
    _done(coach)
    coach.frame.goto(f"{coach.frame.url.partition('/desk')[0]}/desk/{entry}")
    coach.page.wait_for_timeout(1000)
    assert coach.frame.locator("#text").input_value() == "", "what has arrived is not offered again"
    assert _said(entry) == ["Kesken jäi"]


def test_an_answer_that_was_lost_on_its_way_counts_once(town: Town, open_browser, entry: int):
    coach = Visitor(open_browser(width=1280), town, "201", DESK)
    _types(coach, "Vain kerran.")

    def lose(route) -> None:
        route.fetch()
        route.abort()

    coach.page.route(f"**/desk/{entry}*", lose, times=1)
    coach.frame.locator("button[value=answer]").click()
    expect(_line(coach)).to_contain_text("Verkkoa ei nyt ole.", timeout=30_000)
    assert _said(entry) == ["Vain kerran."]
    coach.frame.locator("button[value=answer]").click()
    expect(coach.frame.locator("p.said.good")).to_contain_text("Vastattu", timeout=30_000)
    assert _said(entry) == ["Vain kerran."]


def test_the_answer_is_spoken_in_the_page(town: Town, open_browser, entry: int, screenshots):
    coach = Visitor(open_browser(width=1280, flags=MICROPHONE), town, "201", DESK)
    button = coach.frame.locator("[data-record]")
    button.click()
    expect(button).to_contain_text("0:01", timeout=15_000)
    coach.picture(screenshots, "coach-speaks")
    button.click()
    heard = coach.frame.locator("form:has(#text) ul audio")
    expect(heard).to_have_count(1)
    coach.picture(screenshots, "coach-has-spoken")
    coach.assert_accessible()
    button.click()
    expect(button).to_contain_text("0:01", timeout=15_000)
    coach.frame.locator("[data-key-approve]").click()  # still speaking: it is stopped and sent
    _done(coach)
    [message] = rows(EntryMessage, EntryMessage.entry_id == entry)
    assert message.media_type.startswith("audio/")
    assert _state(entry) == EntryState.APPROVED
    coach.frame.goto(f"{coach.frame.url.partition('/desk')[0]}/desk/{entry}")
    seconds = coach.frame.locator(".bubble audio").evaluate(
        "a => new Promise(end => { a.onended = () => end(a.currentTime); a.onerror = () => end(-1);"
        " a.muted = true; a.play().catch(() => end(-2)); })"
    )
    assert seconds >= 0.5, "it can be heard"


def test_several_approved_at_once_are_taken_back_with_one_press(
    town: Town, open_browser, entry: int, screenshots
):
    put_entries(read(lambda: db.session().scalars(select(WorkPeriod)).first()), 1)
    other = rows(DiaryEntry)[-1].id
    coach = Visitor(open_browser(width=360), town, "201", DESK)
    coach.go("/desk/plain")
    assert coach.frame.locator("input[name=entries]:checked").count() == 2
    coach.picture(screenshots, "coach-plain")
    coach.press("form[action$='/plain'] button")
    assert {_state(entry), _state(other)} == {EntryState.APPROVED}
    undo = coach.frame.locator("form[action$='/plain/undo'] button")
    expect(undo).to_be_in_viewport()
    coach.picture(screenshots, "coach-plain-undo")
    coach.assert_accessible()
    coach.press("form[action$='/plain/undo'] button")
    expect(coach.frame.locator("p.said.good")).to_contain_text("2")
    assert {_state(entry), _state(other)} == {EntryState.SUBMITTED}


def test_words_for_a_trainee_stay_without_network_and_go_once(town: Town, open_browser, entry: int):
    context = open_browser(width=360)
    coach = Visitor(context, town, "201", DESK)
    root = coach.frame.url.partition("/desk")[0]
    coach.frame.goto(f"{root}/desk/learners/1/write")
    _types(coach, "Tapetoimme ")
    context.set_offline(True)
    coach.frame.locator("#text").press_sequentially("yhdessä.")
    coach.frame.locator("button.main").click()
    expect(_line(coach)).to_contain_text("Verkkoa ei nyt ole.", timeout=30_000)
    coach.page.close()
    context.set_offline(False)
    coach = Visitor(context, town, "201", DESK)
    root = coach.frame.url.partition("/desk")[0]
    coach.frame.goto(f"{root}/desk/learners/1/write")
    expect(coach.frame.locator("#text")).to_have_value("Tapetoimme yhdessä.")
    coach.frame.locator("button.main").click()
    expect(coach.frame.locator("p.said.good")).to_be_visible(timeout=30_000)
    assert len(rows(DiaryEntry, DiaryEntry.text == "Tapetoimme yhdessä.")) == 1
    coach.frame.goto(f"{root}/desk/learners/1/write")
    expect(coach.frame.locator("#text")).to_have_value("")
