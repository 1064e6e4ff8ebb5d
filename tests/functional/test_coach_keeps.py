"""What a coach keeps: phrases of the team, a private note, what was seen at work."""

import io
import zipfile

import pytest
from sqlalchemy import update

from sidecar import clock, db
from sidecar.audit.models import AuditEvent
from sidecar.diary.models import DiaryEntry, EntryMessage
from sidecar.evidence.models import Observation
from sidecar.identity.models import Person, Role
from sidecar.review.models import CoachNote, Phrase
from tests.functional.steps import rows, send, stranger
from tests.support.world import Browser, World, text_of


def _speaks(world: World, language: str) -> None:
    with db.transaction() as session:
        chosen = update(Person).where(Person.id == world.learner.id)
        session.execute(chosen.values(locale=language))


def _offered(coach: Browser) -> list[str]:
    page = coach.page("/desk")
    language = page.select_one("article .tongues [name=speak][checked]")["value"]
    buttons = page.select(f".phrases[lang={language}] button[data-phrase]")
    return [b["data-phrase"] for b in buttons]


def test_eight_phrases_to_begin_with_in_the_learners_language(world: World, coach: Browser):
    send(world.sign_in(world.learner))
    assert len(_offered(coach)) == 8
    assert _offered(coach)[0] == "Hyvää työtä!"
    _speaks(world, "sv")
    assert _offered(coach)[0] == "Bra jobbat!"
    _speaks(world, "en")
    assert _offered(coach)[0] == "Good work!"
    assert rows(Phrase) == [], "looking writes nothing"


def test_another_language_than_the_learners_is_one_tap_away(world: World, coach: Browser):
    entry = send(world.sign_in(world.learner))
    _speaks(world, "sv")
    page = coach.page("/desk")
    for form in page.select("article form")[:2]:
        chosen = [box["value"] for box in form.select("[name=speak][checked]")]
        assert chosen == ["sv"]
        marked = form.select_one(".tongues label:has([checked])")
        assert "the trainee's language" in text_of(marked)
    assert "Good work!" in [b.text for b in page.select(".phrases[lang=en] button")]
    assert "Good work!" in [o.text for o in page.select("noscript optgroup[lang=en] option")]
    coach.post(f"/desk/{entry.id}", {"do": "return", "reason": "photo", "speak": "en"})
    assert rows(EntryMessage)[-1].text == "Please add a photo."


def test_the_team_changes_its_phrases(world: World, coach: Browser):
    send(world.sign_in(world.learner))
    page = coach.page("/desk/phrases")
    assert len(page.select("input[name=fi]")) == 10
    form = {"fi": ["Hieno!", "", "  "], "sv": ["Fint!", "Bara svenska", ""], "en": ["", "", ""]}
    assert "Saved." in text_of(coach.post("/desk/phrases", form))
    assert [p.text for p in rows(Phrase)] == [
        {"fi": "Hieno!", "sv": "Fint!"},
        {"sv": "Bara svenska"},
    ]
    assert _offered(coach) == ["Hieno!", "Bara svenska"]
    assert rows(AuditEvent)[-1].type == "phrases.changed"
    coach.post("/desk/phrases", {"fi": [], "sv": [], "en": []})
    assert len(_offered(coach)) == 8


def test_phrases_belong_to_one_provider(world: World, coach: Browser):
    coach.post("/desk/phrases", {"fi": ["Vain meillä"], "sv": [""], "en": [""]})
    elsewhere = stranger(world, Role.COACH)
    values = [i["value"] for i in elsewhere.page("/desk/phrases").select("input[name=fi]")]
    assert "Vain meillä" not in values


