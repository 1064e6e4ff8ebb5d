"""The trainee's first screen: today, the week, the coach's words, the next lamp; and answering."""

from datetime import date, timedelta
from functools import partial

import pytest

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryKind, EntryMessage, EntryState
from sidecar.diary.today import week, work_day
from sidecar.environments.models import LearningEnvironment, TaskCard
from sidecar.placements.models import WorkPeriod
from tests.functional.steps import approve, entry_with, rows, send, task_card, words
from tests.support.world import Browser, World, text_of

MONDAY = date(2026, 11, 23)


def _entry(day: date, state: EntryState, kind: EntryKind = EntryKind.WORK) -> DiaryEntry:
    return DiaryEntry(day=day, state=state, kind=kind)


def test_the_week_has_a_lamp_or_a_word_for_each_day(app):
    entries = [
        _entry(MONDAY, EntryState.APPROVED),
        _entry(MONDAY + timedelta(days=1), EntryState.SUBMITTED, EntryKind.SCHOOL),
        _entry(MONDAY + timedelta(days=2), EntryState.SUBMITTED, EntryKind.ABSENCE),
        _entry(MONDAY + timedelta(days=3), EntryState.DRAFT),
        _entry(MONDAY - timedelta(days=1), EntryState.APPROVED),
    ]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        strip = week(entries, MONDAY + timedelta(days=4))
    assert [one.lamp for one in strip] == ["full", "", "", "off", "", "", ""]
    assert [one.word for one in strip[:4]] == ["", "school", "away", ""]
    assert [", ".join(one.said) for one in strip[:5]] == [
        "approved",
        "school, sent",
        "away, sent",
        "not sent",
        "nothing yet",
    ]
    assert [one.is_today for one in strip].index(True) == 4
    assert not strip[6].said


def test_of_two_entries_of_a_day_the_furthest_is_shown(app):
    entries = [
        _entry(MONDAY, EntryState.APPROVED, EntryKind.ABSENCE),
        _entry(MONDAY, EntryState.SUBMITTED),
        _entry(MONDAY, EntryState.DRAFT),
    ]
    with app.test_request_context():
        assert week(entries, MONDAY)[0].lamp == "half"


def test_today_says_where_when_and_what_to_bring(world: World, learner: Browser):
    assert not learner.page("/diary").select("#today")
    with db.transaction() as session:
        site = LearningEnvironment(
            provider_id=world.provider.id,
            name="Kerrostalo",
            address="Satamakatu 4",
            hours="8.00–15.00",
            bring=["kengät", "kortti"],
            created_at=clock.now(),
        )
        session.add(site)
        session.flush()
        session.get_one(WorkPeriod, world.period.id).environment_id = site.id
    page = text_of(learner.page("/diary"))
    for words_ in ("Kerrostalo", "Satamakatu 4", "8.00–15.00", "kengät, kortti"):
        assert words_ in page
    with db.transaction() as session:
        tomorrow = str((clock.today() + timedelta(days=1)).isoweekday())
        session.get_one(WorkPeriod, world.period.id).agreed_weekdays = tomorrow
    card = learner.page("/diary").select_one("#today").find_parent("section")
    assert card.h2.text == "Next work day"
    assert str((clock.today() + timedelta(days=1)).day) in card.p.text


@pytest.mark.parametrize(
    ("today", "expected"),
    [(5, 5), (6, 8), (1, 2), (19, 19), (20, None), (30, None)],
    ids=["a work day", "a Saturday", "before it begins", "the last", "after it", "long after"],
)
def test_the_next_work_day_is_an_agreed_one_of_the_period(today: int, expected: int | None):
    june = partial(date, 2026, 6)
    period = WorkPeriod(starts_on=june(2), ends_on=june(19), agreed_weekdays="12345")
    assert work_day(period, june(today)) == (june(expected) if expected else None)


def test_the_strip_says_each_day_in_words(learner: Browser):
    send(learner)
    days = learner.page("/diary").select(".week li")
    assert len(days) == 7
    [today] = [day for day in days if day.get("aria-current") == "date"]
    assert today.select_one(".visually-hidden").text.endswith(": sent")


def test_the_next_lamp_is_the_first_dark_one(learner: Browser, world: World):
    assert "Plan the day (fi)" in learner.page("/diary").select_one("#next").text
    send(learner, requirements=[str(world.requirements[0].id)])
    page = learner.page("/diary")
    assert "Mask the surfaces (fi)" in page.select_one("#next").text
    assert "1 day 0 tasks" in text_of(page)


