"""What a coach asks: one reason for more; a yes to words on somebody's behalf and to a talk."""

from datetime import timedelta

import pytest

from sidecar import clock
from sidecar.audit.models import AuditEvent
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.review.models import MidTalk
from tests.functional.steps import approve, counted_statements, put_entries, rows, send
from tests.support.world import Browser, World, soup, text_of


# -- one reason ------------------------------------------------------------------------------------
def test_one_reason_goes_in_the_language_of_the_learner(world, coach: Browser, learner: Browser):
    entry = send(learner)
    page = coach.page("/desk")
    offered = page.select("[name=reason]")
    assert {box["type"] for box in offered} == {"radio"}
    assert len(offered) == 6
    coach.post(f"/desk/{entry.id}", {"do": "return", "reason": "photo"})
    [message] = rows(EntryMessage)
    assert (message.kind, message.text) == ("return_reason", "Lisää vielä kuva.")
    assert rows(DiaryEntry)[0].state == EntryState.RETURNED


def test_own_words_follow_the_reason_or_stand_alone(coach: Browser, learner: Browser):
    first, second = send(learner), send(learner)
    both = {"do": "return", "reason": "hours", "text": "Olit siellä kauan."}
    coach.post(f"/desk/{first.id}", both)
    coach.post(f"/desk/{second.id}", {"do": "return", "text": "Mikä väri?"})
    said = [m.text for m in rows(EntryMessage)]
    assert said == ["Lisää vielä tunnit. Olit siellä kauan.", "Mikä väri?"]


@pytest.mark.parametrize("reason", ["", "because", "<b>"])
def test_without_a_reason_nothing_goes_back(coach: Browser, learner: Browser, reason: str):
    entry = send(learner)
    answer = coach.post(f"/desk/{entry.id}", {"do": "return", "reason": reason})
    assert answer.status_code == 422
    assert soup(answer).select_one("details[open] #reason-problem")
    assert rows(DiaryEntry)[0].state == EntryState.SUBMITTED


def test_after_each_answer_the_next_one_opens(coach: Browser, learner: Browser):
    first, second, third = send(learner), send(learner), send(learner)

    def opened(answer) -> int:
        action = soup(answer).select_one("article form")["action"]
        return int(action.partition("?")[0].rpartition("/")[2])

    assert opened(coach.post(f"/desk/{second.id}", {"do": "approve"})) == third.id
    assert opened(coach.post(f"/desk/{third.id}", {"do": "answer", "text": "Hi"})) == first.id
    last = text_of(approve(coach, first))
    assert "Nothing waits for you" in last
    assert "1 entry is answered, not approved" in last


def test_a_reply_waits_for_the_coach_until_it_is_answered(coach: Browser, learner: Browser):
    entry = send(learner)
    approve(coach, entry)
    learner.post(f"/diary/{entry.id}/reply", {"reply": "Thank you. What next?"})
    page = coach.page("/desk")
    assert "1 trainee has answered you" in text_of(page)
    [link] = coach.page("/desk?state=replied").select("[data-list] a")
    assert f"/desk/{entry.id}" in link["href"]
    coach.post(f"/desk/{entry.id}", {"do": "answer", "text": "The ceiling."})
    assert "1 trainee has answered you" not in text_of(coach.page("/desk"))
    assert coach.page("/desk?state=replied").select("[data-list] a") == []


# -- on somebody's behalf --------------------------------------------------------------------------
def _behalf(**changed) -> dict:
    values = {"client_key": "behalf-1", "day": clock.today().isoformat(), "text": "Painted."}
    return {**values, "independence": "alone", "hours": "6", **changed}


