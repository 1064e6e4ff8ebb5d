"""Task cards: the coach makes them, the trainee's entry is written with them, and kinds of days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryKind, EntryState
from sidecar.environments.models import LearningEnvironment, TaskCard
from sidecar.evidence.models import EntryRequirement
from sidecar.tenancy.models import EducationProvider
from tests.functional.steps import entry_with, read, send, words
from tests.support.world import Browser, World, soup, text_of

SITE = {"name": "Talo", "address": "Katu 4", "hours": "8–15", "bring": "kengät\n\n kortti "}


@pytest.fixture
def site(world: World, coach: Browser) -> LearningEnvironment:
    """A site with two cards, chosen for the learner's period."""
    assert coach.post("/sites/new", SITE).status_code == 200
    made = read(lambda: db.session().scalars(select(LearningEnvironment)).one())
    for name, keys in (("Maalaus", ["r6"]), ("Siivous", ["r7"])):
        _card(coach, made.id, world.unit.id, name_fi=name, requirements=keys)
    form = coach.page(f"/periods/{world.period.id}")
    values = {
        field["name"]: field.get("value", "")
        for field in form.select("main form:not([action$=language]) input:not([type=radio])")
    }
    more = {"agreement": "training_agreement", "environment_id": made.id}
    saved = coach.post(f"/periods/{world.period.id}", {**values, **more})
    assert "Saved." in text_of(saved)
    return made


def _card(coach: Browser, site_id: int, unit_id: int, **values):
    shown = {"picture": "brush", "in_use": "1", "unit_id": unit_id, "name_sv": "", "name_en": ""}
    answer = coach.post(f"/sites/{site_id}/cards/new", {**shown, **values})
    assert answer.status_code == 200, answer.text[:900]
    return answer


def _cards() -> list[TaskCard]:
    query = select(TaskCard).order_by(TaskCard.position)
    return read(lambda: list(db.session().scalars(query)))


def _shown(entry: DiaryEntry) -> list[int]:
    query = select(EntryRequirement.requirement_id).where(EntryRequirement.entry_id == entry.id)
    return read(lambda: sorted(db.session().scalars(query)))


def _card_names(entry: DiaryEntry) -> list[str]:
    return read(lambda: [c.name["fi"] for c in db.session().get(DiaryEntry, entry.id).cards])


def test_a_site_keeps_what_the_coach_wrote(site: LearningEnvironment, coach: Browser):
    assert site.bring == ["kengät", "kortti"]
    assert [card.position for card in _cards()] == [1, 2]
    page = coach.page(f"/sites/{site.id}")
    assert "Maalaus" in text_of(page)
    coach.post(f"/sites/{site.id}", {**SITE, "name": "Uusi talo"})
    assert "Uusi talo" in text_of(coach.page("/sites"))


def test_a_card_changes_and_keeps_the_skills_of_other_units(
    site: LearningEnvironment, coach: Browser, world: World
):
    [card, _] = _cards()
    with db.transaction() as session:
        session.get_one(TaskCard, card.id).requirement_keys = ["elsewhere", "r6"]
    form = coach.page(f"/sites/{site.id}/cards/{card.id}")
    assert [b["value"] for b in form.select("input[name=requirements][checked]")] == ["r6"]
    values = {"name_fi": "Telaus", "picture": "roller", "position": "9", "unit_id": world.unit.id}
    coach.post(f"/sites/{site.id}/cards/{card.id}", {**values, "requirements": ["r5", "r6"]})
    changed = _cards()[-1]
    assert changed.requirement_keys == ["elsewhere", "r5", "r6"]
    assert (changed.name, changed.picture, changed.in_use) == ({"fi": "Telaus"}, "roller", False)


@pytest.mark.parametrize(
    ("field", "value"), [("name_fi", ""), ("picture", "<svg>"), ("position", "first")]
)
def test_a_card_that_will_not_do_is_shown_again(
    site: LearningEnvironment, coach: Browser, field: str, value: str
):
    values = {"name_fi": "Telaus", "picture": "roller", "in_use": "1", field: value}
    answer = coach.post(f"/sites/{site.id}/cards/new", values)
    assert answer.status_code == 422
    assert len(_cards()) == 2


