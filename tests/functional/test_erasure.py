"""A person's data: its export, and its erasure with what has to stay said in the answer."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from sqlalchemy import inspect, select

from sidecar import clock, db, storage
from sidecar.audit.models import AuditEvent
from sidecar.demonstrations.models import Assessment, DemonstrationPaper, PaperAssessor
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage
from sidecar.identity.models import Person, PlatformAccount
from sidecar.outbox.worker import deliver, due
from sidecar.placements.models import WorkPeriod
from sidecar.privacy import reach
from sidecar.privacy.erasing import erase_what_need_not_stay
from sidecar.privacy.inventory import KINDS, OTHER, what_of
from sidecar.privacy.models import Erasure
from sidecar.proposals.models import HoksProposal, ProposalState
from sidecar.review.models import CoachNote
from sidecar.tenancy.models import PlatformRegistration
from tests.functional.steps import approve, photo, read, rows, send
from tests.support.block import fetch, harness_of, refused, subject_of, tell
from tests.support.platform import Harness, contents
from tests.support.world import World
from tests.unit.sidecar.diary.pictures import jpeg

SECRET = "salainen lause"
_numbers = count(1)


@pytest.fixture
def harness(world: World) -> Harness:
    return harness_of(world)


def erase(harness: Harness, user: str, **more: str) -> dict[str, Any]:
    sent = {"id": f"q{next(_numbers)}", "user": user, **more}
    answer = tell(harness, "/moodle/privacy/erasures", sent)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    assert found["state"] == "done"
    return found


def everything() -> str:
    """Every value of every table, in one text."""
    with db.database().engine.connect() as connection:
        tables = db.Base.metadata.sorted_tables
        return "\n".join(repr(tuple(r)) for t in tables for r in connection.execute(select(t)))


def worked(world: World) -> DiaryEntry:
    """A day of the learner, with a photo, words of both sides and an approval."""
    entry = send(
        world.sign_in(world.learner),
        text=SECRET,
        requirements=[str(world.requirements[0].id)],
        photos=[photo(jpeg())],
    )
    coach = world.sign_in(world.coach)
    approve(coach, entry, "Hyvä " + SECRET)
    coach.post(f"/desk/learners/{world.period.id}/note", {"note": SECRET})
    world.sign_in(world.learner).post(f"/diary/{entry.id}/reply", {"reply": SECRET})
    return entry


def assessed(world: World, *, days_ago: int) -> int:
    with db.transaction() as session:
        made = DemonstrationPaper(
            period_id=world.period.id, learner_id=world.learner.id, unit_id=world.unit.id,
            created_at=clock.now(), work_situations=[SECRET], frozen={"rows": [SECRET]},
            assessors=[PaperAssessor(kind="provider", name="Eero Ope")],
        )  # fmt: skip
        session.add(made)
        session.flush()
        session.add(
            Assessment(
                paper_id=made.id, scale="grades-1-5", grade="4", recorded_by_id=world.teacher.id,
                assessed_on=clock.today() - timedelta(days=days_ago), recorded_at=clock.now(),
            )
        )  # fmt: skip
        number = made.id
    db.database().release()
    return number


# -- the rules -------------------------------------------------------------------------------------
def test_every_column_that_points_to_a_person_is_thought_of():
    """A new one is put into OWN, OWN_ELSEWHERE or MENTIONS of sidecar/privacy/reach.py."""
    strange = [
        f"{table.name}.{column.name}"
        for table in reach.tables()
        for column in reach.person_columns(table)
        if column not in reach.own_columns(table) and column.name not in reach.MENTIONS
    ]
    assert strange == []


def test_every_table_with_somebodys_rows_has_a_name_for_people():
    owned = [t.name for t in reach.tables() if reach.own_columns(t)]
    below = [
        table.name
        for table in reach.tables()
        for key in table.foreign_keys
        if key.column.table.name in ("diary_entry", "work_period", "demonstration_paper")
    ]
    unnamed = {name for name in [*owned, *below] if what_of(name) == OTHER}
    assert unnamed <= {"coach_note"}
    known = set(db.Base.metadata.tables)
    assert [t for kind in KINDS for t in kind.tables if t not in known] == []


# -- export ----------------------------------------------------------------------------------------
def test_the_export_has_ones_own_words_and_nobody_elses_secrets(world: World, harness: Harness):
    worked(world)
    send(world.sign_in(world.other_learner), text="toisen sanat")
    found = fetch(harness, "/moodle/privacy/export", user=subject_of(world, world.learner))
    assert found["person"] is True
    files = {"/".join(f["path"]): f["data"] for f in found["files"]}
    assert files["person"]["name"] == "Aino Oppija"
    assert [row["text"] for row in files["diary/diary_entry"]["rows"]] == [SECRET]
    for said in ("what", "why", "kept"):
        assert len(set(files["diary/diary_entry"][said].values())) == 3, said
    assert len(files["messages/entry_message"]["rows"]) == 2
    assert "toisen sanat" not in str(found)
    assert not any("coach_note" in path for path in files), "the coach's note is the coach's"
    assert "page_session" not in str(files.keys())


def test_the_export_brings_photos_when_asked(world: World, harness: Harness):
    worked(world)
    me = subject_of(world, world.learner)
    plain = fetch(harness, "/moodle/privacy/export", user=me)
    full = fetch(harness, "/moodle/privacy/export", user=me, photos="1")
    assert len(full["files"]) == len(plain["files"]) + 1
    assert full["files"][-1]["data"]["media_type"] == "image/jpeg"


def test_a_coachs_export_has_the_own_notes(world: World, harness: Harness):
    worked(world)
    found = fetch(harness, "/moodle/privacy/export", user=subject_of(world, world.coach))
    files = {"/".join(f["path"]): f["data"] for f in found["files"]}
    assert [r["text"] for r in files["other/coach_note"]["rows"]] == [SECRET]
    assert "diary/diary_entry" not in files


def test_somebody_unknown_has_nothing(harness: Harness):
    assert fetch(harness, "/moodle/privacy/export", user="999") == {"person": False, "files": []}


# -- erasure ---------------------------------------------------------------------------------------
def test_a_trainee_is_erased_down_to_the_last_word_and_file(world: World, harness: Harness):
    entry = worked(world)
    send(world.sign_in(world.other_learner), text="toisen sanat")
    assert storage.storage().names()
    found = erase(harness, subject_of(world, world.learner))
    left = everything()
    assert SECRET not in left
    assert "Aino" not in left
    assert "toisen sanat" in left
    assert storage.storage().names() == []
    assert rows(DiaryEntry, DiaryEntry.id == entry.id) == []
    assert rows(CoachNote) == []
    assert len(rows(WorkPeriod)) == 1
    said = {row["what"]["en"]: row["count"] for row in found["erased"]}
    assert said["Photos and voice notes"] == 1
    assert said["Work periods: place, days, coach, teacher, instructor, cards"] == 1
    assert [row["what"]["en"] for row in found["kept"]] == ["The log of who did what"]
    assert all(len(set(row["why"].values())) == 3 for row in found["kept"])


def test_it_is_in_the_log_without_the_name(world: World, harness: Harness):
    erase(harness, subject_of(world, world.learner))
    [event] = rows(AuditEvent, AuditEvent.type == "person.erased")
    assert event.target == f"person:{world.learner.id}"
    assert "Aino" not in everything()


def test_the_next_launch_is_that_of_a_new_person(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    erase(harness, me)

    def bend(claims):
        claims["sub"] = me
        return claims

    assert harness.launch("101", bend=bend).status_code == 303
    [account] = rows(PlatformAccount, PlatformAccount.subject == me)
    assert account.person_id != world.learner.id


def test_the_same_request_has_the_same_answer(world: World, harness: Harness):
    worked(world)
    me = subject_of(world, world.learner)
    first = erase(harness, me, id="once")
    assert first["erased"]
    assert erase(harness, me, id="once") == first
    assert len(rows(Erasure)) == 1
    assert erase(harness, me, id="another") == {"state": "done", "erased": [], "kept": []}


def test_another_persons_data_and_another_platforms_people_stay(world: World, harness: Harness):
    worked(world)
    found = erase(harness, "999")
    assert found == {"state": "done", "erased": [], "kept": []}
    assert len(rows(DiaryEntry)) == 1
    [account] = rows(PlatformAccount, PlatformAccount.person_id == world.learner.id)
    me = account.subject
    [other] = rows(PlatformRegistration, PlatformRegistration.id != world.registration.id)
    with db.transaction() as session:
        session.get_one(PlatformAccount, account.id).registration_id = other.id
    db.database().release()
    assert erase(harness, me)["erased"] == []
    assert len(rows(DiaryEntry)) == 1


def test_somebody_who_comes_from_two_platforms_keeps_the_work(world: World, harness: Harness):
    worked(world)
    me = subject_of(world, world.learner)
    [other] = rows(PlatformRegistration, PlatformRegistration.id != world.registration.id)
    with db.transaction() as session:
        session.add(
            PlatformAccount(registration_id=other.id, subject="x", person_id=world.learner.id)
        )
    db.database().release()
    found = erase(harness, me)
    assert len(rows(DiaryEntry)) == 1
    assert "another platform" in found["kept"][0]["why"]["en"]
    assert [
        a.subject for a in rows(PlatformAccount, PlatformAccount.person_id == world.learner.id)
    ] == ["x"]


# -- what stays ------------------------------------------------------------------------------------
def test_an_assessed_paper_stays_for_six_months_and_the_decision_for_longer(
    world: World, harness: Harness
):
    worked(world)
    number = assessed(world, days_ago=10)
    found = erase(harness, subject_of(world, world.learner))
    assert rows(DiaryEntry) == []
    assert rows(Attachment) == []
    [paper] = rows(DemonstrationPaper)
    assert paper.frozen == {"rows": [SECRET]}
    [person] = rows(Person, Person.id == world.learner.id)
    assert person.display_name == "Aino Oppija", "an assessment needs to know whose it is"
    kept = found["kept"][0]
    until = clock.today() + timedelta(days=183 - 10)
    assert kept["until"] == until.isoformat()
    erase_what_need_not_stay()
    assert rows(DemonstrationPaper)[0].frozen is not None
    with time_machine.travel(clock.now() + timedelta(days=174)):
        erase_what_need_not_stay()
        erase_what_need_not_stay()
    [paper] = rows(DemonstrationPaper)
    assert (paper.id, paper.frozen, paper.work_situations) == (number, None, [])
    assert SECRET not in everything().replace("'wh", "")
    [assessment] = rows(Assessment)
    assert assessment.grade == "4"
    assert len(rows(PaperAssessor)) == 1
    assert len(rows(Erasure)) == 2


def test_a_paper_without_an_assessment_goes(world: World, harness: Harness):
    assessed(world, days_ago=1)
    with db.transaction() as session:
        session.query(Assessment).delete()
    db.database().release()
    erase(harness, subject_of(world, world.learner))
    assert rows(DemonstrationPaper) == []
    assert rows(PaperAssessor) == []


@pytest.mark.parametrize(
    ("state", "stays"),
    [(ProposalState.OPEN, 0), (ProposalState.REFUSED, 0), (ProposalState.DELIVERED, 1)],
)
def test_what_went_into_the_hoks_stays_and_what_did_not_goes(
    world: World, harness: Harness, state: str, stays: int
):
    with db.transaction() as session:
        session.add(
            HoksProposal(
                plan_id=world.plan.id, provider_id=world.provider.id, period_id=world.period.id,
                change={}, state=state, created_at=clock.now(), created_by_id=world.coach.id,
            )
        )  # fmt: skip
    db.database().release()
    found = erase(harness, subject_of(world, world.learner))
    assert len(rows(HoksProposal)) == stays
    assert len(found["kept"]) == stays + 1


def test_a_coach_loses_the_name_but_the_trainees_keep_their_diaries(world: World, harness: Harness):
    worked(world)
    found = erase(harness, subject_of(world, world.coach))
    left = everything()
    assert "Carita" not in left
    assert len(rows(DiaryEntry)) == 1
    assert len(rows(EntryMessage)) == 2
    assert rows(CoachNote) == []
    assert "Your name was taken off it." in found["kept"][0]["why"]["en"]
    assert world.sign_in(world.learner).get("/diary").status_code == 200


def test_one_course_only(world: World, harness: Harness):
    worked(world)
    me = subject_of(world, world.learner)
    assert erase(harness, me, course="999")["erased"] == []
    assert len(rows(DiaryEntry)) == 1
    found = erase(harness, me, course="7")
    assert rows(DiaryEntry) == []
    assert found["kept"] == []
    [person] = rows(Person, Person.id == world.learner.id)
    assert person.display_name == "Aino Oppija"
    assert rows(PlatformAccount, PlatformAccount.person_id == world.learner.id)


def test_what_was_on_its_way_finds_nobody_and_falls_silent(world: World, harness: Harness):
    worked(world)
    send(world.sign_in(world.learner), wants_help="1")
    erase(harness, subject_of(world, world.learner))
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        for number in due(now=clock.now()):
            deliver(number)
    states = read(lambda: {m.topic: m.state for m in _outbox()})
    assert "unknown" not in states.values(), states


def _outbox() -> Any:
    from sidecar.outbox.models import OutboxMessage

    return db.session().scalars(select(OutboxMessage)).all()


def test_a_broken_step_erases_nothing(world: World, harness: Harness, monkeypatch):
    worked(world)
    without = ("login_flow", "used_call", "platform_key_set", "platform_registration")
    before = contents(without=without)

    def fails(*_args, **_how):
        raise OSError("disk")

    monkeypatch.setattr("sidecar.privacy.erasing._record", fails)
    sent = {"id": "x", "user": subject_of(world, world.learner)}
    assert tell(harness, "/moodle/privacy/erasures", sent).status_code == 500
    assert storage.storage().names()
    assert contents(without=without) == before


@pytest.mark.parametrize(
    "bad", [{}, {"id": "", "user": "1"}, {"id": "1", "user": "1", "reason": "x"}]
)
def test_a_request_that_is_none_is_refused(harness: Harness, bad: dict[str, str]):
    refused(tell(harness, "/moodle/privacy/erasures", bad), "E-INPUT", 422)


def test_the_tables_have_what_erasing_names(world: World):
    names = inspect(db.database().engine).get_table_names()
    assert {"work_period", "membership", "platform_account", "attachment"} <= set(names)