def test_words_for_a_learner_wait_for_their_yes(world: World, coach: Browser, learner: Browser):
    path = f"/desk/learners/{world.period.id}/write"
    assert coach.page(path).select_one("[name=client_key]")["value"]
    assert "says yes or changes it" in text_of(coach.post(path, _behalf()))
    coach.post(path, _behalf())
    [entry] = rows(DiaryEntry)
    assert (entry.state, entry.written_by_id) == (EntryState.DRAFT, world.coach.id)
    assert "Nothing waits for you" in text_of(coach.page("/desk"))
    mine = f"/desk/learners/{world.period.id}"
    assert "Waiting for the trainee's yes" in text_of(coach.page(mine))
    assert coach.get(f"/desk/{entry.id}").status_code == 404, "a draft is the learner's own"

    page = learner.page("/diary")
    assert "Carita Coach wrote this for you" in text_of(page)
    assert "Painted." in text_of(page)
    form = page.select_one("form[action*='/asked/entries/']")
    revision = form.select_one("[name=revision]")["value"]
    learner.post(form["action"], {"revision": revision})
    [entry] = rows(DiaryEntry)
    assert entry.state == EntryState.SUBMITTED
    read = text_of(coach.page(f"/desk/{entry.id}"))
    assert "Written by Carita Coach for the trainee. The trainee has confirmed it." in read
    kinds = [e.type for e in rows(AuditEvent)]
    assert kinds == ["entry.written_for", "entry.confirmed"]


def test_the_learner_may_change_the_words_first(world: World, coach: Browser, learner: Browser):
    coach.post(f"/desk/learners/{world.period.id}/write", _behalf())
    [entry] = rows(DiaryEntry)
    form = {"client_key": entry.client_key, "revision": "1", "day": entry.day.isoformat()}
    learner.post(f"/diary/{entry.id}", {**form, "text": "Painted with Ben."})
    old = learner.post(f"/asked/entries/{entry.id}", {"revision": "1"})
    assert old.status_code == 409, "a yes is for the words that were read"
    learner.post(f"/asked/entries/{entry.id}", {"revision": "2"})
    [entry] = rows(DiaryEntry)
    assert (entry.state, entry.text) == (EntryState.SUBMITTED, "Painted with Ben.")


def test_a_yes_is_the_learners_own(world: World, coach: Browser, learner: Browser):
    coach.post(f"/desk/learners/{world.period.id}/write", _behalf())
    learner.post(
        "/diary/new", {"client_key": "own", "day": clock.today().isoformat(), "text": "Mine"}
    )
    behalf, own = rows(DiaryEntry)
    other = world.sign_in(world.other_learner)
    assert other.post(f"/asked/entries/{behalf.id}", {"revision": "1"}).status_code == 404
    assert coach.post(f"/asked/entries/{behalf.id}", {"revision": "1"}).status_code == 403
    assert learner.post(f"/asked/entries/{own.id}", {"revision": "1"}).status_code == 409
    assert {e.state for e in rows(DiaryEntry)} == {EntryState.DRAFT}