def test_a_note_is_for_one_coach_only(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}"
    assert "Nothing about health here." in text_of(coach.page(path))
    coach.post(f"{path}/note", {"note": "Likes mornings."})
    assert coach.page(path).select_one("#note").text.strip() == "Likes mornings."
    assert len(rows(CoachNote)) == 1
    other = world.sign_in(world.other_coach)
    assert other.get(path).status_code == 404
    assert other.post(f"{path}/note", {"note": "x"}).status_code == 404
    with db.transaction() as session:
        session.execute(
            update(world.period.__class__)
            .where(world.period.__class__.id == world.period.id)
            .values(coach_id=world.other_coach.id)
        )
    assert "Likes mornings." not in other.page(path).text, "the next coach begins with nothing"
    bundle = world.sign_in(world.learner).get("/diary/export").data
    told = zipfile.ZipFile(io.BytesIO(bundle)).read("entries.json").decode()
    assert "mornings" not in told, "no export has it"
    with db.database().engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT text FROM coach_note").scalar_one()
    assert "mornings" not in stored


def test_an_empty_note_goes(world: World, coach: Browser):
    path = f"/desk/learners/{world.period.id}/note"
    coach.post(path, {"note": "One"})
    coach.post(path, {"note": "Two"})
    assert [n.text for n in rows(CoachNote)] == ["Two"]
    coach.post(path, {"note": " "})
    assert rows(CoachNote) == []
    assert coach.post(path, {"note": "x" * 2001}).status_code == 422


def _lamps(browser: Browser, path: str, state: str) -> int:
    return len(browser.page(path).select(f".board .lamp.{state}"))


def test_what_was_seen_lights_the_lamp(world: World, coach: Browser):
    requirement = world.requirements[2]
    form = {"unit": str(world.unit.id), "requirement": str(requirement.id)}
    form["periods"] = [str(world.period.id), str(world.other_period.id)]
    after = coach.post("/desk/observe", {**form, "way": "with_help"})
    assert "Written down for 1 trainee." in text_of(after), "only my own people"
    path = f"/desk/learners/{world.period.id}"
    assert _lamps(coach, path, "half") == 1
    coach.post("/desk/observe", {**form, "way": "alone"})
    [seen] = rows(Observation)
    assert (seen.independence, seen.day, seen.coach_id) == ("alone", clock.today(), world.coach.id)
    assert _lamps(coach, path, "full") == 1
    assert _lamps(world.sign_in(world.learner), "/diary", "full") == 1
    assert "Seen at work" in text_of(coach.page(path))
    assert rows(DiaryEntry) == []
    assert "Taken back." in text_of(coach.post(f"/desk/observations/{seen.id}/remove"))
    assert rows(Observation) == []
    kinds = [e.type for e in rows(AuditEvent)]
    assert kinds[-3:] == ["observation.made", "observation.made", "observation.removed"]


@pytest.mark.parametrize(
    "broken", [{"requirement": ""}, {"requirement": "99999"}, {"periods": []}, {"way": "watched"}]
)
def test_a_mistake_keeps_what_was_chosen(world: World, coach: Browser, broken: dict):
    form = {
        "unit": str(world.unit.id),
        "requirement": str(world.requirements[1].id),
        "periods": [str(world.period.id)],
        "way": "alone",
    }
    answer = coach.post("/desk/observe", {**form, **broken})
    assert answer.status_code == 422
    assert rows(Observation) == []
    assert 'role="alert"' in answer.text


def test_nobody_takes_back_what_another_coach_saw(world: World, coach: Browser):
    form = {"unit": str(world.unit.id), "requirement": str(world.requirements[0].id)}
    coach.post("/desk/observe", {**form, "periods": [str(world.period.id)], "way": "alone"})
    [seen] = rows(Observation)
    other = world.sign_in(world.other_coach)
    assert other.post(f"/desk/observations/{seen.id}/remove").status_code == 404
    assert len(rows(Observation)) == 1


def test_the_browser_finds_a_note_again_until_it_has_arrived(world: World, coach: Browser):
    where = f"/desk/learners/{world.period.id}"

    def key() -> str:
        form = coach.page(where).select_one("form[action$='/note'][data-draft]")
        return str(form.select_one("[name=client_key]")["value"])

    before = key()
    assert key() == before
    coach.post(f"{where}/note", {"note": "Likes tiles", "client_key": before, "revision": "1"})
    assert key() != before
