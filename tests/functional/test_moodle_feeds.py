"""What the block mirrors: competencies, evidence, demonstration days, completion."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from sidecar import clock, db
from sidecar.demonstrations.models import Assessment, DemonstrationPaper
from sidecar.diary.models import EntryState
from sidecar.evidence.models import Observation
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationUnit, Requirement
from sidecar.tenancy.models import Membership, ResourceLink
from tests.functional.steps import approve, put_entries, send
from tests.support.block import fetch, harness_of, subject_of
from tests.support.platform import TOOL, Harness
from tests.support.world import World

UNIT = "tutkinnonosat_999001"
SECRET = "salainen lause"


@pytest.fixture
def harness(world: World) -> Harness:
    return harness_of(world)


def changed(model: type, number: int, **values: Any) -> None:
    with db.transaction() as session:
        row = session.get_one(model, number)
        for name, value in values.items():
            setattr(row, name, value)
    db.database().release()


def paper(world: World, *, grade: str | None = None, starts_on: date | None = None) -> int:
    with db.transaction() as session:
        made = DemonstrationPaper(
            period_id=world.period.id, learner_id=world.learner.id, unit_id=world.unit.id,
            created_at=clock.now(), starts_on=starts_on, place_name="Maalaamo Oy",
        )  # fmt: skip
        session.add(made)
        session.flush()
        if grade is not None:
            session.add(
                Assessment(
                    paper_id=made.id, scale="grades-1-5", grade=grade, grounds=SECRET,
                    assessed_on=clock.today(), recorded_by_id=world.teacher.id,
                    recorded_at=clock.now() - timedelta(minutes=1),
                )
            )  # fmt: skip
        number = made.id
    db.database().release()
    return number


# -- competencies ----------------------------------------------------------------------------------
def test_units_and_requirements_stand_parents_first_in_two_languages(
    world: World, harness: Harness
):
    [found] = fetch(harness, "/moodle/qualification", course="7")["frameworks"]
    assert found["idnumber"] == "valo-OPH-0000-2026"
    assert found["name"] == {"fi": "Testitutkinto", "sv": "Testexamen", "en": "Testitutkinto"}
    unit, *requirements = found["competencies"]
    assert (unit["idnumber"], unit["parent"], unit["kind"]) == (UNIT, "", "unit")
    assert len(requirements) == 7
    assert {r["parent"] for r in requirements} == {UNIT}
    assert requirements[0]["name"]["sv"] == "Plan the day (sv)"
    assert len({r["idnumber"] for r in found["competencies"]}) == 8


def test_the_scale_is_the_units_own_lowest_first(world: World, harness: Harness):
    [found] = fetch(harness, "/moodle/qualification", course="7")["frameworks"]
    scale = found["competencies"][0]["scale"]
    assert len(scale["values"]) == 6
    assert scale["values"][0]["en"] == "not yet"
    assert scale["values"][scale["proficient"]]["en"] == "1 satisfactory"
    assert scale["values"][5]["fi"] != scale["values"][5]["sv"]
    assert len(found["scale"]["values"]) == 2


def test_long_codes_stay_whole_names_of_a_hundred_letters(world: World, harness: Harness):
    long = "r" * 200
    changed(Requirement, world.requirements[0].id, requirement_key=long + "1")
    changed(Requirement, world.requirements[1].id, requirement_key=long + "2")
    [found] = fetch(harness, "/moodle/qualification", course="7")["frameworks"]
    numbers = [c["idnumber"] for c in found["competencies"]]
    assert max(len(n) for n in numbers) == 100
    assert len(set(numbers)) == 8


def test_another_course_has_none_unless_its_activities_name_a_unit(world: World, harness: Harness):
    assert fetch(harness, "/moodle/qualification", course="999") == {"frameworks": []}
    changed(WorkPeriod, world.period.id, context_id=None)
    with db.transaction() as session:
        session.query(Membership).delete()
    db.database().release()
    assert fetch(harness, "/moodle/qualification", course="7") == {"frameworks": []}
    named = fetch(harness, "/moodle/qualification", course="7", units=f"{UNIT},nothing")
    assert len(named["frameworks"]) == 1


# -- evidence --------------------------------------------------------------------------------------
def evidence(harness: Harness, **query: str) -> dict[str, Any]:
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        found: dict[str, Any] = fetch(harness, "/moodle/evidence", **query)
    return found


def approved(world: World, *requirements: Requirement) -> int:
    entry = send(
        world.sign_in(world.learner), text=SECRET, requirements=[str(r.id) for r in requirements]
    )
    approve(world.sign_in(world.coach), entry, SECRET)
    return int(entry.id)


def test_approved_evidence_comes_with_its_thing_and_without_words(world: World, harness: Harness):
    number = approved(world, *world.requirements[:2])
    found = evidence(harness)["evidence"]
    assert [row["id"].rpartition("-")[0] for row in found] == [
        f"entry:{number}:{r.id}" for r in world.requirements[:2]
    ]
    assert found[0]["user"] == subject_of(world, world.learner)
    assert (found[0]["competency"], found[0]["course"]) == (f"{UNIT}/r1", "7")
    assert (found[0]["kind"], found[0]["go"]) == ("evidence", f"entry:{number}")
    assert SECRET not in str(found)


def test_what_can_still_be_taken_back_waits(world: World, harness: Harness):
    approved(world, world.requirements[0])
    assert fetch(harness, "/moodle/evidence")["evidence"] == []


def test_what_waits_for_the_coach_is_no_evidence(world: World, harness: Harness):
    send(world.sign_in(world.learner), requirements=[str(world.requirements[0].id)])
    assert evidence(harness)["evidence"] == []


def test_the_cursor_brings_each_once_in_batches_of_any_size(world: World, harness: Harness):
    """Also those of one and the same moment."""
    for _ in range(3):
        approved(world, *world.requirements)
    seen, cursor, more = [], "", True
    while more:
        found = evidence(harness, since=cursor, limit="4")
        seen += [row["id"] for row in found["evidence"]]
        cursor, more = found["cursor"], found["more"]
    assert len(seen) == len(set(seen)) == 21
    assert evidence(harness, since=cursor)["evidence"] == []
    later = approved(world, world.requirements[0])
    assert [r["go"] for r in evidence(harness, since=cursor)["evidence"]] == [f"entry:{later}"]


@pytest.mark.parametrize("cursor", ["rubbish", "2026-99-99|x", "|", "2026-01-01T00:00:00|"])
def test_a_cursor_of_nobodys_making_is_no_fault(world: World, harness: Harness, cursor: str):
    approved(world, world.requirements[0])
    assert len(evidence(harness, since=cursor)["evidence"]) == 1


def test_observations_and_passed_demonstrations_come_too(world: World, harness: Harness):
    with db.transaction() as session:
        session.add(
            Observation(
                period_id=world.period.id, learner_id=world.learner.id, coach_id=world.coach.id,
                requirement_id=world.requirements[2].id, independence="alone",
                day=clock.today(), at=clock.now(),
            )
        )  # fmt: skip
    db.database().release()
    number = paper(world, grade="4")
    found = {row["id"].rpartition("-")[0]: row for row in evidence(harness)["evidence"]}
    seen = next(row for key, row in found.items() if key.startswith("observation:"))
    assert seen["competency"] == f"{UNIT}/r3"
    passed = found[f"demonstration:{number}"]
    assert (passed["competency"], passed["kind"], passed["go"]) == (UNIT, "demonstration", "papers")
    assert "4" not in passed.values()


def test_a_demonstration_that_is_to_be_done_again_is_not_told(world: World, harness: Harness):
    paper(world, grade="failed")
    assert evidence(harness)["evidence"] == []


def test_people_of_another_platform_are_not_in_it(world: World, harness: Harness):
    approved(world, world.requirements[0])
    from sidecar.identity.models import PlatformAccount
    from sidecar.tenancy.models import PlatformRegistration
    from tests.functional.steps import rows

    [other] = rows(PlatformRegistration, PlatformRegistration.id != world.registration.id)
    [account] = rows(PlatformAccount, PlatformAccount.person_id == world.learner.id)
    changed(PlatformAccount, account.id, registration_id=other.id)
    assert evidence(harness)["evidence"] == []


# -- days ------------------------------------------------------------------------------------------
def test_a_demonstration_stands_on_whole_days_of_finland(world: World, harness: Harness):
    number = paper(world, starts_on=date(2027, 1, 12))
    [found] = fetch(harness, "/moodle/demonstrations", course="7")["demonstrations"]
    assert found["id"] == f"demonstration:{number}"
    assert found["user"] == subject_of(world, world.learner)
    assert found["starts_on"] == "2027-01-12"
    assert found["ends_on"] == "2027-01-12"
    assert found["title"]["sv"] == "Målning av ytor"
    assert found["place"] == "Maalaamo Oy"
    assert fetch(harness, "/moodle/demonstrations", course="8") == {"demonstrations": []}


def test_no_day_old_day_and_a_trainee_who_left_are_off_the_calendar(world: World, harness: Harness):
    number = paper(world)
    assert fetch(harness, "/moodle/demonstrations", course="7") == {"demonstrations": []}
    changed(DemonstrationPaper, number, starts_on=clock.today() - timedelta(days=31))
    assert fetch(harness, "/moodle/demonstrations", course="7") == {"demonstrations": []}
    changed(DemonstrationPaper, number, starts_on=clock.today() - timedelta(days=29))
    assert len(fetch(harness, "/moodle/demonstrations", course="7")["demonstrations"]) == 1
    with db.transaction() as session:
        for place in session.query(Membership).filter_by(person_id=world.learner.id):
            place.left_at = clock.now()
    db.database().release()
    assert fetch(harness, "/moodle/demonstrations", course="7") == {"demonstrations": []}


# -- completion ------------------------------------------------------------------------------------
def completion(harness: Harness, user: str) -> dict[str, bool]:
    found = fetch(harness, "/moodle/completions", course="7")["completions"]
    return {row["page"]: row["complete"] for row in found if row["user"] == user}


def test_the_diary_is_complete_with_its_agreed_days_and_the_paper_with_its_pass(
    world: World, harness: Harness
):
    me = subject_of(world, world.learner)
    monday = date(2026, 11, 16)
    changed(WorkPeriod, world.period.id, starts_on=monday, ends_on=monday + timedelta(days=4))
    for number in range(4):
        day = monday + timedelta(days=number)
        put_entries(world.period, 2, state=EntryState.APPROVED, day=day)
    assert completion(harness, me) == {"diary": False, "paper": False}
    put_entries(world.period, 1, state=EntryState.APPROVED, day=monday + timedelta(days=4))
    assert completion(harness, me) == {"diary": True, "paper": False}
    paper(world, grade="3")
    assert completion(harness, me) == {"diary": True, "paper": True}
    other = subject_of(world, world.other_learner)
    assert completion(harness, other) == {"diary": False, "paper": False}


def test_a_completion_names_the_activity_where_it_is_known(world: World, harness: Harness):
    changed(ResourceLink, world.link.id, page="diary")
    found = fetch(harness, "/moodle/completions", course="7")["completions"]
    assert {(row["page"], row["link"]) for row in found} == {("diary", "3"), ("paper", "")}
    assert {row["unit"] for row in found if row["page"] == "paper"} == {UNIT}


def test_no_page_of_numbers_grows_its_queries_with_people(world: World, harness: Harness):
    from tests.functional.steps import counted_statements

    def count(path: str) -> int:
        with counted_statements() as seen:
            fetch(harness, path, course="7")
        return len(seen)

    paths = ("/moodle/completions", "/moodle/demonstrations", "/moodle/qualification")
    count(paths[0])  # fetches the keys of the platform
    few = [count(path) for path in paths]
    unit = world.unit
    with db.transaction() as session:
        for number in range(20):
            session.add(
                WorkPeriod(
                    period_key=f"more-{number}", provider_id=world.provider.id,
                    context_id=world.context.id, learner_id=world.learner.id,
                    coach_id=world.coach.id, unit_id=session.get_one(QualificationUnit, unit.id).id,
                    starts_on=clock.today(), ends_on=clock.today(), created_at=clock.now(),
                )
            )  # fmt: skip
    db.database().release()
    assert [count(path) for path in paths] == few


@pytest.mark.parametrize(
    ("language", "title"), [("fi", "Työpäiväkirja"), ("sv", "Arbetsdagbok"), ("en", "Work diary")]
)
def test_a_new_course_gets_what_deep_linking_places(world: World, language: str, title: str):
    items = fetch(harness_of(world), "/moodle/content", language=language)["items"]
    assert [item["custom"]["page"] for item in items] == ["diary", "desk", "paper"]
    assert items[0]["title"] == title
    assert items[0]["lineItem"]["resourceId"] == "diary"
    assert not {item["custom"]["page"] for item in items[1:] if "lineItem" in item}
    assert {item["url"] for item in items} == {f"{TOOL}/lti/launch"}
