"""The learner's diary: writing, keeping, sending, and what a refusal gives back."""

from datetime import timedelta

import pytest

from sidecar import clock, storage
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage, EntryState, EntryVersion
from tests.functional.steps import JSON, approve, entry_with, photo, put_entries, rows, send, words
from tests.support.world import Browser, World, soup, text_of
from tests.unit.sidecar.diary.pictures import jpeg


def test_from_an_empty_form_over_a_draft_to_the_coach(learner: Browser, coach: Browser):
    form = learner.page("/diary/new")
    key = form.select_one("input[name=client_key]")["value"]
    boxes = [box["value"] for box in form.select("input[name=requirements]")]
    kept = learner.post("/diary/new", words(client_key=key, text="First words", requirements=boxes))
    assert "Kept. Only you see it." in text_of(kept)
    entry = entry_with(key)
    assert entry.state == EntryState.DRAFT
    assert "Nothing waits for you" in text_of(coach.page("/desk"))

    page = soup(kept)
    assert page.select_one("textarea[name=text]").text.strip() == "First words"
    assert len(page.select("input[name=requirements][checked]")) == len(boxes) == 7
    revision = page.select_one("input[name=revision]")["value"]
    changed = words(client_key=key, revision=revision, text="Better words", requirements=boxes[:1])
    sent = learner.post(f"/diary/{entry.id}", {**changed, "send": "1"})
    assert "Sent to your coach." in text_of(sent)

    desk = text_of(coach.page("/desk"))
    assert "1 entry waits for you" in desk
    assert "Better words" in desk
    ticked = coach.page("/desk").select("input[name=requirements][checked]")
    assert [box["value"] for box in ticked] == boxes[:1]
    own = learner.page(f"/diary/{entry.id}")
    assert "Better words" in text_of(own)
    assert not own.select("textarea[name=text]")


def test_keeping_the_same_page_twice_makes_one_entry(learner: Browser):
    form = words(text="Only once please")
    assert learner.post("/diary/new", form).status_code == 200
    assert learner.post("/diary/new", form).status_code == 200
    [entry] = rows(DiaryEntry)
    assert entry.text == "Only once please"
    assert not rows(EntryVersion)


def test_a_save_made_on_an_older_revision_keeps_both_and_shows_the_other(learner: Browser):
    form = words(text="Written on the phone")
    learner.post("/diary/new", form)
    entry = entry_with(form["client_key"])
    learner.post(f"/diary/{entry.id}", {**form, "revision": "1", "text": "Written on the laptop"})
    page = learner.post(f"/diary/{entry.id}", {**form, "revision": "1", "text": "Phone again"})
    assert soup(page).select_one("textarea[name=text]").text.strip() == "Phone again"
    assert "Also written, in another window Written on the laptop" in text_of(page)
    [kept] = rows(EntryVersion)
    assert (kept.kind, kept.content["text"]) == ("conflict", "Written on the laptop")


@pytest.mark.parametrize("approved", [False, True])
@pytest.mark.parametrize("text", ["Something else now", "Siivosin"])
def test_words_for_an_entry_that_was_sent_before_become_an_entry_beside_it(
    learner: Browser, coach: Browser, text: str, approved: bool
):
    entry = send(learner)
    if approved:
        approve(coach, entry)
    changed = words(client_key=entry.client_key, revision="1", text=text)
    for path in (f"/diary/{entry.id}", "/diary/new", "/diary/new"):
        answer = learner.post(path, {**changed, "send": "1", "photos": [photo(jpeg())]})
        assert answer.status_code == 200
        assert "This entry was sent before" in text_of(answer)
        assert soup(answer).select_one("textarea[name=text]").text.strip() == text
    first, beside = rows(DiaryEntry)
    assert (first.id, first.text) == (entry.id, entry.text)
    assert (beside.text, beside.state) == (text, EntryState.DRAFT)
    assert [a.entry_id for a in rows(Attachment)] == [beside.id]
    answer = learner.post("/diary/autosave", changed, headers=JSON)
    assert (answer.status_code, answer.json["code"]) == (409, "E-CONFLICT")


def test_sending_again_because_the_answer_was_lost_is_a_success(learner: Browser):
    form = words(send="1")
    for _ in range(3):
        answer = learner.post("/diary/new", {**form, "photos": [photo(jpeg())]})
        assert "Sent to your coach." in text_of(answer)
    assert len(rows(DiaryEntry)) == len(rows(Attachment)) == 1
    assert len(storage.storage().names()) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "tomorrow"}, "This is not a day. Write it like this: 23.11.2026."),
        ({"day": "31.2.2026"}, "This is not a day."),
        ({"day": ""}, "Please fill this in."),
        ({"day": None}, "Please fill this in."),
        ({"hours": "many"}, "This is not a number."),
        ({"hours": "nan"}, "Write a number from 0 to 24."),
        ({"hours": "24,5"}, "Write a number from 0 to 24."),
        ({"hours": "-1"}, "Write a number from 0 to 24."),
        ({"independence": "perhaps"}, "Choose one of these."),
        ({"text": "ä" * 10_001}, "This is too long. Use at most 10000 letters."),
    ],
)
def test_a_slip_is_explained_and_the_words_are_still_in_the_form(
    learner: Browser, world: World, wrong: dict[str, str | None], sentence: str
):
    boxes = [str(r.id) for r in world.requirements[:2]]
    form = words(**{"text": "Words I would hate to lose", "requirements": boxes, **wrong})
    for more in ({}, {"send": "1"}):
        answer = learner.post("/diary/new", {**form, **more})
        assert answer.status_code == 422
        page = soup(answer)
        assert sentence in page.select_one("[role=alert]").text
        [name] = wrong
        assert page.find(id=f"{name}-problem") is not None
        assert page.find("input", {"name": "client_key"})["value"] == form["client_key"]
        assert page.select_one("textarea[name=text]").text.strip() == form["text"]
        assert len(page.select("input[name=requirements][checked]")) == 2
    assert not rows(DiaryEntry)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "This day has not come yet."), (-31, "This day is not in your work period.")],
)
@pytest.mark.parametrize("begun", [False, True])
def test_a_day_outside_the_period_is_refused_with_the_words_kept(
    learner: Browser, days: int, sentence: str, begun: bool
):
    form = words(text="Words of another day")
    path = "/diary/new"
    if begun:
        learner.post(path, form)
        path = f"/diary/{entry_with(form['client_key']).id}"
    day = (clock.today() + timedelta(days=days)).isoformat()
    answer = learner.post(path, {**form, "day": day, "text": "Other words"})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert soup(answer).select_one("textarea[name=text]").text.strip() == "Other words"