def test_the_coachs_last_words_lead_to_the_answer(learner: Browser, coach: Browser):
    entry = send(learner)
    approve(coach, entry, "Why did you sand first?")
    page = learner.page("/diary")
    assert "Why did you sand first?" in page.select_one("#latest").text
    link = page.select_one("a[href$='#reply']")["href"]
    form = learner.page(link.split("#")[0])
    assert form.select_one("textarea[name=reply]")["id"] == "reply"
    learner.post(f"/diary/{entry.id}/reply", {"reply": "The wall was rough."})
    assert "The wall was rough." in text_of(coach.page(f"/desk/{entry.id}"))
    assert "The wall was rough." in text_of(learner.page(f"/diary/{entry.id}"))


def test_the_same_answer_twice_is_said_once_and_an_empty_one_not_at_all(learner: Browser):
    entry = send(learner)
    for reply in ("Yes", "Yes", "  "):
        assert learner.post(f"/diary/{entry.id}/reply", {"reply": reply}).status_code == 200
    [message] = rows(EntryMessage)
    assert (message.kind, message.text) == ("reply", "Yes")


def test_a_draft_takes_no_answer_and_nobody_answers_for_another(learner: Browser, world: World):
    form = words()
    learner.post("/diary/new", form)
    entry = entry_with(form["client_key"])
    assert learner.post(f"/diary/{entry.id}/reply", {"reply": "Hi"}).status_code == 409
    other = world.sign_in(world.other_learner)
    assert other.post(f"/diary/{entry.id}/reply", {"reply": "Hi"}).status_code == 404
    assert rows(EntryMessage) == []


def test_every_read_aloud_button_names_a_part_of_its_page_and_is_hidden_at_first(
    learner: Browser, coach: Browser
):
    entry = send(learner)
    approve(coach, entry, "Good.")
    for path in ("/diary", f"/diary/{entry.id}", "/diary/new", "/notices", "/papers"):
        page = learner.page(path)
        buttons = page.select("button[data-speak]")
        assert buttons[0]["data-speak"] == "main", "each text of a trainee's page can be heard"
        for button in buttons:
            assert button.has_attr("hidden")
            assert page.find(id=button["data-speak"]) is not None


def test_an_entry_that_came_back_is_one_tap_away_until_it_is_sent_again(learner, coach):
    entry = send(learner)
    coach.post(f"/desk/{entry.id}", {"do": "return", "reason": "photo"})
    link = learner.page("/diary").find("a", string="Add it now")
    assert link["href"].endswith(f"/diary/{entry.id}")
    form = words(client_key=entry.client_key, revision=str(entry.revision), text="With a photo")
    learner.post(f"/diary/{entry.id}", {**form, "send": "1"})
    page = learner.page("/diary")
    assert page.find("a", string="Add it now") is None
    assert page.find("a", string="Answer")["href"].endswith("#reply")


def _reply_key(browser: Browser, entry: DiaryEntry) -> str:
    form = browser.page(f"/diary/{entry.id}").select_one("form[action$='/reply'][data-draft]")
    return str(form.select_one("input[name=client_key]")["value"])


def test_the_phone_finds_an_answer_again_until_it_has_arrived(learner, coach):
    entry = send(learner)
    key = _reply_key(learner, entry)
    coach.post(f"/desk/{entry.id}", {"do": "answer", "text": "Why?"})
    assert _reply_key(learner, entry) == key, "the coach's words do not hide what is kept"
    learner.post(f"/diary/{entry.id}/reply", {"reply": "The wall was rough."})
    assert _reply_key(learner, entry) != key


def test_words_in_the_list_are_words_and_no_markup(learner: Browser, coach: Browser, world: World):
    told, task = 'Maalasin <script>alert("1")</script> & siivosin', "Ovi & <b>karmi</b>"
    card = task_card(world)
    with db.transaction() as session:
        session.get_one(TaskCard, card).name = {"fi": task}
    send(learner, text=told)
    send(learner, text="", cards=str(card))
    for page in (learner.page("/diary"), coach.page(f"/desk/learners/{world.period.id}")):
        shown = [one.get_text() for one in page.select("ul.list a.item")]
        assert not page.select("a.item script, a.item b b")
        assert [sum(words in one for one in shown) for words in (told, task)] == [1, 1], shown


def test_the_phone_finds_a_goal_again_until_it_has_arrived(learner: Browser):
    form = "form[action$='/goal'][data-draft]"

    def key() -> str:
        return str(learner.page("/diary").select_one(f"{form} [name=client_key]")["value"])

    keys = [key(), key()]
    for said in ("Learn to lay bricks", "Learn to lay tiles"):
        learner.post("/diary/goal", {"goal": said, "client_key": keys[-1], "revision": "1"})
        keys.append(key())
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
