"""The same press twice, and two coaches' windows on one entry at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from sidecar import db
from sidecar.audit.models import AuditEvent
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.placements.models import WorkPeriod
from tests.functional.steps import messages, read, rows, send
from tests.support.world import Browser, World, soup, text_of


@pytest.fixture
def entry(world: World) -> DiaryEntry:
    return send(world.sign_in(world.learner))


def _seen(coach: Browser, entry: DiaryEntry) -> str:
    page = coach.page(f"/desk/{entry.id}")
    return page.select_one("article form [name=seen]")["value"]


@pytest.mark.parametrize(
    "press",
    [
        {"do": "answer", "text": "Good."},
        {"do": "approve", "text": "Good."},
        {"do": "approve", "text": ""},
        {"do": "return", "reason": "photo"},
    ],
)
def test_the_same_press_twice_counts_once(coach: Browser, entry: DiaryEntry, press: dict):
    form = {**press, "seen": _seen(coach, entry)}
    first = coach.post(f"/desk/{entry.id}", form)
    said, events = len(rows(EntryMessage)), len(rows(AuditEvent))
    again = coach.post(f"/desk/{entry.id}", form)
    assert again.status_code == 200
    assert soup(again).select_one("p.said.good").text == soup(first).select_one("p.said.good").text
    assert (len(rows(EntryMessage)), len(rows(AuditEvent))) == (said, events)
    assert soup(again).select_one("form[action$='/undo']") is None


def test_other_words_or_a_newer_page_are_another_press(coach: Browser, entry: DiaryEntry):
    seen = _seen(coach, entry)
    coach.post(f"/desk/{entry.id}", {"do": "answer", "text": "Good.", "seen": seen})
    coach.post(f"/desk/{entry.id}", {"do": "answer", "text": "And why?", "seen": seen})
    newer = _seen(coach, entry)
    coach.post(f"/desk/{entry.id}", {"do": "answer", "text": "And why?", "seen": newer})
    assert [m.text for m in rows(EntryMessage)] == ["Good.", "And why?", "And why?"]
    approving = {"do": "approve", "text": "And why?", "seen": newer}
    coach.post(f"/desk/{entry.id}", approving)
    assert rows(DiaryEntry)[0].state == EntryState.APPROVED


def test_two_windows_at_the_same_moment_approve_once(world: World, entry: DiaryEntry):
    windows = [world.sign_in(world.coach) for _ in range(4)]

    def press(window: Browser) -> int:
        try:
            return window.post(f"/desk/{entry.id}", {"do": "approve", "text": "Good."}).status_code
        finally:
            db.database().release()

    with ThreadPoolExecutor(4) as pool:
        answers = Counter(pool.map(press, windows))
    assert answers == {200: 1, 409: 3}
    assert len(rows(EntryMessage)) == 1
    assert len(messages("score")) == 1
    assert [e.type for e in rows(AuditEvent)].count("entry.approved") == 1


def test_a_coach_who_took_over_meanwhile_is_the_only_one_to_decide(world: World, coach, entry):
    page = coach.page(f"/desk/{entry.id}")
    with db.transaction() as session:
        mine = update(WorkPeriod).where(WorkPeriod.id == world.period.id)
        session.execute(mine.values(coach_id=world.other_coach.id))
    assert page.select_one("[data-key-approve]")
    assert coach.post(f"/desk/{entry.id}", {"do": "approve"}).status_code == 404
    other = world.sign_in(world.other_coach)
    assert "Approved: Aino Oppija." in text_of(other.post(f"/desk/{entry.id}", {"do": "approve"}))
    assert read(lambda: db.session().get(DiaryEntry, entry.id)).approved_by_id == (
        world.other_coach.id
    )
