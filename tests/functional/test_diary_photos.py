"""Photos of an entry: taken, shown to those who may see them, refused without losing a word."""

from io import BytesIO

import pytest
from PIL import Image

from sidecar import storage
from sidecar.diary.models import Attachment, DiaryEntry, EntryState
from tests.functional.steps import entry_with, photo, rows, send, words
from tests.support.world import Browser, World, soup, text_of
from tests.unit.sidecar.diary import pictures

REFUSED = {
    "text": (pictures.TEXT, "This file is not a picture that we can open."),
    "heic": (pictures.HEIC, "Apple's own form (HEIC)"),
    "bomb": (pictures.bomb(), "This file is not a picture that we can open."),
    "gif": (pictures.gif(), "This file is not a picture that we can open."),
}


@pytest.mark.parametrize("make", [pictures.from_a_phone, pictures.png, pictures.webp])
def test_a_photo_alone_is_an_entry_and_the_coach_sees_it(world: World, learner: Browser, make):
    entry = send(learner, text="", photos=[photo(make())])
    assert entry.state == EntryState.SUBMITTED
    coach = world.sign_in(world.coach)
    link = coach.page("/desk").select_one("ul.photos a")
    for address in (link["href"], link.img["src"]):
        answer = coach.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        shown = Image.open(BytesIO(answer.data))
        assert shown.format == "JPEG"
        assert not shown.getexif()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_of_a_polyglot_nothing_but_the_picture_is_stored(learner: Browser):
    send(learner, photos=[photo(pictures.polyglot())])
    blobs = [storage.storage().get(name) for name in storage.storage().names()]
    assert len(blobs) == 2
    assert not any(b"<script>" in blob or b"<html>" in blob for blob in blobs)


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_what_is_no_photo_is_refused_kindly_and_the_words_are_kept(learner: Browser, kind: str):
    content, sentence = REFUSED[kind]
    form = words(text="Words beside a file", photos=[photo(content), photo(pictures.jpeg())])
    answer = learner.post("/diary/new", {**form, "send": "1"})
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    entry = entry_with(form["client_key"])
    assert (entry.state, entry.text) == (EntryState.DRAFT, "Words beside a file")
    assert soup(answer).select_one("textarea[name=text]").text.strip() == "Words beside a file"
    assert len(rows(Attachment)) == 1


def test_an_entry_has_room_for_eight(learner: Browser):
    form = words(photos=[photo(pictures.jpeg(60 + n)) for n in range(9)])
    answer = learner.post("/diary/new", form)
    assert "An entry has room for 8 photos." in text_of(answer)
    assert len(rows(Attachment)) == 8
    entry = entry_with(form["client_key"])
    for path in (f"/diary/{entry.id}", "/diary/new"):
        again = learner.post(path, {**form, "photos": [photo(pictures.jpeg(100))]})
        assert "An entry has room for 8 photos." in text_of(again)
    assert len(rows(Attachment)) == 8


def test_a_slip_in_the_form_leaves_no_file_behind(learner: Browser):
    form = words(hours="many", photos=[photo(pictures.jpeg())])
    answer = learner.post("/diary/new", form)
    assert answer.status_code == 422
    assert "If your photos and voice notes are not here now, add them again." in text_of(answer)
    assert storage.storage().names() == []


def test_photos_of_others_are_not_here(world: World, learner: Browser):
    mine = send(learner, photos=[photo(pictures.jpeg())])
    [attachment] = rows(Attachment)
    path = f"{mine.id}/photos/{attachment.id}"
    assert learner.get(f"/diary/{path}").status_code == 200
    assert world.sign_in(world.coach).get(f"/desk/{path}").status_code == 200

    other = world.sign_in(world.other_learner)
    theirs = send(other)
    assert other.get(f"/diary/{path}").status_code == 404
    assert other.get(f"/diary/{theirs.id}/photos/{attachment.id}").status_code == 404
    assert world.sign_in(world.other_coach).get(f"/desk/{path}").status_code == 404
    assert world.sign_in(world.teacher).get(f"/desk/{path}").status_code == 403
    assert learner.get(f"/diary/{mine.id}/photos/{attachment.id + 1}").status_code == 404


def test_photos_of_a_draft_are_the_learners_alone(world: World, learner: Browser):
    form = words(photos=[photo(pictures.jpeg())])
    learner.post("/diary/new", form)
    entry, [attachment] = entry_with(form["client_key"]), rows(Attachment)
    path = f"/desk/{entry.id}/photos/{attachment.id}"
    assert world.sign_in(world.coach).get(path).status_code == 404
    assert len(rows(DiaryEntry)) == 1


def test_an_entry_may_bring_more_than_other_requests(learner: Browser):
    heavy = [photo(pictures.jpeg(60 + n) + b"\0" * 7_000_000) for n in range(3)]
    form = words(photos=heavy)
    assert learner.post("/diary/new", form).status_code == 200
    assert len(rows(Attachment)) == 3
    assert learner.post("/diary/autosave", {"text": "x" * 13_000_000}).status_code == 413