@pytest.mark.parametrize("day", [0, -30])
def test_the_first_and_the_last_day_count(learner: Browser, day: int):
    on = (clock.today() + timedelta(days=day)).isoformat()
    assert send(learner, day=on).state == EntryState.SUBMITTED


def test_an_empty_entry_can_be_kept_but_not_sent(learner: Browser):
    form = words(text="  ")
    answer = learner.post("/diary/new", {**form, "send": "1"})
    assert answer.status_code == 422
    assert "Choose a picture, write a few words or add a photo." in text_of(answer)
    assert learner.post("/diary/new", form).status_code == 200


def test_without_a_period_there_is_a_sentence_and_no_error(world: World):
    with_none = world.sign_in(world.teacher)
    # The teacher studies in another course: a trainee without a period.
    from sidecar import db
    from sidecar.identity.models import PageSession

    with db.transaction() as session:
        session.query(PageSession).one().standings = ["trainee"]
    sentence = "You have no work period yet. Your coach makes one; then you can write."
    assert sentence in text_of(with_none.page("/diary"))
    assert sentence in text_of(with_none.page("/diary/new", status=409))
    answer = with_none.post("/diary/new", words(text="Typed all the same"))
    assert answer.status_code == 409
    assert "Typed all the same" in text_of(answer)


def test_a_returned_entry_is_open_again_and_keeping_it_sends_nothing(
    learner: Browser, coach: Browser
):
    entry = send(learner)
    coach.post(f"/desk/{entry.id}", {"do": "return", "text": "Which paint was it?"})
    page = learner.page(f"/diary/{entry.id}")
    assert "Which paint was it?" in text_of(page)
    revision = page.select_one("input[name=revision]")["value"]
    form = words(client_key=entry.client_key, revision=revision, text="It was chalk paint")
    kept = learner.post(f"/diary/{entry.id}", form)
    assert "Sent" not in "".join(said.text for said in soup(kept).select(".said"))
    assert entry_with(entry.client_key).state == EntryState.RETURNED
    learner.post(f"/diary/{entry.id}", {**form, "send": "1"})
    assert entry_with(entry.client_key).state == EntryState.SUBMITTED
    assert [v.kind for v in rows(EntryVersion)] == ["submitted", "submitted"]
    assert "It was chalk paint" in text_of(coach.page("/desk"))


def test_what_the_coach_said_last_stands_on_the_first_screen(learner: Browser, coach: Browser):
    first, second = send(learner, text="One"), send(learner, text="Two")
    coach.post(f"/desk/{second.id}", {"do": "answer", "text": "Said first"})
    coach.post(f"/desk/{first.id}", {"do": "answer", "text": "Said last"})
    card = learner.page("/diary").select_one(".card .bubble")
    assert card.text.strip() == "Said last"
    assert len(rows(EntryMessage)) == 2


def test_the_lamps_light_up_when_a_skill_is_shown(world: World, learner: Browser, coach: Browser):
    chosen = [str(r.id) for r in world.requirements[:2]]
    entry = send(learner, requirements=chosen)
    assert len(learner.page("/diary").select(".board .lamp.half")) == 2
    approve(coach, entry)
    page = learner.page("/diary")
    assert len(page.select(".board .lamp.full")) == 2
    assert len(page.select(".board .lamp.off")) == 5


def test_nobody_else_reads_an_entry(world: World, learner: Browser):
    entry = send(learner)
    other = world.sign_in(world.other_learner)
    assert other.get(f"/diary/{entry.id}").status_code == 404
    answer = other.post(f"/diary/{entry.id}", words(text="Not mine at all"))
    assert answer.status_code == 404
    assert entry_with(entry.client_key).text == entry.text


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**25])
def test_a_number_that_is_nobodys_is_simply_not_here(learner: Browser, coach: Browser, number: int):
    assert learner.get(f"/diary/{number}").status_code == 404
    assert coach.get(f"/desk/{number}").status_code == 404


def test_sixty_entries_are_one_page(world: World, learner: Browser):
    put_entries(world.period, 61)
    assert len(learner.page("/diary").select("ul.list a.item")) == 60
