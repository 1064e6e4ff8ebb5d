"""Course life as the block tells it: in order, once, never deleting what was learnt."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry
from sidecar.identity.models import PageSession, Person
from sidecar.placements.models import PairDecision, WorkPeriod
from sidecar.roster.models import CourseEvent, CourseGroup, GroupMember
from sidecar.tenancy.models import Context, Membership, ResourceLink
from tests.functional.steps import counted_statements, messages, rows, send
from tests.support.block import harness_of, refused, subject_of, tell
from tests.support.platform import Harness
from tests.support.world import World, text_of

_numbers = count(1)


@pytest.fixture
def harness(world: World) -> Harness:
    return harness_of(world)


def happens(kind: str, **more: Any) -> dict[str, Any]:
    at = int(clock.now().timestamp())
    return {"id": f"e{next(_numbers)}", "kind": kind, "at": at, **more}


def take(harness: Harness, *events: dict[str, Any]) -> dict[str, Any]:
    answer = tell(harness, "/moodle/events", {"events": list(events)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def place_of(world: World, person: Person) -> Membership:
    [found] = rows(Membership, Membership.person_id == person.id)
    return found


def group(ref: str = "5", name: str = "Ryhmä A") -> dict[str, str]:
    return {"id": ref, "name": name}


def test_an_event_counts_once_and_the_newest_state_wins(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    out = happens("unenrolled", user=me, course="7")
    back = happens("enrolled", user=me, course="7", role="learner")
    assert take(harness, out, back)["accepted"] == [out["id"], back["id"]]
    assert place_of(world, world.learner).left_at is None
    # The same batch again, and only its first half: both were taken before.
    assert take(harness, out, back) == {"accepted": [out["id"], back["id"]], "refused": []}
    assert take(harness, out)["accepted"] == [out["id"]]
    assert place_of(world, world.learner).left_at is None
    assert len(rows(CourseEvent)) == 2


def test_somebody_suspended_is_out_and_comes_back(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    take(harness, happens("enrolment_changed", user=me, course="7", suspended=True))
    assert place_of(world, world.learner).left_at is not None
    take(harness, happens("enrolment_changed", user=me, course="7", suspended=False))
    assert place_of(world, world.learner).left_at is None


def test_a_deleted_account_leaves_everywhere_and_its_work_stays(world: World, harness: Harness):
    browser = world.sign_in(world.learner)
    send(browser)
    me = subject_of(world, world.learner)
    take(harness, happens("group_joined", user=me, course="7", group=group(), role="learner"))
    take(harness, happens("user_deleted", user=me))
    assert place_of(world, world.learner).left_at is not None
    assert rows(GroupMember) == []
    assert all(p.expires_at <= clock.now() for p in rows(PageSession))
    assert browser.get("/diary").status_code == 401
    assert len(rows(DiaryEntry)) == 1


def test_somebody_unknown_is_read_from_the_member_list(world: World, harness: Harness):
    people = len(rows(Person))
    take(harness, happens("enrolled", user="4711", course="7", role="learner"))
    take(harness, happens("enrolled", user="4712", course="7", role="learner"))
    assert len(rows(Person)) == people
    assert len(messages("roster")) == 1


def test_a_coach_whom_the_course_calls_a_learner_stays_staff(world: World, harness: Harness):
    me = subject_of(world, world.coach)
    take(harness, happens("role_changed", user=me, course="7", role="learner"))
    assert place_of(world, world.coach).standings == ["staff"]


def test_another_course_and_unknown_things_change_nothing(world: World, harness: Harness):
    before = place_of(world, world.learner).left_at
    me = subject_of(world, world.learner)
    found = take(
        harness,
        happens("unenrolled", user=me, course="999"),
        happens("group_joined", user=me, course="999", group=group(), role="learner"),
        happens("course_deleted", course="999"),
        happens("user_deleted", user="999"),
        happens("link_deleted", course="7", link="999"),
    )
    assert len(found["accepted"]) == 5
    assert place_of(world, world.learner).left_at == before
    assert rows(CourseGroup) == []


def test_a_malformed_event_is_refused_and_the_others_count(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    strange, bare = happens("volcano", user=me), happens("unenrolled", user=me)
    good = happens("unenrolled", user=me, course="7")
    found = take(harness, strange, bare, good)
    assert found["accepted"] == [good["id"]]
    assert [(r["id"], r["code"]) for r in found["refused"]] == [
        (strange["id"], "E-KIND"), (bare["id"], "E-FIELD"),
    ]  # fmt: skip
    assert all(r["message"] for r in found["refused"])
    assert place_of(world, world.learner).left_at is not None


def test_a_thousand_at_once_and_no_more(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    many = [happens("enrolled", user=me, course="7", role="learner") for _ in range(1001)]
    refused(tell(harness, "/moodle/events", {"events": many}), "E-INPUT", 422)
    assert len(take(harness, *many[:1000])["accepted"]) == 1000
    assert len(rows(CourseEvent)) == 1000


def test_a_longer_batch_asks_nothing_more(world: World, harness: Harness):
    me = subject_of(world, world.learner)

    def asked(people: int) -> int:
        events = [e for n in range(people) for who in (me, f"new-{n}") for e in _arrival(who)]
        with counted_statements() as statements:
            take(harness, *events)
        return sum(s.startswith("SELECT") for s in statements)

    asked(1)
    assert asked(40) == asked(4)


def _arrival(who: str) -> Iterator[dict[str, Any]]:
    """What somebody's enrolment with a group is."""
    yield happens("enrolled", user=who, course="7", role="learner")
    yield happens("role_changed", user=who, course="7", role="learner")
    yield happens("group_joined", user=who, course="7", group=group(), role="learner")