def test_writing_needs_words_or_a_task_and_a_day_of_the_period(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/write"
    far = (world.period.starts_on - timedelta(days=1)).isoformat()
    for wrong in ({"text": ""}, {"day": far}, {"day": ""}, {"hours": "25"}):
        answer = coach.post(path, _behalf(**wrong))
        assert answer.status_code == 422
        assert soup(answer).select_one("[role=alert]")
    assert rows(DiaryEntry) == []
    other = world.sign_in(world.other_coach)
    assert other.get(path).status_code == other.post(path, _behalf()).status_code == 404


def test_a_coach_cannot_write_over_a_learners_draft(world: World, coach, learner):
    form = {"client_key": "behalf-1", "day": clock.today().isoformat(), "text": "Mine"}
    learner.post("/diary/new", form)
    coach.post(f"/desk/learners/{world.period.id}/write", _behalf())
    own, beside = sorted(rows(DiaryEntry), key=lambda entry: entry.id)
    assert (own.text, own.written_by_id, own.revision) == ("Mine", None, 1)
    assert (beside.text, beside.written_by_id) == (_behalf()["text"], world.coach.id)


# -- talks -----------------------------------------------------------------------------------------
def _talk(**changed) -> dict:
    values = {"held_on": clock.today().isoformat(), "agreed": "You paint the ceiling alone."}
    return {**values, "goes_well": "Walls.", "to_practise": "Ceilings.", **changed}


def test_a_talk_opens_with_the_facts_and_both_confirm(world: World, coach: Browser, learner):
    approve(coach, send(learner, requirements=[str(world.requirements[0].id)]))
    path = f"/desk/learners/{world.period.id}/talks"
    facts = {
        dt.text: dt.find_next("dd").text.strip() for dt in coach.page(path).select(".facts dt")
    }
    assert facts["Days in the diary"] == "1"
    assert facts["Days away"] == "0"
    assert facts["Lamps"] == "1 full, 0 half, 7 in all"
    assert int(facts["Agreed days so far"]) in range(21, 24)

    coach.post(path, _talk())
    [talk] = rows(MidTalk)
    assert "You talked with" not in text_of(learner.page("/diary")), "not before the coach's yes"
    assert learner.get(f"/asked/talks/{talk.id}").status_code == 404
    coach.post(f"/desk/talks/{talk.id}", {**_talk(), "do": "confirm"})
    assert "You talked with Carita Coach" in text_of(learner.page("/diary"))
    page = learner.page(f"/asked/talks/{talk.id}")
    assert "You paint the ceiling alone." in text_of(page)
    said = learner.post(f"/asked/talks/{talk.id}", {"revision": "2"})
    assert "You have both said yes." in text_of(said)
    assert "You talked with" not in text_of(learner.page("/diary"))
    [talk] = rows(MidTalk)
    assert talk.is_confirmed
    assert talk.facts["told_days"] == 1
    assert coach.post(f"/desk/talks/{talk.id}", _talk(agreed="Else")).status_code == 409
    assert coach.page(f"/desk/talks/{talk.id}").select("form textarea") == []


def test_a_change_asks_for_both_again(world: World, coach: Browser, learner: Browser):
    path = f"/desk/learners/{world.period.id}/talks"
    coach.post(path, {**_talk(), "do": "confirm"})
    [talk] = rows(MidTalk)
    coach.post(f"/desk/talks/{talk.id}", {**_talk(agreed="Else"), "do": "confirm"})
    old = learner.post(f"/asked/talks/{talk.id}", {"revision": "1"})
    assert old.status_code == 409
    assert not rows(MidTalk)[0].is_confirmed


def test_a_talk_needs_a_day_of_the_period_and_words(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/talks"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    early = (world.period.starts_on - timedelta(days=1)).isoformat()
    empty = dict.fromkeys(("goes_well", "to_practise", "agreed"), "")
    for wrong in ({"held_on": ""}, {"held_on": tomorrow}, {"held_on": early}, empty):
        answer = coach.post(path, {**_talk(), "do": "confirm", **wrong})
        assert answer.status_code == 422
        assert soup(answer).select_one("[role=alert]")
    assert rows(MidTalk) == []


def test_talks_are_between_two(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/talks"
    coach.post(path, {**_talk(), "do": "confirm"})
    [talk] = rows(MidTalk)
    other = world.sign_in(world.other_coach)
    for address in (path, f"/desk/talks/{talk.id}"):
        assert other.get(address).status_code == other.post(address, _talk()).status_code == 404
    stranger = world.sign_in(world.other_learner)
    assert stranger.get(f"/asked/talks/{talk.id}").status_code == 404
    assert stranger.post(f"/asked/talks/{talk.id}", {"revision": "1"}).status_code == 404


def test_the_page_of_a_learner_asks_no_more_for_more_entries(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}"
    coach.post(f"{path}/talks", _talk())
    put_entries(world.period, 3)
    coach.page(path)
    with counted_statements() as few:
        coach.page(path)
    put_entries(world.period, 50)
    assert coach.post(f"{path}/talks", _talk()).status_code == 200
    with counted_statements() as many:
        coach.page(path)
    assert len(many) == len(few)
