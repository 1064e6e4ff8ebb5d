"""The own diary in one file: everything of one's own, nothing of anybody else's."""

import json
import zipfile
from io import BytesIO

from PIL import Image

from sidecar import clock, storage
from sidecar.diary.models import Attachment
from sidecar.review.models import MidTalk
from tests.functional.steps import approve, photo, rows, send, words
from tests.support.world import Browser, World


def _picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), (120, 150, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


def _bundle(browser: Browser) -> zipfile.ZipFile:
    answer = browser.get("/diary/export")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    return zipfile.ZipFile(BytesIO(answer.get_data()))


def test_words_photos_skills_and_the_coachs_answer_are_in_it(learner: Browser, world: World):
    skill = str(world.requirements[0].id)
    more = {"photos": [photo(_picture())], "learnt": "Kärsivällisyys", "requirements": [skill]}
    entry = send(learner, text="Maalasin äänettä.", **more)
    approve(world.sign_in(world.coach), entry, "Hienoa!")
    learner.post("/diary/new", words(text="Vielä kesken"))
    bundle = _bundle(learner)
    told = json.loads(bundle.read("entries.json"))["entries"]
    assert [one["text"] for one in told] == ["Maalasin äänettä.", "Vielä kesken"]
    [name] = told[0]["photos"]
    assert name == f"photos/{entry.day.isoformat()}-{entry.id}-1.jpg"
    assert Image.open(BytesIO(bundle.read(name))).size == (60, 40)
    assert told[0]["messages"][0]["text"] == "Hienoa!"
    assert told[0]["skills"] == [{"fi": "Plan the day (fi)", "sv": "Plan the day (sv)"}]
    assert told[0]["learnt"] == "Kärsivällisyys"
    assert told[0]["versions"][0]["kept_as"] == "submitted"
    assert told[1]["state"] == "draft"


def test_nothing_of_another_trainee_is_in_it(learner: Browser, world: World):
    send(learner, text="Mine")
    bundle = _bundle(world.sign_in(world.other_learner))
    assert bundle.namelist() == ["entries.json"]
    assert json.loads(bundle.read("entries.json"))["entries"] == []
    assert world.sign_in(world.coach).get("/diary/export").status_code == 403


def test_a_photo_that_is_lost_here_does_not_stop_it(learner: Browser):
    send(learner, photos=[photo(_picture())])
    [stored] = rows(Attachment)
    storage.storage().delete(stored.blob)
    bundle = _bundle(learner)
    assert bundle.namelist() == ["entries.json"]
    assert json.loads(bundle.read("entries.json"))["entries"][0]["photos"] == []


def test_a_talk_is_in_it_once_the_coach_has_said_yes_to_it(learner: Browser, world: World):
    coach, path = world.sign_in(world.coach), f"/desk/learners/{world.period.id}/talks"
    said = {"held_on": clock.today().isoformat(), "goes_well": "Tulen ajoissa.", "agreed": "Teoria"}
    coach.post(path, said)
    assert json.loads(_bundle(learner).read("entries.json"))["talks"] == []
    [talk] = rows(MidTalk)
    coach.post(f"/desk/talks/{talk.id}", {**said, "revision": str(talk.revision), "do": "confirm"})
    [told] = json.loads(_bundle(learner).read("entries.json"))["talks"]
    assert (told["goes_well"], told["agreed"], told["with"]) == (
        "Tulen ajoissa.",
        "Teoria",
        world.coach.display_name,
    )
    other = world.sign_in(world.other_learner)
    assert json.loads(_bundle(other).read("entries.json"))["talks"] == []