def test_a_clock_that_runs_ahead_makes_nobody_leave_in_the_future(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    event = happens("unenrolled", user=me, course="7")
    for at in (event["at"] + 10_000, 10**18, -(10**18)):
        take(harness, {**event, "id": f"c{at}", "at": at})
    left = place_of(world, world.learner).left_at
    assert left is not None
    assert left <= clock.now()


# -- courses ---------------------------------------------------------------------------------------
def test_a_copied_course_is_known_as_a_copy_without_people(world: World, harness: Harness):
    take(harness, happens("course_copied", course="8", from_course="7"))
    copy = next(c for c in rows(Context) if c.context_ref == "8")
    assert copy.copied_from == ["7"]
    assert rows(Membership, Membership.context_id == copy.id) == []


def test_a_reset_sends_away_only_who_left_and_leaves_the_diaries(world: World, harness: Harness):
    send(world.sign_in(world.learner))
    me = subject_of(world, world.learner)
    take(
        harness,
        happens("group_joined", user=me, course="7", group=group(), role="learner"),
        happens("group_left", user=me, course="7", group=group(), role="learner"),
        happens("unenrolled", user=me, course="7"),
        happens("course_reset", course="7"),
    )
    assert place_of(world, world.learner).left_at is not None
    assert place_of(world, world.coach).left_at is None, "the coach need not come first"
    assert len(messages("roster")) == 1, "Moodle is asked who is there now"
    assert rows(GroupMember) == []
    assert len(rows(DiaryEntry)) == 1
    assert len(rows(WorkPeriod)) == 2


def test_a_deleted_course_holds_nobody(world: World, harness: Harness):
    me = subject_of(world, world.learner)
    take(
        harness,
        happens("group_joined", user=me, course="7", group=group(), role="learner"),
        happens("course_deleted", course="7"),
        happens("group_joined", user="99", course="7", group=group("6"), role="learner"),
    )
    assert all(m.left_at is not None for m in rows(Membership))
    assert [m.subject for m in rows(GroupMember)] == ["99"]


def test_a_deleted_course_and_activity_get_no_more_grades(world: World, harness: Harness):
    take(harness, happens("link_deleted", course="7", link="3"))
    [link] = rows(ResourceLink)
    assert link.line_item_url is None
    assert link.gone_at is not None
    take(harness, happens("course_deleted", course="7"))
    [course] = rows(Context, Context.id == world.context.id)
    assert course.gone_at is not None


# -- groups ----------------------------------------------------------------------------------------
def grouped(world: World, harness: Harness, coach: Person, *learners: Person) -> CourseGroup:
    for person in (coach, *learners):
        me = subject_of(world, person)
        take(harness, happens("group_joined", user=me, course="7", group=group(), role="learner"))
    [found] = rows(CourseGroup)
    return found


def coach_of(period: WorkPeriod) -> int:
    [found] = rows(WorkPeriod, WorkPeriod.id == period.id)
    return int(found.coach_id)


def test_a_group_changes_no_coach_by_itself(world: World, harness: Harness):
    grouped(world, harness, world.other_coach, world.learner)
    assert coach_of(world.period) == world.coach.id
    page = world.sign_in(world.administrator).page("/groups")
    assert "Aino Oppija" in text_of(page)
    assert "Dan Coach" in text_of(page)


def test_an_administrator_accepts_and_it_is_in_the_log(world: World, harness: Harness):
    found = grouped(world, harness, world.other_coach, world.learner)
    browser = world.sign_in(world.administrator)
    pair = f"{world.other_coach.id}-{world.learner.id}"
    browser.post(f"/groups/{found.id}", {"pair": [pair], "answer": "accept"})
    assert coach_of(world.period) == world.other_coach.id
    assert "handed a work period over to another coach" in text_of(browser.page("/audit"))
    assert "Aino Oppija" not in text_of(browser.page("/groups"))


def test_a_coach_takes_nobody_from_another_coach(world: World, harness: Harness):
    found = grouped(world, harness, world.other_coach, world.learner)
    browser = world.sign_in(world.other_coach)
    pair = f"{world.other_coach.id}-{world.learner.id}"
    assert browser.page("/groups").select("input[name=pair][disabled]")
    answer = browser.post(f"/groups/{found.id}", {"pair": [pair], "answer": "accept"})
    assert answer.status_code == 422
    assert coach_of(world.period) == world.coach.id
    assert rows(PairDecision) == []


def test_a_coach_sees_no_group_of_others_and_no_pair_of_others(world: World, harness: Harness):
    found = grouped(world, harness, world.other_coach, world.learner)
    browser = world.sign_in(world.coach)
    assert "Aino Oppija" not in text_of(browser.page("/groups"))
    pair = f"{world.other_coach.id}-{world.learner.id}"
    assert browser.post(f"/groups/{found.id}", {"pair": [pair]}).status_code == 404
    assert world.sign_in(world.learner).get("/groups").status_code == 403


def test_a_pair_without_a_period_is_remembered_until_it_is_made(world: World, harness: Harness):
    with db.transaction() as session:
        period = session.get_one(WorkPeriod, world.period.id)
        period.starts_on -= timedelta(days=365)
        period.ends_on = clock.today() - timedelta(days=100)
    db.database().release()
    found = grouped(world, harness, world.other_coach, world.learner)
    browser = world.sign_in(world.other_coach)
    pair = f"{world.other_coach.id}-{world.learner.id}"
    page = browser.post(f"/groups/{found.id}", {"pair": [pair], "answer": "accept"})
    assert coach_of(world.period) == world.coach.id, "what is past stays as it was"
    assert f"/periods/new?learner={world.learner.id}" in page.text
    form = browser.page(f"/periods/new?learner={world.learner.id}")
    [chosen] = form.select("select[name=learner_id] option[selected]")
    assert chosen["value"] == str(world.learner.id)


def test_a_declined_pair_is_not_offered_again(world: World, harness: Harness):
    found = grouped(world, harness, world.other_coach, world.learner)
    browser = world.sign_in(world.administrator)
    pair = f"{world.other_coach.id}-{world.learner.id}"
    browser.post(f"/groups/{found.id}", {"pair": [pair], "answer": "decline"})
    assert "Aino Oppija" not in text_of(browser.page("/groups"))
    assert coach_of(world.period) == world.coach.id


def test_nothing_chosen_is_said(world: World, harness: Harness):
    found = grouped(world, harness, world.other_coach, world.learner)
    browser = world.sign_in(world.administrator)
    answer = browser.post(f"/groups/{found.id}", {"answer": "accept"})
    assert answer.status_code == 422
    assert "Choose at least one trainee." in text_of(answer)
