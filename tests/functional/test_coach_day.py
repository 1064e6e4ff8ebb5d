"""The coach's day: agreed weekdays, today's people, away with one tap, cards that end soon."""

from datetime import date, timedelta

import time_machine
from sqlalchemy import update

from sidecar import clock, db
from sidecar.audit.models import AuditEvent
from sidecar.diary.models import DiaryEntry, EntryKind, EntryMessage, EntryState
from sidecar.grading.progress import progress_of
from sidecar.identity.models import Role
from sidecar.placements.models import Permit, WorkPeriod
from sidecar.placements.permits import expiring
from sidecar.review import days
from tests.functional.steps import newcomer, put_entries, read, rows, send, stranger
from tests.support.world import Browser, World, soup, text_of

THURSDAY = "2026-11-19 10:00"


def _change(world: World, **values) -> None:
    with db.transaction() as session:
        session.execute(update(WorkPeriod).where(WorkPeriod.id == world.period.id).values(**values))


def _form(world: World, **changed) -> dict:
    today = clock.today()
    return {
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=30)).isoformat(),
        "agreement": "training_agreement",
        "weekdays": ["1", "3"],
        **changed,
    }


def test_weekdays_are_agreed_on_the_form_of_the_period(world: World, coach: Browser):
    path = f"/periods/{world.period.id}"
    ticked = coach.page(path).select("[name=weekdays][checked]")
    assert [box["value"] for box in ticked] == ["1", "2", "3", "4", "5"]
    assert coach.post(path, _form(world)).status_code == 200
    [period] = rows(WorkPeriod, WorkPeriod.id == world.period.id)
    assert period.agreed_weekdays == "13"
    none = coach.post(path, _form(world, weekdays=[]))
    assert none.status_code == 422
    assert "Choose at least one weekday." in text_of(none)
    again = coach.post(path, _form(world, weekdays=["2"], ends_on="x"))
    assert [b["value"] for b in soup(again).select("[name=weekdays][checked]")] == ["2"]


def test_silence_is_counted_by_the_agreed_weekdays(world: World):
    monday = date(2026, 11, 2)
    _change(world, starts_on=monday, ends_on=monday + timedelta(days=60), agreed_weekdays="1")

    def silent(today: date) -> list[int]:
        return [one.days for one in read(lambda: days.silent(world.coach.id, today))]

    assert silent(date(2026, 11, 16)) == [], "two Mondays are not three"
    assert silent(date(2026, 11, 17)) == [3]
    put_entries(world.period, 1, day=date(2026, 11, 9))
    assert silent(date(2026, 11, 30)) == []
    assert silent(date(2026, 12, 1)) == [3]


def test_progress_for_the_gradebook_counts_agreed_days(world: World):
    monday = date(2026, 11, 2)
    _change(world, starts_on=monday, ends_on=monday + timedelta(days=13), agreed_weekdays="135")
    [period] = rows(WorkPeriod, WorkPeriod.id == world.period.id)
    assert read(lambda: progress_of(period)).agreed == 6


def test_only_those_who_come_today_are_expected(world: World):
    with time_machine.travel(THURSDAY):
        coach = world.sign_in(world.coach)
        assert "0 of 1 have written" in text_of(coach.page("/desk/today"))
        _change(world, agreed_weekdays="12")
        page = text_of(coach.page("/desk/today"))
        assert "Nobody is expected today." in page
        assert "1 more does not come today" in page


@time_machine.travel(THURSDAY)
def test_away_with_one_tap_and_back_again(world: World):
    coach = world.sign_in(world.coach)
    path = f"/desk/today/{world.period.id}/away"
    assert "Away today" in text_of(coach.page("/desk/today"))
    coach.post(path)
    assert "0 of 1 are here" in text_of(coach.post(path)), "twice is once"
    [entry] = rows(DiaryEntry)
    assert (entry.kind, entry.absence_reason, entry.text) == (EntryKind.ABSENCE, None, "")
    assert (entry.day, entry.written_by_id) == (clock.today(), world.coach.id)
    diary = world.sign_in(world.learner).page(f"/diary/{entry.id}")
    assert "Carita Coach wrote this for you." in text_of(diary)
    assert "Nothing waits for you" in text_of(coach.page("/desk"))
    assert "1 of 1 are here" in text_of(coach.post(path, {"back": "1"}))
    assert rows(DiaryEntry) == []
    assert [e.type for e in rows(AuditEvent)][-2:] == ["absence.marked", "absence.taken_back"]
    assert coach.post(path, {"back": "1"}).status_code == 404


def test_a_day_that_was_told_about_cannot_be_marked_away(world: World, coach: Browser):
    send(world.sign_in(world.learner))
    assert coach.post(f"/desk/today/{world.period.id}/away").status_code == 409
    assert len(rows(DiaryEntry)) == 1


