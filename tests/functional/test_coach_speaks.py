"""The coach answers by voice; the trainee hears it, and sees that the entry was opened."""

import io
import json
import wave
import zipfile

from sidecar import storage
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from tests.functional.steps import rows, send
from tests.support.world import Browser, World, soup


def _sound() -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"\x00\x10" * 8000)
    return buffer.getvalue()


def _spoken(content: bytes) -> dict:
    return {"sounds": (io.BytesIO(content), "answer.wav")}


def _stored() -> int:
    return len(list(storage.storage().names()))


def test_a_spoken_answer_is_heard_by_the_learner(coach: Browser, learner: Browser):
    entry = send(learner)
    coach.post(f"/desk/{entry.id}", {"do": "answer", **_spoken(_sound())})
    [message] = rows(EntryMessage)
    assert (message.text, message.media_type) == ("", "audio/mp4")
    for browser, path in ((learner, f"/diary/{entry.id}"), (coach, f"/desk/{entry.id}")):
        address = browser.page(path).select_one(".bubble audio")["src"]
        heard = browser.get(address)
        assert heard.mimetype == "audio/mp4"
        assert heard.data[4:8] == b"ftyp"
        assert browser.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
    assert learner.page("/diary").select_one("audio")
    archive = zipfile.ZipFile(io.BytesIO(learner.get("/diary/export").data))
    told = json.loads(archive.read("entries.json"))["entries"][0]["messages"][0]
    assert archive.read(told["voice"])[4:8] == b"ftyp"


def test_approving_may_be_spoken_and_taken_back(coach: Browser, learner: Browser):
    entry = send(learner)
    answer = coach.post(f"/desk/{entry.id}", {"do": "approve", "text": "Hi", **_spoken(_sound())})
    assert (len(rows(EntryMessage)), _stored()) == (1, 1)
    token = soup(answer).select_one("form[action$='/undo'] input[name=token]")["value"]
    coach.post(f"/desk/{entry.id}/undo", {"token": token})
    assert (rows(EntryMessage), _stored()) == ([], 0), "what was spoken is gone, too"


def test_a_file_that_is_no_sound_is_told_kindly_and_kept_nowhere(coach, learner: Browser):
    entry = send(learner)
    form = {"do": "approve", "text": "My words", **_spoken(b"MZ not a sound at all" * 20)}
    answer = coach.post(f"/desk/{entry.id}", form)
    assert answer.status_code == 422
    page = soup(answer)
    assert "not a voice note" in page.select_one("#sounds-problem").text
    assert page.select_one("#text").text.strip() == "My words"
    assert rows(DiaryEntry)[0].state == EntryState.SUBMITTED
    assert _stored() == 0


def test_an_answer_that_came_too_late_leaves_no_file(coach: Browser, learner: Browser):
    entry = send(learner)
    coach.post(f"/desk/{entry.id}", {"do": "approve"})
    late = coach.post(f"/desk/{entry.id}", {"do": "approve", **_spoken(_sound())})
    assert late.status_code == 409
    assert _stored() == 0


def test_nobody_else_hears_it(world: World, coach: Browser, learner: Browser):
    entry = send(learner)
    coach.post(f"/desk/{entry.id}", {"do": "answer", **_spoken(_sound())})
    [message] = rows(EntryMessage)
    other = world.sign_in(world.other_learner)
    assert other.get(f"/diary/{entry.id}/voices/{message.id}").status_code == 404
    coach2 = world.sign_in(world.other_coach)
    assert coach2.get(f"/desk/{entry.id}/voices/{message.id}").status_code == 404
    coach.post(f"/desk/{entry.id}", {"do": "answer", "text": "Only words"})
    words = rows(EntryMessage)[-1]
    assert coach.get(f"/desk/{entry.id}/voices/{words.id}").status_code == 404


def test_opening_an_entry_tells_the_learner_but_a_launch_does_not(coach, learner: Browser):
    entry = send(learner)
    coach.page("/desk")
    assert rows(DiaryEntry)[0].seen_at is None, "the desk alone writes nothing"
    coach.page(f"/desk/{entry.id}")
    seen = rows(DiaryEntry)[0].seen_at
    assert seen is not None
    coach.page(f"/desk/{entry.id}")
    assert rows(DiaryEntry)[0].seen_at == seen
    assert "read" in [tag.text for tag in learner.page("/diary").select(".tag")]
