"""An entry that is answered and not approved: it waits for the trainee, and is not forgotten."""

from datetime import timedelta

import time_machine

from sidecar import clock
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.grading.progress import progress_of
from sidecar.notices import digests
from sidecar.placements.models import WorkPeriod
from sidecar.review import days, queries
from tests.functional.steps import approve, listed, read, rows, send
from tests.support.world import Browser, World, soup, text_of

FRIDAY = "2026-11-20 10:00"


def _answer(coach: Browser, entry: DiaryEntry, text: str = "Which paint?"):
    return coach.post(f"/desk/{entry.id}", {"do": "answer", "text": text})


def _reply(learner: Browser, entry: DiaryEntry, text: str = "The white one.") -> None:
    learner.post(f"/diary/{entry.id}/reply", {"reply": text})


def test_an_answered_entry_waits_no_longer_but_is_seen_as_not_approved(coach, learner):
    entry = send(learner)
    after = text_of(_answer(coach, entry))
    assert "Nothing waits for you" in after
    assert "1 entry is answered, not approved" in after
    assert listed(coach) == []
    assert listed(coach, "?state=answered") == [entry.id]
    page = coach.page(f"/desk/{entry.id}")
    assert "answered, not approved" in [tag.text.strip() for tag in page.select("article .tag")]
    assert page.select_one("button[value=approve]"), "it may be approved later"
    approve(coach, entry)
    assert listed(coach, "?state=answered") == []
    assert "answered, not approved" not in text_of(coach.page("/desk")).partition("Search")[0]


def test_the_trainees_words_bring_it_back_and_the_wait_begins_with_them(world: World):
    with time_machine.travel(FRIDAY, tick=False) as machine:
        coach, learner = world.sign_in(world.coach), world.sign_in(world.learner)
        entry = send(learner)
        machine.shift(timedelta(hours=1))
        _answer(coach, entry)
        other = send(learner)
        machine.shift(timedelta(hours=1))
        _reply(learner, entry)
        assert listed(coach) == [other.id, entry.id], "the other has waited longer"
        link = coach.page("/desk").select_one(f"[data-list] a[href*='/desk/{entry.id}']")
        assert "has answered" in text_of(link)
        assert "today at 14:00" in text_of(link), "since the reply, in Helsinki's time"
        assert "1 trainee has answered you" not in text_of(coach.page("/desk")), (
            "said once, in the queue"
        )
        _answer(coach, entry, "Good.")
        assert listed(coach) == [other.id]


def test_more_words_before_any_answer_keep_the_place_in_the_queue(world: World):
    with time_machine.travel(FRIDAY, tick=False) as machine:
        coach, learner = world.sign_in(world.coach), world.sign_in(world.learner)
        first = send(learner)
        machine.shift(timedelta(hours=1))
        second = send(learner)
        machine.shift(timedelta(hours=1))
        _reply(learner, first, "I forgot: it rained.")
        assert listed(coach) == [first.id, second.id]
        assert read(lambda: queries.waiting(world.coach.id)).oldest == first.submitted_at


def _undo(coach: Browser, entry: DiaryEntry, answer) -> None:
    token = soup(answer).select_one("form[action$='/undo'] input[name=token]")["value"]
    assert "Taken back." in text_of(coach.post(f"/desk/{entry.id}/undo", {"token": token}))


def test_undo_puts_it_back_as_it_was(coach: Browser, learner: Browser):
    entry = send(learner)
    _undo(coach, entry, _answer(coach, entry))
    assert listed(coach) == [entry.id]
    _answer(coach, entry)
    _undo(coach, entry, _answer(coach, entry, "And the brush?"))
    assert listed(coach) == [], "the first answer still stands"
    _undo(coach, entry, approve(coach, entry))
    assert listed(coach, "?state=answered") == [entry.id]
    approve(coach, entry)
    coach.post(f"/desk/{entry.id}/reopen", {"reason": "The wrong day."})
    assert listed(coach) == [entry.id]
    _undo(coach, entry, _answer(coach, entry))
    assert listed(coach) == [entry.id], "an answer from before it was opened again is no answer"


def test_sent_again_it_waits_again(coach: Browser, learner: Browser):
    entry = send(learner)
    _answer(coach, entry)
    coach.post(f"/desk/{entry.id}", {"do": "return", "reason": "photo"})
    form = {"client_key": entry.client_key, "revision": "1", "day": entry.day.isoformat()}
    learner.post(f"/diary/{entry.id}", {**form, "text": "With more.", "send": "1"})
    assert rows(DiaryEntry)[0].answered_at is None
    assert listed(coach) == [entry.id]


def test_it_stays_out_of_the_bulk_and_of_the_digest(world: World, coach, learner):
    entry, other = send(learner), send(learner)
    assert read(lambda: queries.plain_ids(world.coach.id)) == [entry.id, other.id]
    _answer(coach, entry)
    assert read(lambda: queries.plain_ids(world.coach.id)) == [other.id]
    [facts] = read(lambda: list(digests._coaches(clock.now()).values()))
    assert facts["waiting"] == 1
    coach.post("/desk/plain", {"entries": [str(entry.id)]})
    assert rows(DiaryEntry)[0].state == EntryState.SUBMITTED


def test_an_answer_stops_the_feedback_clock_but_makes_no_approved_day(world: World):
    with time_machine.travel(FRIDAY, tick=False) as machine:
        coach, learner = world.sign_in(world.coach), world.sign_in(world.learner)
        entry = send(learner)
        machine.shift(timedelta(hours=2))
        _answer(coach, entry)
        machine.shift(timedelta(hours=1))
        _reply(learner, entry)
        machine.shift(timedelta(hours=1))
        _answer(coach, entry, "Good.")
        assert read(lambda: days.answer_hours(world.coach.id, clock.now())) == 2
        [period] = rows(WorkPeriod, WorkPeriod.id == world.period.id)
        assert read(lambda: progress_of(period)).done == 0
        assert read(lambda: days.silent(world.coach.id, clock.today())) == []
        approve(world.sign_in(world.coach), entry)
        assert read(lambda: progress_of(period)).done == 1