def test_a_mark_that_the_learner_has_answered_stays(world: World, coach: Browser):
    path = f"/desk/today/{world.period.id}/away"
    coach.post(path)
    [entry] = rows(DiaryEntry)
    world.sign_in(world.learner).post(f"/diary/{entry.id}/reply", {"reply": "I was there!"})
    assert coach.post(path, {"back": "1"}).status_code == 409
    assert "1 trainee has answered you" in text_of(coach.page("/desk"))


def test_nobody_marks_other_peoples_trainees_away(world: World):
    for browser in (world.sign_in(world.other_coach), stranger(world, Role.COACH)):
        assert browser.post(f"/desk/today/{world.period.id}/away").status_code == 404
    learner = world.sign_in(world.learner)
    assert learner.post(f"/desk/today/{world.period.id}/away").status_code == 403
    assert rows(DiaryEntry) == []


def test_the_clock_counts_from_sending_to_my_own_first_word(world: World):
    now = clock.now()
    put_entries(world.period, 2, at=now - timedelta(hours=10))
    first, second = rows(DiaryEntry)
    with db.transaction() as session:
        for author, hours in ((world.learner, 9), (world.coach, 7), (world.coach, 1)):
            at = now - timedelta(hours=hours)
            message = EntryMessage(entry_id=first.id, author_id=author.id, text="Hello", at=at)
            session.add(message)
        approved = session.get_one(DiaryEntry, second.id)
        approved.state, approved.approved_at = EntryState.APPROVED, now - timedelta(hours=5)
    assert read(lambda: days.answer_hours(world.coach.id, now)) == 4, "half of 3 and 5 hours"


def test_a_mark_of_mine_is_no_quick_answer(world: World, coach: Browser):
    coach.post(f"/desk/today/{world.period.id}/away")
    assert read(lambda: days.answer_hours(world.coach.id, clock.now())) is None


def _card(world: World, days_left: int, **changed) -> dict:
    last = clock.today() + timedelta(days=days_left)
    return {"kind": "safety", "expires_on": last.isoformat(), **changed}


def test_cards_show_on_the_desk_thirty_days_before_they_end(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/permits"
    coach.post(path, _card(world, 31))
    assert "Cards that end soon" not in text_of(coach.page("/desk"))
    coach.post(path, _card(world, 30))
    assert len(rows(Permit)) == 1, "the same card again replaces the older last day"
    for page in ("/desk", "/desk/today"):
        assert "Aino Oppija occupational safety card" in text_of(coach.page(page))
    coach.post(path, _card(world, -1, kind="site_id"))
    coach.post(path, {"kind": "other", "name": "Lift card"})
    found = read(lambda: [p.kind for p, _period in expiring(world.coach.id, clock.today())])
    assert found == ["site_id", "safety"], "the one that ended first; the one for good never"
    assert "occupational safety card" in text_of(world.sign_in(world.learner).page("/diary"))


def test_a_card_needs_a_kind_and_another_card_a_name(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/permits"
    for wrong in ({"kind": ""}, {"kind": "magic"}, {"kind": "other"}, {"expires_on": "soon"}):
        answer = coach.post(path, _card(world, 5, **wrong))
        assert answer.status_code == 422
        assert soup(answer).select_one("[role=alert]")
    assert rows(Permit) == []


def test_cards_belong_to_the_own_coach(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/permits"
    coach.post(path, _card(world, 5))
    [permit] = rows(Permit)
    other = world.sign_in(world.other_coach)
    assert "Cards that end soon" not in text_of(other.page("/desk"))
    assert other.post(path, _card(world, 9)).status_code == 404
    assert other.post(f"{path}/{permit.id}/remove").status_code == 404
    mine = f"/desk/learners/{world.other_period.id}/permits/{permit.id}/remove"
    assert other.post(mine).status_code == 404
    assert "Removed." in text_of(coach.post(f"{path}/{permit.id}/remove"))
    assert rows(Permit) == []


def test_the_page_of_today_asks_no_more_for_more_people(world: World, coach: Browser):
    from tests.functional.steps import counted_statements

    coach.page("/desk/today")
    with counted_statements() as few:
        coach.page("/desk/today")
    for number in range(5):
        person = newcomer(world, f"New {number}")
        with db.transaction() as session:
            columns = {c.name: getattr(world.period, c.name) for c in WorkPeriod.__table__.columns}
            columns |= {"id": None, "learner_id": person.id, "period_key": f"p{number}"}
            session.add(WorkPeriod(**columns))
    with counted_statements() as many:
        page = coach.page("/desk/today")
    assert len(page.select("li[id^=p]")) == 6
    assert len(many) == len(few)
