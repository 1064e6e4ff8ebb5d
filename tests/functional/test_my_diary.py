"""My own things: the week's goal, search among entries, the whole diary as PDF."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from sidecar import clock
from sidecar.diary.models import WeeklyGoal
from tests.functional.steps import approve, photo, put_entries, rows, send
from tests.support.world import Browser, World, text_of
from tests.unit.sidecar.diary import pictures, recordings


def test_a_goal_is_kept_changed_ticked_and_taken_away(world: World, learner: Browser):
    learner.post("/diary/goal", {"goal": "  Maalaan  oven yksin "})
    [goal] = rows(WeeklyGoal)
    today = clock.today()
    assert (goal.text, goal.reached) == ("Maalaan oven yksin", False)
    assert goal.monday == today - timedelta(days=today.weekday())
    learner.post("/diary/goal", {"goal": "Maalaan kaksi ovea", "reached": "1"})
    [goal] = rows(WeeklyGoal)
    assert (goal.text, goal.reached) == ("Maalaan kaksi ovea", True)
    assert "Maalaan kaksi ovea" in learner.page("/diary").select_one("#goal-words").text
    coach = world.sign_in(world.coach)
    assert "Maalaan kaksi ovea" in text_of(coach.page(f"/desk/learners/{world.period.id}"))
    assert "Maalaan" not in text_of(world.sign_in(world.other_learner).page("/diary"))
    learner.post("/diary/goal", {"goal": ""})
    assert not rows(WeeklyGoal)


def test_a_goal_that_is_too_long_is_explained(learner: Browser):
    answer = learner.post("/diary/goal", {"goal": "ä" * 201})
    assert "This is too long." in text_of(answer)


def test_search_finds_words_of_the_learner_alone(world: World, learner: Browser):
    send(learner, text="Maalasin Äidin oven")
    send(learner, text="Muurasin", learnt="Laasti kuivuu äkkiä")
    send(world.sign_in(world.other_learner), text="Äidin kanssa")
    send(learner, kind="school", text="Matikkaa")

    assert len(learner.page("/diary?words=äidin").select("#entries a.item")) == 1
    assert len(learner.page("/diary?words=ÄKKIÄ").select("#entries a.item")) == 1
    assert len(learner.page("/diary?words=maalasin ovi").select("#entries a.item")) == 0
    assert len(learner.page("/diary?kind=school").select("#entries a.item")) == 1
    assert len(learner.page("/diary?kind=nonsense&page=-4").select("#entries a.item")) == 3
    assert "Nothing found." in text_of(learner.page("/diary?words=100%25"))


def test_older_entries_come_page_by_page(world: World, learner: Browser):
    put_entries(world.period, 70)
    first = learner.page("/diary")
    assert len(first.select("#entries a.item")) == 60
    link = next(a for a in first.select("#entries a.button") if a.text == "Older entries")
    second = learner.page(link["href"].split("#")[0])
    assert len(second.select("#entries a.item")) == 10


@pytest.mark.parametrize(
    ("locale", "title"), [("fi", "Työpäiväkirja"), ("sv", "Arbetsdagbok"), ("en", "Work diary")]
)
def test_the_whole_diary_is_a_tagged_pdf_with_its_pictures(world: World, locale: str, title: str):
    learner = world.sign_in(world.learner, locale=locale)
    entry = send(
        learner,
        text="Maalasin oven 🎨 *ei* #lihavoitu $x$",
        photos=[photo(pictures.jpeg())],
        sounds=[(BytesIO(recordings.wav()), "a.wav")],
        requirements=[str(world.requirements[0].id)],
    )
    approve(world.sign_in(world.coach), entry, "Hyvä työ!")
    send(world.sign_in(world.other_learner), text="Not mine")
    learner.post("/diary/goal", {"goal": "Oma tavoite"})
    answer = learner.get("/diary/pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    read = PdfReader(BytesIO(answer.data))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for words_ in (title, "Maalasin oven □ *ei* #lihavoitu $x$", "Hyvä työ!", "Oma tavoite"):
        assert words_ in text
    assert "Plan the day" in text
    assert "Not mine" not in text
    pictures_ = [image for page in read.pages for image in page.images]
    assert [Image.open(BytesIO(one.data)).size for one in pictures_] == [(60, 40)]
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_empty_diary_is_a_pdf_too(learner: Browser):
    answer = learner.get("/diary/pdf")
    assert "No entries yet." in PdfReader(BytesIO(answer.data)).pages[0].extract_text()
