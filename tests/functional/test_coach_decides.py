"""The coach's word on an entry: just what is ticked, ten seconds to undo, opening again."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from sidecar import clock, db
from sidecar.audit.models import AuditEvent
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.evidence.models import EntryRequirement
from sidecar.outbox import worker
from sidecar.outbox.models import OutboxMessage
from tests.functional.steps import counted_statements, messages, put_entries, read, rows, send
from tests.support.world import Browser, World, soup, text_of

BEFORE_THE_SCORE = timedelta(seconds=14)
LATER = timedelta(seconds=20)


@pytest.fixture
def entry(world: World) -> DiaryEntry:
    chosen = [str(r.id) for r in world.requirements[:2]]
    return send(world.sign_in(world.learner), requirements=chosen)


def _now(entry: DiaryEntry) -> DiaryEntry:
    [found] = rows(DiaryEntry, DiaryEntry.id == entry.id)
    return found


def _evidence(entry: DiaryEntry) -> dict[int, bool]:
    found = rows(EntryRequirement, EntryRequirement.entry_id == entry.id)
    return {row.requirement_id: row.confirmed for row in found}


def _do(coach: Browser, entry: DiaryEntry, what: str, **form) -> str:
    """Press a button; the token of the Undo button on the page that follows."""
    answer = coach.post(f"/desk/{entry.id}", {"do": what, **form})
    assert answer.status_code == 200, answer.text[:1500]
    return soup(answer).select_one("form[action$='/undo'] input[name=token]")["value"]


def _undo(coach: Browser, entry: DiaryEntry, token: str):
    return coach.post(f"/desk/{entry.id}/undo", {"token": token})


def test_exactly_the_ticked_requirements_are_confirmed(world: World, coach: Browser, entry):
    page = coach.page("/desk")
    one, two, three, *_rest = [r.id for r in world.requirements]
    boxes = {int(b["value"]): b.has_attr("checked") for b in page.select("[name=requirements]")}
    assert [i for i, on in boxes.items() if on] == [one, two]
    assert set(boxes) == {r.id for r in world.requirements}
    _do(coach, entry, "approve", ticked="1", requirements=[str(one), str(three)])
    assert _evidence(entry) == {one: True, three: True}


def test_with_nothing_ticked_nothing_is_confirmed(coach: Browser, entry):
    _do(coach, entry, "approve", ticked="1")
    assert _evidence(entry) == {}


def test_a_form_without_ticks_confirms_what_the_learner_chose(world: World, coach: Browser, entry):
    _do(coach, entry, "approve")
    assert _evidence(entry) == {r.id: True for r in world.requirements[:2]}


def test_ticks_of_other_units_are_left_out_and_a_mistake_keeps_the_ticks(coach, entry, world):
    keep = str(world.requirements[3].id)
    answer = coach.post(
        f"/desk/{entry.id}", {"do": "return", "text": "", "ticked": "1", "requirements": [keep]}
    )
    assert answer.status_code == 422
    ticked = soup(answer).select("[name=requirements][checked]")
    assert [box["value"] for box in ticked] == [keep]
    _do(coach, entry, "approve", ticked="1", requirements=["999999"])
    assert _evidence(entry) == {}


def test_undoing_an_approval_takes_back_state_evidence_words_and_score(world, coach, entry):
    one, two, three = (r.id for r in world.requirements[:3])
    token = _do(coach, entry, "approve", text="Good!", ticked="1", requirements=[str(three)])
    assert _now(entry).state == EntryState.APPROVED
    assert len(messages("score")) == 1
    assert "Taken back." in text_of(_undo(coach, entry, token))
    again = _now(entry)
    assert (again.state, again.approved_at, again.approved_by_id) == ("submitted", None, None)
    assert _evidence(entry) == {one: False, two: False}
    assert messages("score") == []
    assert rows(EntryMessage) == []
    assert [e.type for e in rows(AuditEvent)][-2:] == ["entry.approved", "entry.undone"]


def test_no_score_is_due_while_it_may_be_undone(coach: Browser, entry):
    _do(coach, entry, "approve")
    [message] = messages("score")
    worker.deliver(message.id)
    assert messages("score")[0].attempts == 0
    now = clock.now()
    assert read(lambda: worker.due(now=now + BEFORE_THE_SCORE)) == []
    assert read(lambda: worker.due(now=now + LATER)) == [message.id]


def test_a_score_that_is_on_its_way_is_corrected_by_another(coach: Browser, entry):
    token = _do(coach, entry, "approve")
    with db.transaction() as session:
        session.scalars(select(OutboxMessage)).one().attempts = 1
    _undo(coach, entry, token)
    assert len(messages("score")) == 2
    _do(coach, entry, "approve")
    assert len(messages("score")) == 3


def test_undoing_a_return_and_an_answer(coach: Browser, entry):
    token = _do(coach, entry, "return", text="Please add a photo.")
    assert _now(entry).state == EntryState.RETURNED
    _undo(coach, entry, token)
    assert _now(entry).state == EntryState.SUBMITTED
    token = _do(coach, entry, "answer", text="How thick?")
    assert len(rows(EntryMessage)) == 1
    _undo(coach, entry, token)
    assert rows(EntryMessage) == []


def test_words_that_were_read_stay(world: World, coach: Browser, entry):
    token = _do(coach, entry, "answer", text="How thick?")
    assert "How thick?" in text_of(world.sign_in(world.learner).page(f"/diary/{entry.id}"))
    answer = _undo(coach, entry, token)
    assert answer.status_code == 409
    assert len(rows(EntryMessage)) == 1


def test_an_approval_is_undone_even_when_its_words_were_read(coach: Browser, entry):
    token = _do(coach, entry, "approve", text="Good!")
    with db.transaction() as session:
        session.scalars(select(EntryMessage)).one().read_at = clock.now()
    assert _undo(coach, entry, token).status_code == 200
    assert _now(entry).state == EntryState.SUBMITTED
    assert len(rows(EntryMessage)) == 1


def test_a_returned_entry_that_the_learner_has_changed_is_not_taken_away(world, coach, entry):
    token = _do(coach, entry, "return", text="More, please.")
    learner = world.sign_in(world.learner)
    form = {"client_key": entry.client_key, "revision": "1", "day": entry.day.isoformat()}
    learner.post(f"/diary/{entry.id}", {**form, "text": "More words"})
    assert _undo(coach, entry, token).status_code == 409
    assert _now(entry).state == EntryState.RETURNED


def test_undo_is_for_one_person_one_entry_and_a_few_seconds(world: World, coach, entry):
    token = _do(coach, entry, "approve")
    other = world.sign_in(world.other_coach)
    assert other.post(f"/desk/{entry.id}/undo", {"token": token}).status_code == 404
    for forged in ("", "x.y.z", token[:-2]):
        assert "The ten seconds are over." in text_of(_undo(coach, entry, forged))
    with time_machine.travel(clock.now() + LATER):
        assert "The ten seconds are over." in text_of(_undo(coach, entry, token))
        assert not coach.page(f"/desk?undo={token}").select("form[action$='/undo']")
    assert _now(entry).state == EntryState.APPROVED


def test_a_note_cannot_be_used_as_an_undo(world: World, coach: Browser, entry):
    answer = coach.post(f"/desk/{entry.id}", {"do": "approve"}, follow=False)
    note = answer.location.split("note=")[1].split("&")[0]
    assert "The ten seconds are over." in text_of(_undo(coach, entry, note))


def test_an_approved_entry_is_locked_until_it_is_opened_again_with_a_reason(coach, entry):
    _do(coach, entry, "approve")
    assert coach.post(f"/desk/{entry.id}", {"do": "return", "text": "No"}).status_code == 409
    assert coach.post(f"/desk/{entry.id}/reopen", {"reason": " "}).status_code == 422
    answer = coach.post(f"/desk/{entry.id}/reopen", {"reason": "The wrong day."})
    assert "Open again." in text_of(answer)
    assert "The wrong day." in text_of(answer)
    assert _now(entry).state == EntryState.SUBMITTED
    assert not any(_evidence(entry).values())
    assert len(messages("score")) == 2
    assert rows(AuditEvent)[-1].type == "entry.reopened"
    assert coach.post(f"/desk/{entry.id}/reopen", {"reason": "Twice"}).status_code == 409


def test_a_phrase_is_put_after_the_words_without_javascript(coach: Browser, entry):
    page = coach.page("/desk")
    phrase = page.select("noscript select[name=phrase] option")[1].text
    _do(coach, entry, "answer", text="Hi.", phrase=phrase)
    assert rows(EntryMessage)[0].text == f"Hi. {phrase}"


def test_others_may_not_decide(world: World, entry):
    for person in (world.learner, world.teacher, world.other_coach):
        browser = world.sign_in(person)
        for path in (f"/desk/{entry.id}", f"/desk/{entry.id}/reopen"):
            assert browser.post(path, {"do": "approve", "reason": "x"}).status_code in {403, 404}
    assert _now(entry).state == EntryState.SUBMITTED


def test_the_number_of_questions_to_the_database_does_not_grow(world: World, coach: Browser):
    put_entries(world.period, 3)
    coach.page("/desk")
    with counted_statements() as few:
        coach.page("/desk")
    put_entries(world.period, 60)
    with counted_statements() as many:
        page = coach.page("/desk")
    assert len(many) == len(few)
    assert len(page.select("[data-list] a")) == 50
