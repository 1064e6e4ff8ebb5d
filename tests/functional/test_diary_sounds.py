"""Voice notes: kept as sound, heard by learner and coach, by nobody else."""

from io import BytesIO

import pytest

from sidecar import storage
from sidecar.diary.models import Attachment, DiaryEntry, EntryState
from sidecar.storage.folder import Folder
from tests.functional.steps import entry_with, photo, rows, send, words
from tests.support.world import Browser, World, text_of
from tests.unit.sidecar.diary import pictures, recordings


def _sound(content: bytes) -> tuple[BytesIO, str]:
    return BytesIO(content), "note.html"


def test_a_voice_note_alone_is_an_entry_and_the_coach_hears_it(world: World, learner: Browser):
    entry = send(learner, text="", sounds=[_sound(recordings.spoken("audio/webm"))])
    [kept] = rows(Attachment)
    assert (kept.media_type, kept.seconds, kept.thumbnail) == ("audio/mp4", 2, "")
    coach = world.sign_in(world.coach)
    for browser, path in ((learner, f"/diary/{entry.id}"), (coach, f"/desk/{entry.id}")):
        player = browser.page(path).select_one("audio")
        assert player["aria-label"] == "Voice note 1 of this entry"
        answer = browser.get(player["src"])
        assert (answer.status_code, answer.mimetype) == (200, "audio/mp4")
        assert recordings.heard(answer.data)[0] == "aac"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    part = learner.get(f"/diary/{entry.id}/photos/{kept.id}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, storage.storage().get(kept.blob)[:4])
    other = world.sign_in(world.other_learner)
    assert other.get(f"/diary/{entry.id}/photos/{kept.id}").status_code == 404


@pytest.mark.parametrize(
    "content", [pictures.SVG, pictures.jpeg(), recordings.webm(kind=1), recordings.wav() + b"<b>"]
)
def test_what_is_no_sound_is_refused_kindly_and_the_rest_is_kept(learner: Browser, content: bytes):
    form = words(text="Words beside", sounds=[_sound(content), _sound(recordings.wav())], send="1")
    answer = learner.post("/diary/new", form)
    assert answer.status_code == 200
    assert "This file is not a voice note that we can play." in text_of(answer)
    entry = entry_with(form["client_key"])
    assert (entry.state, entry.text) == (EntryState.DRAFT, "Words beside")
    assert [one.media_type for one in rows(Attachment)] == ["audio/mp4"]


def test_a_file_of_a_draft_can_be_taken_away_and_one_of_a_sent_entry_cannot(learner: Browser):
    form = words(photos=[photo(pictures.jpeg())], sounds=[_sound(recordings.wav())])
    learner.post("/diary/new", form)
    entry, (picture, sound) = entry_with(form["client_key"]), rows(Attachment)
    form = {k: v for k, v in form.items() if k not in ("photos", "sounds")}
    drop = {"drop": str(picture.id)}
    learner.post("/diary/autosave", {**form, **drop})
    assert len(rows(Attachment)) == 2
    learner.post(f"/diary/{entry.id}", {**form, "revision": "2", **drop})
    assert [one.id for one in rows(Attachment)] == [sound.id]
    assert storage.storage().names() == [sound.blob]
    learner.post(f"/diary/{entry.id}", {**form, "revision": "3", "send": "1"})
    learner.post(f"/diary/{entry.id}", {**form, "text": "x", "drop": str(sound.id)})
    assert [one.id for one in rows(Attachment)] == [sound.id]


def test_a_full_disk_here_is_told_and_the_words_are_kept(learner: Browser, monkeypatch):
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Folder, "put", full)
    form = words(text="Words on a full disk", photos=[photo(pictures.jpeg())], send="1")
    answer = learner.post("/diary/new", form)
    assert "We could not keep this file just now. Your words are kept." in text_of(answer)
    [entry] = rows(DiaryEntry)
    assert (entry.text, entry.state) == ("Words on a full disk", EntryState.DRAFT)
