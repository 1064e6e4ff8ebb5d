"""Autosave: what the page asks every few seconds, and that no order of answers loses the words."""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryState, EntryVersion
from tests.functional.steps import JSON, rows, task_card, words
from tests.support.world import Browser, World


def test_it_answers_where_the_entry_is_and_its_revision(learner: Browser):
    form = words(text="First")
    first = learner.post("/diary/autosave", form, headers=JSON)
    assert first.status_code == 200
    [entry] = rows(DiaryEntry)
    assert first.json == {"id": entry.id, "revision": 1}
    form |= {"text": "First and more", "revision": "1"}
    assert learner.post("/diary/autosave", form, headers=JSON).json == {
        "id": entry.id,
        "revision": 2,
    }
    [entry] = rows(DiaryEntry)
    assert (entry.text, entry.state) == ("First and more", EntryState.DRAFT)


def test_a_slip_comes_back_as_json_that_names_the_field(learner: Browser):
    answer = learner.post("/diary/autosave", words(hours="many", day=""), headers=JSON)
    assert (answer.status_code, answer.mimetype) == (422, "application/json")
    assert answer.json["errors"] == {
        "day": ["Please fill this in."],
        "hours": ["This is not a number."],
    }
    assert answer.json["code"] == "E-INPUT"


def test_when_the_session_is_over_it_says_so_as_json(learner: Browser):
    with time_machine.travel(clock.now() + timedelta(hours=11), tick=False):
        answer = learner.post("/diary/autosave", words(), headers=JSON)
    assert (answer.status_code, answer.json["code"]) == (401, "E-SESSION-OVER")


def test_when_the_session_is_over_a_form_gives_the_words_back(learner: Browser):
    with time_machine.travel(clock.now() + timedelta(hours=11), tick=False):
        answer = learner.post("/diary/new", words(text="Written for a whole hour"))
    assert answer.status_code == 401
    assert "Written for a whole hour" in answer.text


@dataclass
class Page:
    """One open form: what it says, the newest revision it heard of, and all it ever sent."""

    browser: Browser
    key: str = field(default_factory=lambda: secrets.token_hex(12))
    revision: int = 0
    sent: list[dict[str, str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.sent.append(words(client_key=self.key, text=text, revision=str(self.revision)))

    def deliver(self, number: int, *, hears: bool) -> None:
        answer = self.browser.post("/diary/autosave", self.sent[number], headers=JSON)
        assert answer.status_code == 200
        if hears:
            self.revision = answer.json["revision"]


STEP = st.tuples(
    st.text("ab ä\n", min_size=1, max_size=4),
    st.sampled_from(["arrives", "answer lost", "held up"]),
    st.lists(st.integers(0, 9), max_size=2),
)


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=1, max_size=5), late=st.lists(st.integers(0, 9), max_size=5))
def test_whatever_is_repeated_in_whatever_order_the_last_words_are_there(
    learner: Browser, steps: list[tuple[str, str, list[int]]], late: list[int]
):
    page, held = Page(learner), []
    for text, fate, repeats in steps:
        page.write(text)
        newest = len(page.sent) - 1
        if fate == "held up":
            held.append(newest)
        else:
            page.deliver(newest, hears=fate == "arrives")
        for number in repeats:
            page.deliver(number % len(page.sent), hears=False)
    for number in [*held, *late]:
        page.deliver(number % len(page.sent), hears=False)

    [entry] = rows(DiaryEntry, DiaryEntry.client_key == page.key)
    kept = [v.content["text"] for v in rows(EntryVersion, EntryVersion.entry_id == entry.id)]
    last = page.sent[-1]["text"].strip()
    assert last == "" or any(found.startswith(last) for found in [entry.text, *kept])


def test_two_tabs_at_the_same_moment_make_one_entry_and_lose_nothing(world: World):
    key = secrets.token_hex(12)
    browsers = [world.sign_in(world.learner) for _ in range(6)]
    for browser in browsers:
        browser.get("/diary")
    gate, statuses = threading.Barrier(len(browsers)), []

    def save(number: int, browser: Browser) -> None:
        gate.wait()
        form = words(client_key=key, text=f"Tab {number} says this", revision="0")
        statuses.append(browser.post("/diary/autosave", form, headers=JSON).status_code)
        db.database().release()

    threads = [threading.Thread(target=save, args=pair) for pair in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * len(browsers)
    [entry] = rows(DiaryEntry)
    kept = {v.content["text"] for v in rows(EntryVersion)} | {entry.text}
    assert kept == {f"Tab {number} says this" for number in range(len(browsers))}


def test_a_form_that_nobody_looks_at_never_replaces_newer_words(learner: Browser):
    form = words(text="First")
    learner.post("/diary/autosave", form, headers=JSON)
    learner.post("/diary/autosave", form | {"text": "Newer", "revision": "1"}, headers=JSON)
    late = form | {"text": "First and late", "revision": "1", "resumed": "1"}
    assert learner.post("/diary/autosave", late, headers=JSON).status_code == 409
    assert [entry.text for entry in rows(DiaryEntry)] == ["Newer"]
    late["revision"] = "2"
    assert learner.post("/diary/autosave", late, headers=JSON).status_code == 200
    assert [entry.text for entry in rows(DiaryEntry)] == ["First and late"]


def test_words_whose_last_answer_was_lost_go_on_from_what_had_arrived(learner: Browser):
    form = words(text="First")
    learner.post("/diary/autosave", form, headers=JSON)
    more = form | {"text": "First and", "revision": "1"}
    learner.post("/diary/autosave", more, headers=JSON)  # its answer never came
    on = more | {"text": "First and more", "resumed": "1"}
    assert learner.post("/diary/autosave", on, headers=JSON).status_code == 200
    assert [entry.text for entry in rows(DiaryEntry)] == ["First and more"]
    assert rows(EntryVersion) == []


@pytest.mark.parametrize(
    "elsewhere", [{"mood": "good"}, {"hours": "6.5"}, {"papers": "1"}, {"wants_help": "1"}]
)
def test_nor_takes_away_what_was_chosen_elsewhere(learner: Browser, elsewhere: dict[str, str]):
    form = words(text="First", hours=None, papers=None)
    learner.post("/diary/autosave", form, headers=JSON)
    newer = form | {"revision": "1"} | elsewhere
    assert learner.post("/diary/autosave", newer, headers=JSON).status_code == 200
    late = form | {"revision": "1", "resumed": "1"}
    assert learner.post("/diary/autosave", late, headers=JSON).status_code == 409


def test_nor_a_card_that_was_chosen_elsewhere(world: World, learner: Browser):
    card = task_card(world)
    form = words(text="First")
    learner.post("/diary/autosave", form, headers=JSON)
    newer = form | {"revision": "1", "cards": str(card)}
    assert learner.post("/diary/autosave", newer, headers=JSON).status_code == 200
    late = form | {"revision": "1", "resumed": "1"}
    assert learner.post("/diary/autosave", late, headers=JSON).status_code == 409


def test_a_form_that_had_been_sent_is_known_and_other_words_are_not_taken_for_it(learner: Browser):
    form = words(text="Sent")
    learner.post("/diary/new", form | {"send": "1"})
    answer = learner.post("/diary/autosave", form | {"resumed": "1"}, headers=JSON)
    assert (answer.status_code, answer.json["sent"]) == (200, True)
    more = form | {"text": "Sent and more", "resumed": "1"}
    assert learner.post("/diary/autosave", more, headers=JSON).status_code == 409
    assert [entry.text for entry in rows(DiaryEntry)] == ["Sent"]