def test_a_site_of_another_provider_is_not_there(world: World, coach: Browser):
    with db.transaction() as session:
        other = EducationProvider(
            name="Muu", organisation_oid="1.2.246.562.10.10000000017", created_at=clock.now()
        )
        session.add(other)
        session.flush()
        foreign = LearningEnvironment(provider_id=other.id, name="Muu", created_at=clock.now())
        session.add(foreign)
        session.flush()
        site_id = foreign.id
    assert coach.get(f"/sites/{site_id}").status_code == 404
    assert coach.post(f"/sites/{site_id}", SITE).status_code == 404
    assert "Muu" not in text_of(coach.page("/sites"))
    values = {"agreement": "training_agreement", "environment_id": site_id}
    days = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    answer = coach.post(f"/periods/{world.period.id}", {**values, **days})
    assert answer.status_code == 422


def test_trainees_do_not_make_sites(learner: Browser):
    assert learner.get("/sites").status_code == 403
    assert learner.post("/sites/new", SITE).status_code == 403


@pytest.mark.usefixtures("site")
def test_a_card_alone_is_an_entry_and_brings_its_skills(
    learner: Browser, coach: Browser, world: World
):
    [paint, tidy] = _cards()
    form = learner.page("/diary/new")
    tile = form.select_one(f"input[name=cards][value='{paint.id}']")
    assert tile["data-brings"] == str(world.requirements[5].id)
    entry = send(learner, text="", cards=[paint.id, tidy.id])
    assert _card_names(entry) == ["Maalaus", "Siivous"]
    assert _shown(entry) == [world.requirements[5].id, world.requirements[6].id]
    assert "Maalaus" in text_of(learner.page("/diary"))
    assert coach.page("/desk").select("article")


@pytest.mark.usefixtures("site")
def test_a_skill_that_was_unticked_after_the_card_stays_so(learner: Browser, world: World):
    [paint, _] = _cards()
    form = words(text="", cards=[paint.id])
    page = soup(learner.post("/diary/new", form))
    ticked = [b["value"] for b in page.select("input[name=requirements][checked]")]
    assert ticked == [str(world.requirements[5].id)]
    entry = entry_with(form["client_key"])
    learner.post(f"/diary/{entry.id}", {**form, "revision": "1"})
    assert _shown(entry) == []
    learner.post(f"/diary/{entry.id}", {**form, "revision": "2", "cards": []})
    assert _card_names(entry) == []


@pytest.mark.usefixtures("site")
def test_a_card_of_another_site_is_left_out(world: World, learner: Browser):
    with db.transaction() as session:
        provider_id = world.provider.id
        other = LearningEnvironment(provider_id=provider_id, name="X", created_at=clock.now())
        session.add(other)
        session.flush()
        card = TaskCard(environment_id=other.id, name={"fi": "X"}, requirement_keys=["r1"])
        session.add(card)
        session.flush()
        foreign = card.id
    entry = send(learner, cards=[foreign])
    assert _card_names(entry) == []
    assert _shown(entry) == []


def test_a_card_that_is_not_in_use_stays_on_its_entries_only(
    site: LearningEnvironment, learner: Browser, coach: Browser
):
    [paint, _] = _cards()
    form = words(cards=[paint.id])
    learner.post("/diary/new", form)
    values = {"name_fi": "Maalaus", "picture": "brush"}
    coach.post(f"/sites/{site.id}/cards/{paint.id}", values)
    tile = f"input[name=cards][value='{paint.id}']"
    assert not learner.page("/diary/new").select(tile)
    entry = entry_with(form["client_key"])
    assert learner.page(f"/diary/{entry.id}").select(tile + "[checked]")


@pytest.mark.usefixtures("site")
def test_yesterdays_cards_come_first(learner: Browser):
    [_, tidy] = _cards()
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    send(learner, day=yesterday, cards=[tidy.id])
    tiles = learner.page("/diary/new").select("input[name=cards]")
    assert tiles[0]["value"] == str(tidy.id)


