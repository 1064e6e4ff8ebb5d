"""Photos and voice notes that go up by themselves, one by one, while the entry is being written."""

from sidecar import storage
from sidecar.diary.models import Attachment, DiaryEntry, EntryState
from tests.functional.steps import JSON, entry_with, photo, rows, words
from tests.support.world import Browser, World, soup
from tests.unit.sidecar.diary import pictures, recordings


def up(learner: Browser, form: dict, **files):
    return learner.post("/diary/autosave", {**form, **files}, headers=JSON)


def test_a_file_that_is_up_is_there_without_anybody_sending(world: World, learner: Browser):
    form = words(text="")
    answer = up(learner, form, photos=[photo(pictures.jpeg())]).json
    [kept] = rows(Attachment)
    assert (answer["file"], answer["id"]) == (kept.id, kept.entry_id)
    assert entry_with(form["client_key"]).state == EntryState.DRAFT
    sound = up(learner, form, sounds=[photo(recordings.wav(), "note.wav")]).json
    assert sound["file"] != answer["file"]
    page = world.sign_in(world.learner).page(f"/diary/{answer['id']}")
    assert (len(page.select("ul.photos img")), len(page.select("audio"))) == (1, 1)
    learner.post(f"/diary/{answer['id']}", {**form, "send": "1"})
    assert entry_with(form["client_key"]).state == EntryState.SUBMITTED
    assert len(rows(Attachment)) == 2


def test_the_same_file_again_has_the_same_number(learner: Browser):
    form = words()
    first, second = (up(learner, form, photos=[photo(pictures.jpeg())]).json for _ in range(2))
    assert first["file"] == second["file"]
    assert len(storage.storage().names()) == 2, "the picture and its small one"


def test_what_is_taken_away_on_the_page_goes_at_once(learner: Browser):
    form = words()
    number = up(learner, form, photos=[photo(pictures.jpeg())]).json["file"]
    up(learner, form, away=str(number))
    assert (rows(Attachment), storage.storage().names()) == ([], [])


def test_a_file_that_is_no_photo_is_refused_and_the_words_come_without_it(learner: Browser):
    form = words(text="The words")
    answer = up(learner, form, photos=[photo(pictures.PDF)])
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["photos"])
    assert storage.storage().names() == []
    assert up(learner, form).status_code == 200
    assert entry_with(form["client_key"]).text == "The words"


def test_a_returned_entry_gets_no_photo_before_the_tap(world: World, learner: Browser):
    form = words()
    learner.post("/diary/new", {**form, "send": "1"})
    entry = entry_with(form["client_key"])
    page = learner.page("/diary/new")
    assert page.select_one("#photos")["data-files"] == "up"
    world.sign_in(world.coach).post(f"/desk/{entry.id}", {"do": "return", "text": "A photo?"})
    assert learner.page(f"/diary/{entry.id}").select_one("#photos")["data-files"] == ""
    assert up(learner, form, photos=[photo(pictures.jpeg())]).status_code == 409
    assert (rows(Attachment), storage.storage().names()) == ([], [])
    again = {**form, "revision": "9", "photos": [photo(pictures.jpeg())], "send": "1"}
    learner.post(f"/diary/{entry.id}", again)
    assert len(rows(Attachment)) == 1


def test_nobody_puts_a_file_on_the_entry_of_another(world: World, learner: Browser):
    form = words()
    up(learner, form)
    other = world.sign_in(world.other_learner)
    up(other, form, photos=[photo(pictures.jpeg())])
    [mine, theirs] = rows(DiaryEntry)
    assert [one.entry_id for one in rows(Attachment)] == [theirs.id]
    number = up(other, form).json["id"]
    assert number == theirs.id != mine.id


def test_a_form_that_was_begun_before_opens_with_what_is_here(learner: Browser):
    form = words(text="Begun on the bus")
    up(learner, form, photos=[photo(pictures.jpeg())])
    page = soup(learner.get(f"/diary/new?draft={form['client_key']}", follow_redirects=True))
    assert "Begun on the bus" in page.select_one("#text").text
    assert page.select_one("input[name=client_key]")["value"] == form["client_key"]
    assert len(page.select("ul.photos img")) == 1
    fresh = learner.page("/diary/new?draft=nobodys")
    assert fresh.select_one("#text").text.strip() == ""
