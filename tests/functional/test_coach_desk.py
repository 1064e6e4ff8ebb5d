"""Finding entries, several at once, the silent ones, today's people and the feedback clock."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import update

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryCard, EntryKind, EntryMessage, EntryState
from sidecar.evidence.models import Observation
from sidecar.identity.models import Role
from sidecar.placements.models import WorkPeriod
from sidecar.review import days, queries
from tests.functional.steps import (
    counted_statements,
    listed,
    newcomer,
    put_entries,
    read,
    rows,
    send,
    task_card,
)
from tests.support.world import Browser, World, soup, text_of

FRIDAY = "2026-11-20 10:00"


def _change(entry: DiaryEntry, **values) -> None:
    with db.transaction() as session:
        session.execute(update(DiaryEntry).where(DiaryEntry.id == entry.id).values(**values))


def test_search_by_name_words_and_state(coach: Browser, learner: Browser):
    wall = send(learner, text="Maalasin SEINÄN kahdesti")
    floor = send(learner, text="Lakaisin 100 % lattiasta", wants_help="1")
    back = send(learner, text="Kannoin laudat")
    _change(back, state=EntryState.RETURNED)
    assert listed(coach) == [floor.id, wall.id]
    assert listed(coach, "?words=seinän") == [wall.id]
    assert listed(coach, "?words=100+%25") == [floor.id]
    assert listed(coach, "?words=_____________") == []
    assert listed(coach, "?who=aino") == [floor.id, wall.id]
    assert listed(coach, "?who=ben") == []
    assert listed(coach, "?state=returned") == [back.id]
    assert listed(coach, "?state=help") == [floor.id]
    assert listed(coach, "?state=approved") == []
    assert listed(coach, "?state=draft&page=zero") == [floor.id, wall.id]
    assert "Nothing found." in text_of(coach.page("/desk?words=zebra"))


def test_a_draft_is_never_found(coach: Browser, learner: Browser):
    learner.post("/diary/new", {"client_key": "k", "day": clock.today().isoformat(), "text": "My"})
    for query in ("", "?words=My", "?state=help", "?state=draft", "?state=nonsense"):
        assert listed(coach, query) == []


def test_pages_of_fifty_keep_the_search(world: World, coach: Browser):
    put_entries(world.period, 120)
    first = coach.page("/desk?words=Words")
    more = first.find("a", string="More entries")["href"]
    second = coach.page(more)
    assert len(second.select("[data-list] a")) == 50
    assert "words=Words" in second.select_one("[data-list] a")["href"]
    last = coach.page(second.find("a", string="More entries")["href"])
    assert len(last.select("[data-list] a")) == 20
    assert last.find("a", string="More entries") is None
    with counted_statements() as found:
        coach.page("/desk?words=Words&who=Aino")
    with counted_statements() as plainly:
        coach.page("/desk?words=Words+7")
    assert len(found) == len(plainly)


def test_what_is_plain_and_what_is_not(world: World, coach: Browser, learner: Browser):
    good = send(learner, text="Maalasin", requirements=[str(world.requirements[0].id)])
    long, help_, late = send(learner, hours="10,5"), send(learner, wants_help="1"), send(learner)
    _change(late, day=clock.today() - timedelta(days=8))
    edge = send(learner, hours="10")
    _change(edge, day=clock.today() - timedelta(days=7))
    wordless, away, asks = send(learner), send(learner), send(learner)
    _change(wordless, text="")
    _change(away, kind=EntryKind.ABSENCE)
    _say(asks, world.learner.id, "And what now?")
    answered = send(learner)
    coach.post(f"/desk/{answered.id}", {"do": "answer", "text": "Which paint?"})
    page = coach.page("/desk/plain")
    offered = [int(box["value"]) for box in page.select("[name=entries][checked]")]
    assert offered == [good.id, edge.id]
    assert len(page.select(".card .lit")) == 1, "the skill that a yes confirms"
    assert "Approve the plain ones (2)" in text_of(coach.page("/desk"))

    everything = [str(e.id) for e in (good, long, help_, late, wordless, away, asks)]
    after = text_of(coach.post("/desk/plain", {"entries": [*everything, "4711"]}))
    assert "Approved 1 entry." in after
    assert "7 entries changed meanwhile." in after
    approved = rows(DiaryEntry, DiaryEntry.state == EntryState.APPROVED)
    assert [e.id for e in approved] == [good.id]


def test_plain_ones_are_found_behind_hundreds_that_are_not_and_page_by_page(
    world: World, coach: Browser
):
    put_entries(world.period, 210, hours=11, at=clock.now() - timedelta(hours=2))
    put_entries(world.period, 60)
    page = coach.page("/desk/plain")
    offered = [box["value"] for box in page.select("[name=entries][checked]")]
    assert len(offered) == 50
    assert "The next ones come when you have approved these." in text_of(page)
    after = soup(coach.post("/desk/plain", {"entries": offered, "more": "1"}))
    rest = [box["value"] for box in after.select("[name=entries][checked]")]
    assert len(rest) == 10
    assert set(rest).isdisjoint(offered)
    assert "The next ones" not in text_of(after)
    assert "Approved 10 entries." in text_of(coach.post("/desk/plain", {"entries": rest}))
    assert read(lambda: queries.plain_ids(world.coach.id)) == []


def _say(entry: DiaryEntry, author_id: int, text: str) -> None:
    with db.transaction() as session:
        session.add(EntryMessage(entry_id=entry.id, author_id=author_id, text=text, at=clock.now()))


def test_several_are_approved_at_once_and_confirmed(world: World, coach: Browser, learner: Browser):
    chosen = [str(world.requirements[0].id)]
    sent = [send(learner, requirements=chosen) for _ in range(3)]
    after = coach.post("/desk/plain", {"entries": [str(e.id) for e in sent[:2]]})
    assert "Approved 2 entries." in text_of(after)
    assert listed(coach) == [sent[2].id]


def test_several_are_taken_back_together_within_ten_seconds(world: World):
    with time_machine.travel(FRIDAY, tick=False) as machine:
        coach = world.sign_in(world.coach)
        put_entries(world.period, 50)
        ids = [str(e.id) for e in rows(DiaryEntry)]
        after = coach.post("/desk/plain", {"entries": ids})
        form = soup(after).select_one("form[action$='/plain/undo']")
        token = {"token": form.select_one("[name=token]")["value"]}
        assert len(token["token"]) < 3000, "it must fit into an address"
        other = world.sign_in(world.other_coach)
        assert "ten seconds are over" in text_of(other.post("/desk/plain/undo", token))
        coach.post(f"/desk/{ids[0]}/reopen", {"reason": "The wrong day."})
        assert "Taken back: 49 entries." in text_of(coach.post("/desk/plain/undo", token))
        assert {e.state for e in rows(DiaryEntry)} == {EntryState.SUBMITTED}
        coach.post("/desk/plain", {"entries": ids[1:]})
        machine.shift(timedelta(seconds=13))
        assert "ten seconds are over" in text_of(coach.post("/desk/plain/undo", token))
        assert coach.post(f"/desk/{ids[1]}/undo", token).status_code == 200


def test_nobody_approves_other_peoples_entries(world: World, learner: Browser):
    entry = send(learner)
    other = world.sign_in(world.other_coach)
    assert "Nothing plain waits" in text_of(other.page("/desk/plain"))
    other.post("/desk/plain", {"entries": [str(entry.id)]})
    assert rows(DiaryEntry)[0].state == EntryState.SUBMITTED


def _period(world: World, starts_on: date, ends_on: date) -> None:
    with db.transaction() as session:
        session.execute(update(WorkPeriod).values(starts_on=starts_on, ends_on=ends_on))


def _silent(world: World, today: date) -> list[int]:
    return [one.days for one in read(lambda: days.silent(world.coach.id, today))]


def test_silent_after_three_agreed_days(world: World):
    monday = date(2026, 11, 16)
    _period(world, monday, date(2026, 12, 18))
    assert _silent(world, date(2026, 11, 18)) == []
    assert _silent(world, date(2026, 11, 19)) == [3]
    assert _silent(world, date(2026, 11, 23)) == [5]
    put_entries(world.period, 1, state=EntryState.DRAFT, day=date(2026, 11, 20))
    assert _silent(world, date(2026, 11, 23)) == [5]
    put_entries(world.period, 1, kind=EntryKind.ABSENCE, day=date(2026, 11, 18))
    assert _silent(world, date(2026, 11, 23)) == []
    assert _silent(world, date(2026, 11, 24)) == [3]
    assert _silent(world, date(2026, 12, 19)) == []


def test_the_desk_says_why_somebody_is_listed(world: World, coach: Browser):
    today = clock.today()
    _period(world, today - timedelta(days=7), today + timedelta(days=7))
    page = coach.page("/desk")
    assert "Aino Oppija no entry on 5 agreed days" in text_of(page)
    assert "Ben Elev" not in text_of(page)


@time_machine.travel(FRIDAY)
def test_today_shows_my_people_and_who_has_written(world: World):
    coach, learner = world.sign_in(world.coach), world.sign_in(world.learner)
    assert "0 of 1 have written" in text_of(coach.page("/desk/today"))
    entry = send(learner)
    page = coach.page("/desk/today")
    assert "1 of 1 have written" in text_of(page)
    assert page.select_one(f"a[href$='/desk/{entry.id}']")
    _change(entry, kind=EntryKind.ABSENCE)
    assert "away" in text_of(coach.page("/desk/today"))
    _period(world, clock.today() - timedelta(days=9), clock.today() - timedelta(days=2))
    assert "No work period runs today." in text_of(coach.page("/desk/today"))


def test_the_clock_tells_the_median_to_the_coach_alone(world: World):
    with time_machine.travel(FRIDAY, tick=False) as machine:
        coach, learner = world.sign_in(world.coach), world.sign_in(world.learner)
        assert "Your answers" not in text_of(coach.page("/desk/today"))
        one, two, three, _open = (send(learner) for _ in range(4))
        machine.shift(timedelta(hours=1))
        coach.post(f"/desk/{one.id}", {"do": "answer", "text": "Yes"})
        machine.shift(timedelta(hours=4))
        coach = world.sign_in(world.coach)
        coach.post(f"/desk/{two.id}", {"do": "approve"})
        coach.post(f"/desk/{one.id}", {"do": "approve", "text": "Good"})
        machine.shift(timedelta(hours=4))
        coach = world.sign_in(world.coach)
        coach.post(f"/desk/{three.id}", {"do": "return", "text": "More"})
        assert "first answer within 5 hours" in text_of(coach.page("/desk/today"))
        other = world.sign_in(world.other_coach)
        assert "Your answers" not in text_of(other.page("/desk/today"))
        assert read(lambda: days.answer_hours(world.coach.id, clock.now() + timedelta(31))) is None


def test_learners_and_teachers_see_none_of_it(world: World):
    for person in (world.learner, world.teacher):
        browser = world.sign_in(person)
        for path in ("/desk/plain", "/desk/today", "/desk/observe", "/desk/phrases"):
            assert browser.get(path).status_code == 403


def test_the_open_entry_keeps_its_place_in_a_search(world: World, coach: Browser):
    put_entries(world.period, 2)
    page = coach.page("/desk?words=Words&who=Aino")
    form = page.select_one("article form[action*='words=Words']")
    after = coach.post(form["action"].partition("/desk")[1] + form["action"].partition("/desk")[2],
                       {"do": "approve"})  # fmt: skip
    assert soup(after).select_one("#words")["value"] == "Words"


def test_search_by_kind_task_period_and_days(world: World, coach: Browser, learner: Browser):
    card = task_card(world)
    painted, theory = send(learner, text="A"), send(learner, text="B", kind="theory")
    old = send(learner, text="C", learnt="To mix Väri")
    _change(old, day=clock.today() - timedelta(days=9))
    with db.transaction() as session:
        session.add(EntryCard(entry_id=painted.id, card_id=card))
    today = clock.today().isoformat()
    assert listed(coach, "?kind=theory") == [theory.id]
    assert listed(coach, "?kind=nonsense") == [painted.id, theory.id, old.id]
    assert listed(coach, f"?task={card}") == [painted.id]
    assert listed(coach, f"?first={today}") == [painted.id, theory.id]
    assert listed(coach, f"?last={(clock.today() - timedelta(days=1)).isoformat()}") == [old.id]
    assert listed(coach, "?words=väri") == [old.id], "what was learnt is searched, too"
    assert len(listed(coach, f"?period={world.period.id}&state=every")) == 3
    assert listed(coach, f"?period={world.other_period.id}&state=every") == []
    page = coach.page(f"/desk?task={card}&kind=work")
    assert page.select_one("#task option[selected]")["value"] == str(card)
    assert f"task={card}" in page.select_one("[data-list] a")["href"]


def test_the_task_card_suggests_skills_to_tick(world: World, coach: Browser, learner: Browser):
    card = task_card(world)
    entry = send(learner, requirements=[str(world.requirements[0].id)])
    with db.transaction() as session:
        session.add(EntryCard(entry_id=entry.id, card_id=card))
    page = coach.page(f"/desk/{entry.id}")
    groups = page.select("article fieldset .checks")
    ids = [[int(box["value"]) for box in group.select("input")] for group in groups]
    one, two, three, *_rest = [r.id for r in world.requirements]
    assert ids[:2] == [[one], [two, three]]
    assert [int(b["value"]) for b in page.select("[name=requirements][checked]")] == [one]


def test_one_tap_on_a_task_notes_its_skills_for_each(world: World, coach: Browser):
    card = task_card(world)
    page = coach.page("/desk/observe")
    assert page.select_one(f"button[name=tap][value='{card}.alone']")
    periods = [str(world.period.id), str(world.other_period.id)]
    form = {"site": "", "periods": periods, "tap": f"{card}.with_help"}
    after = coach.post("/desk/observe", form)
    assert "Written down for 1 trainee." in text_of(after), "only my own people"
    seen = rows(Observation)
    wanted = [r.id for r in world.requirements[1:3]]
    assert [(o.requirement_id, o.card_id) for o in seen] == [(r, card) for r in wanted]
    ticked = soup(after).select("[name=periods][checked]")
    assert [b["value"] for b in ticked] == [str(world.period.id)], "ready for the next task"
    coach.post("/desk/observe", {**form, "tap": f"{card}.alone"})
    assert {o.independence for o in rows(Observation)} == {"alone"}
    assert len(rows(Observation)) == 2


@pytest.mark.parametrize("tap", ["99999.alone", "x.alone", ".alone", "", "CARD.watched"])
def test_a_tap_that_means_nothing_notes_nothing(world: World, coach: Browser, tap: str):
    tap = tap.replace("CARD", str(task_card(world)))
    answer = coach.post("/desk/observe", {"periods": [str(world.period.id)], "tap": tap})
    assert answer.status_code == 422
    assert soup(answer).select_one("[role=alert]")
    assert rows(Observation) == []


def test_a_period_that_passes_to_another_coach_takes_its_entries_along(
    world: World, coach: Browser, learner: Browser
):
    sent = send(learner)
    successor = newcomer(world, "Oona Seuraaja", Role.COACH)
    with db.transaction() as session:
        session.get_one(WorkPeriod, sent.period_id).coach_id = successor.id
    db.database().release()
    later = send(learner, text="Pesin pensselit")
    assert listed(coach) == []
    assert listed(world.sign_in(successor)) == [sent.id, later.id]
