"""Words that a coach wrote for a trainee: each page and print says by whom, and of the yes."""

import json
import zipfile
from io import BytesIO

from pypdf import PdfReader

from sidecar import clock
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.diary.models import DiaryEntry
from tests.functional.steps import rows
from tests.support.world import Browser, World, text_of


def _written(world: World, coach: Browser) -> DiaryEntry:
    form = {"client_key": "b-1", "day": clock.today().isoformat(), "text": "Teippasin listat."}
    coach.post(f"/desk/learners/{world.period.id}/write", form)
    [entry] = rows(DiaryEntry)
    return entry


def _confirmed(world: World, coach: Browser, learner: Browser) -> DiaryEntry:
    entry = _written(world, coach)
    learner.post(f"/asked/entries/{entry.id}", {"revision": "1"})
    return entry


def _print(browser: Browser, path: str) -> str:
    pages = PdfReader(BytesIO(browser.get(path).data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_papers_say_it_on_the_page_and_in_both_prints(world: World, coach, learner):
    entry = _confirmed(world, coach, learner)
    approve_with = [str(world.requirements[1].id)]
    coach.post(f"/desk/{entry.id}", {"do": "approve", "ticked": "1", "requirements": approve_with})
    learner.post(f"/diary/{entry.id}/papers", {"yes": "1"})
    coach.post(f"/periods/{world.period.id}/paper")
    [paper] = rows(DemonstrationPaper)
    for browser in (coach, learner, world.sign_in(world.teacher)):
        page = text_of(browser.page(f"/papers/{paper.id}"))
        said = "Written by Carita Coach for the trainee. The trainee has confirmed it."
        assert said in page.partition("Teippasin listat.")[2]
    printed = _print(learner, f"/papers/{paper.id}/pdf/fi")
    assert "Carita Coach kirjoitti tämän opiskelijan puolesta. Opiskelija on vahv" in printed
    assert "Carita Coach skrev det här för den studerande" in _print(
        learner, f"/papers/{paper.id}/pdf/sv"
    )


def test_the_trainees_pages_print_and_data_say_it(world: World, coach: Browser, learner: Browser):
    entry = _written(world, coach)
    assert "Carita Coach wrote this for you." in text_of(learner.page(f"/diary/{entry.id}"))
    assert "You have not confirmed it yet." in _print(learner, "/diary/pdf")
    learner.post(f"/asked/entries/{entry.id}", {"revision": "1"})
    page = text_of(learner.page(f"/diary/{entry.id}"))
    assert "Carita Coach wrote this for you. You said yes to it." in page
    assert "Written for you by Carita Coach. You have confirmed it." in _print(
        learner, "/diary/pdf"
    )
    archive = zipfile.ZipFile(BytesIO(learner.get("/diary/export").data))
    [told] = json.loads(archive.read("entries.json"))["entries"]
    assert told["written_by"] == "Carita Coach"


def test_the_desk_says_it_where_an_entry_may_be_approved(world: World, coach, learner):
    entry = _confirmed(world, coach, learner)
    said = "Written by Carita Coach for the trainee."
    assert f"{said} The trainee has confirmed it." in text_of(coach.page(f"/desk/{entry.id}"))
    assert said in text_of(coach.page("/desk/plain"))


def test_a_day_away_needs_no_yes_and_own_words_name_nobody(world: World, coach, learner):
    coach.post(f"/desk/today/{world.period.id}/away")
    [entry] = rows(DiaryEntry)
    page = text_of(learner.page(f"/diary/{entry.id}"))
    assert "Carita Coach wrote this for you." in page
    assert "You said yes to it." not in page
    printed = _print(learner, "/diary/pdf")
    assert "Written for you by Carita Coach." in printed
    assert "confirmed" not in printed


def _form_key(world: World, coach: Browser) -> str:
    page = coach.page(f"/desk/learners/{world.period.id}/write")
    return str(page.select_one("input[name=client_key]")["value"])


def test_a_form_that_was_not_sent_is_found_again_by_its_key(world: World, coach: Browser):
    key = _form_key(world, coach)
    assert _form_key(world, coach) == key, "else the browser would not know its own words"
    path = f"/desk/learners/{world.period.id}/write"
    form = {"client_key": key, "day": clock.today().isoformat(), "text": "Teippasin listat."}
    coach.post(path, form)
    coach.post(path, form)
    assert [e.text for e in rows(DiaryEntry)] == ["Teippasin listat."], "sent twice is once"
    coach.post(path, {**form, "text": "Hioin oven."})
    said = sorted(e.text for e in rows(DiaryEntry))
    assert said == ["Hioin oven.", "Teippasin listat."], "another window's words are not lost"
    assert _form_key(world, coach) != key