@pytest.mark.usefixtures("site")
def test_a_day_is_copied_for_today(learner: Browser, world: World):
    [paint, _] = _cards()
    before = (clock.today() - timedelta(days=2)).isoformat()
    skill = str(world.requirements[0].id)
    entry = send(learner, day=before, cards=[paint.id], requirements=[skill], text="Old words")
    link = learner.page(f"/diary/{entry.id}").select_one("a[href*='copy=']")["href"]
    form = learner.page(link)
    assert form.select_one("input[name=day]")["value"] == clock.today().isoformat()
    assert form.select_one("input[name=client_key]")["value"] != entry.client_key
    assert form.select_one("textarea[name=text]").text.strip() == ""
    assert [b["value"] for b in form.select("input[name=cards][checked]")] == [str(paint.id)]
    ticked = {b["value"] for b in form.select("input[name=requirements][checked]")}
    assert ticked == {skill, str(world.requirements[5].id)}


def test_only_an_own_day_is_copied(learner: Browser, world: World):
    entry = send(learner)
    assert world.sign_in(world.other_learner).get(f"/diary/new?copy={entry.id}").status_code == 404
    assert learner.get("/diary/new?copy=x").status_code == 200


@pytest.mark.parametrize("kind", [k for k in EntryKind if k != EntryKind.ABSENCE])
def test_every_kind_of_day_needs_a_card_a_photo_or_words(learner: Browser, kind: EntryKind):
    empty = learner.post("/diary/new", {**words(text="", kind=kind), "send": "1"})
    assert empty.status_code == 422
    assert "Choose a picture, write a few words or add a photo." in text_of(empty)
    assert send(learner, kind=kind).kind == kind


def test_an_absence_needs_nothing_shows_nothing_and_counts_no_day(
    learner: Browser, coach: Browser, world: World
):
    skill = str(world.requirements[0].id)
    form = {"kind": "absence", "absence_reason": "family", "requirements": [skill]}
    entry = send(learner, text="", **form)
    assert (entry.state, entry.absence_reason) == (EntryState.SUBMITTED, "family")
    assert (entry.hours, entry.independence) == (None, None)
    assert _shown(entry) == []
    assert "You have told about" not in text_of(learner.page("/diary"))
    coach.post(f"/desk/{entry.id}", {"do": "approve", "text": ""})
    assert not learner.page("/diary").select(".board .lamp.full")


def test_an_absence_with_words_is_asked_about_and_nothing_is_lost(learner: Browser):
    form = words(kind="absence", absence_reason="ill", text="Maalasin.")
    answer = learner.post("/diary/new", {**form, "send": "1"})
    assert answer.status_code == 422
    page = soup(answer)
    assert "Choose one." in text_of(page)
    assert page.select_one("textarea[name=text]").text.strip() == "Maalasin."


def test_a_reason_without_an_absence_is_not_kept(learner: Browser):
    entry = send(learner, kind="work", absence_reason="ill")
    assert entry.absence_reason is None


def test_face_and_what_was_learnt_are_kept_and_shown(learner: Browser):
    entry = send(learner, mood="hard", learnt="Ohut kerros riittää.")
    page = text_of(learner.page(f"/diary/{entry.id}"))
    assert "it was hard" in page
    assert "Ohut kerros riittää." in page
    wrong = learner.post("/diary/new", {**words(mood="angry"), "send": "1"})
    assert wrong.status_code == 422


def test_an_entry_of_an_earlier_day_is_marked_neutrally_for_both(learner: Browser, coach: Browser):
    entry = send(learner, day=(clock.today() - timedelta(days=1)).isoformat())
    assert "written later" in text_of(learner.page(f"/diary/{entry.id}"))
    assert "written later" in text_of(coach.page(f"/desk/{entry.id}"))
    entry = send(learner)
    assert "written later" not in text_of(learner.page(f"/diary/{entry.id}"))


def test_words_learnt_that_another_window_wrote_over_are_kept(learner: Browser):
    form = words(learnt="First thought")
    learner.post("/diary/new", form)
    entry = entry_with(form["client_key"])
    other = {**form, "revision": "0", "learnt": "Other thought"}
    page = learner.post(f"/diary/{entry.id}", other)
    assert "First thought" in text_of(page)
