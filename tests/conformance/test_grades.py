"""Assignment and Grade Services: columns, scores, refusals (X24), read back."""

import json
from datetime import timedelta

import pytest
import requests
import time_machine

from lti import claims as c
from lti.grades import ITEM_TYPE, SCORE_TYPE
from sidecar import clock, db, http
from sidecar.demo.platform.people import DESK, DIARY
from sidecar.demonstrations.models import DemonstrationPaper
from sidecar.grading.models import GradebookColumn
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.outbox.worker import sweep
from sidecar.tenancy.models import Context, ResourceLink
from sidecar.tenancy.platforms import WAITS
from tests.support.course import Work, begin_work, come
from tests.support.platform import COACH, ISSUER, LEARNER, TEACHER, Harness, answered, session_to
from tests.support.world import text_of

UNIT = "tutkinnonosat_999001"
SCORES, RESULTS, ITEMS = "/scores", "/results", "/lineitems"


@pytest.fixture
def work(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Work:
    outgoing = session_to({ISSUER: harness.to_platform})
    monkeypatch.setattr(http, "session", lambda **_how: outgoing)
    return begin_work(harness)


def sent(work: Work, end: str, method: str = "POST") -> list[requests.PreparedRequest]:
    """Requests to addresses that end so."""
    seen = work.harness.to_platform.seen
    return [r for r in seen if r.method == method and str(r.url).split("?")[0].endswith(end)]


def bend_answers(work: Work, end: str, status: int, method: str = "POST") -> None:
    """From now on the platform answers these requests with a status."""

    def instead(request: requests.PreparedRequest, _timeout) -> requests.Response | None:
        is_it = request.method == method and str(request.url).split("?")[0].endswith(end)
        if is_it and not status:
            raise requests.ReadTimeout
        return answered(request, status, b"{}") if is_it else None

    work.harness.to_platform.instead = instead


def straighten(work: Work) -> None:
    work.harness.to_platform.instead = lambda _request, _timeout: None


def without_column(work: Work) -> None:
    """The diary's activity has no grade: nobody made a column for it."""
    work.harness.platform.gradebook.items.clear()
    for user in (LEARNER, COACH):
        work.harness.launch(user, DIARY if user == LEARNER else DESK)


# -- the guide's 6.4 ------------------------------------------------------------------------------
def test_ags_a_learner_launch_with_the_claim_gives_a_column(work: Work):
    link = db.session().query(ResourceLink).filter_by(link_ref=DIARY).one()
    assert link.line_item_url == work.harness.platform.line_item_url(work.harness.tool, "1")
    db.database().release()


def test_ags_the_tool_posts_scores_by_itself(work: Work):
    work.approve_a_day()
    assert work.message().state == MessageState.DELIVERED
    grade = work.grade()
    assert grade is not None
    assert 0 < grade.given < 100
    body = json.loads(sent(work, SCORES)[0].body)
    assert body["userId"] == LEARNER
    assert (body["activityProgress"], body["gradingProgress"]) == ("Completed", "FullyGraded")
    assert body["scoreGiven"] == 1
    assert body["scoreMaximum"] > 1


def test_ags_media_types_and_scopes(work: Work):
    work.approve_a_day()
    (post,) = sent(work, SCORES)
    assert post.headers["Content-Type"] == post.headers["Accept"] == SCORE_TYPE
    asked = [str(r.body) for r in sent(work, "/token.php")]
    assert any("scope%2Fscore" in body and "lineitem" not in body for body in asked)
    assert all("limit" not in str(r.url) for r in work.harness.to_platform.seen)


def test_ags_the_tool_makes_a_line_item_where_there_is_none(work: Work):
    without_column(work)
    work.approve_a_day()
    assert work.message().state == MessageState.DELIVERED
    (item,) = work.harness.platform.gradebook.items.values()
    assert (item.resource_id, item.tag, item.maximum) == ("diary", "diary", 100.0)
    assert item.review == {"page": "diary"}, "kept by PUT: Moodle drops it from a POST"
    assert all(r.headers["Content-Type"] == ITEM_TYPE for r in sent(work, ITEMS))
    assert work.grade(item.id) is not None
    work.approve_a_day()
    assert len(sent(work, ITEMS)) == 1, "made once"


def test_ags_a_line_item_that_is_there_is_found(work: Work):
    """The answer to the first request got lost: the column is not made again."""
    without_column(work)
    work.harness.platform.gradebook.make(
        {"label": "x", "scoreMaximum": 100, "resourceId": "diary", "tag": "diary"}, ITEM_TYPE
    )
    work.approve_a_day()
    assert sent(work, ITEMS) == []
    assert len(work.harness.platform.gradebook.items) == 1
    assert work.grade("1") is not None


def test_ags_two_scores_at_once_make_one_column(work: Work):
    without_column(work)
    with db.transaction() as session:
        context = session.query(Context).one()
        session.add(GradebookColumn(context_id=context.id, about="diary", claimed_at=clock.now()))
    work.approve_a_day()
    assert work.message().state == MessageState.PENDING
    assert sent(work, ITEMS) == []
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        sweep()
        assert work.message().state == MessageState.DELIVERED


def test_ags_no_column_where_the_platform_does_not_allow_it(work: Work):
    without_column(work)
    with db.transaction() as session:
        session.query(Context).one().scopes = [c.SCOPE_SCORE]
    work.approve_a_day()
    assert work.message() is None
    assert work.harness.platform.gradebook.items == {}


def test_ags_one_column_for_each_unit_and_its_grade(work: Work):
    work.assess("4")
    assert work.message("grade").state == MessageState.DELIVERED
    item = next(i for i in work.harness.platform.gradebook.items.values() if i.tag == "paper")
    assert (item.resource_id, item.maximum) == (UNIT, 5.0)
    assert item.label == "Näyttö: Pintojen maalaus"
    assert work.grade(item.id).given == 4.0


def test_ags_the_activity_of_a_paper_has_the_grade(work: Work):
    """Chosen by Deep Linking with a column of its own: no second one is made."""
    platform = work.harness.platform
    activity = _paper_activity(work)
    assert work.harness.launch(COACH, activity.id).status_code == 303
    work.assess("5")
    item = platform.gradebook.item_of(activity.id)
    assert work.grade(item.id).given == 5.0
    assert sent(work, ITEMS) == []
    work.approve_a_day()
    assert work.grade(item.id).given == 5.0, "progress never goes into the papers' column"


def test_ags_not_yet_is_nobodys_grade(work: Work):
    work.assess("failed")
    assert work.message("grade") is None


def _paper_activity(work: Work):
    from lti.testing import Activity

    platform = work.harness.platform
    activity = Activity("9", "Näyttöpaperit", 5.0, {"page": "paper", "unit": UNIT})
    platform.course.activities.append(activity)
    platform.gradebook.add(activity.id, activity.title, 5.0)
    return activity


def test_x24_the_teacher_sees_it_on_the_paper(work: Work):
    bend_answers(work, SCORES, 403)
    work.assess("4")
    assert work.message("grade").state == MessageState.REFUSED
    teacher = come(work.harness, TEACHER, DESK)
    (paper,) = db.session().query(DemonstrationPaper).all()
    page = text_of(teacher.get(f"/papers/{paper.id}"))
    assert "ei päässyt Moodleen" in page
    assert "arviointipalvelut" in page
    learner = come(work.harness, LEARNER)
    assert "ei päässyt" not in text_of(learner.get(f"/papers/{paper.id}"))


# -- X24: refusals --------------------------------------------------------------------------------
REFUSALS = [
    (400, 1, MessageState.REFUSED, "opiskelija"),
    (401, 1, MessageState.REFUSED, "arviointipalvelut"),
    (403, 1, MessageState.REFUSED, "arviointipalvelut"),
    (404, 1, MessageState.REFUSED, "saraketta"),
    (409, 1, MessageState.PENDING, ""),
    (429, 1, MessageState.PENDING, ""),
    (500, 1, MessageState.PENDING, ""),
    (500, 3, MessageState.REFUSED, "lukittu"),
    (503, 1, MessageState.PENDING, ""),
    (0, 1, MessageState.PENDING, ""),
]


@pytest.mark.parametrize(("status", "rounds", "state", "word"), REFUSALS)
def test_x24_each_refusal_ends_in_a_state(
    work: Work, status: int, rounds: int, state: MessageState, word: str
):
    bend_answers(work, SCORES, status)
    work.approve_a_day()
    for n in range(1, rounds):
        with time_machine.travel(clock.now() + timedelta(hours=n), tick=True):
            sweep()
    assert work.message().state == state
    tries = 2 if status == 401 else rounds
    assert len(sent(work, SCORES)) == tries, "an expired token is fetched anew once"
    if word:
        page = text_of(come(work.harness, COACH, DESK).get(f"/desk/learners/{work.period_id}"))
        assert "ei päässyt Moodleen" in page
        assert word in page
        assert "Yritä uudelleen" in page


@pytest.mark.parametrize("status", [409, 500, 503, 0])
def test_x24_nothing_is_tried_for_ever(work: Work, status: int):
    bend_answers(work, SCORES, status)
    work.approve_a_day()
    start = clock.now()
    for hour in range(1, 90, 3):
        with time_machine.travel(start + timedelta(hours=hour), tick=True):
            sweep()
    assert work.message().state in (MessageState.REFUSED, MessageState.PARKED)
    assert len(sent(work, SCORES)) < 15
    coach = come(work.harness, COACH, DESK)
    for path in (f"/desk/learners/{work.period_id}", "/deliveries"):
        words = text_of(coach.get(path))
        assert "Yritä uudelleen" in words, path
        assert "ei juuri nyt ota" in words or "lukittu" in words, path


def test_what_is_meant_for_a_platform_that_is_off_waits_and_then_goes(work: Work):
    bend_answers(work, SCORES, 503)
    work.approve_a_day()
    straighten(work)
    start, tries = clock.now(), work.message().attempts
    work.harness.switch("off")
    for day in range(1, 9):
        with time_machine.travel(start + timedelta(days=day), tick=True):
            sweep()
    waiting = work.message()
    assert (waiting.state, waiting.reason) == (MessageState.PENDING, WAITS)
    assert waiting.attempts == tries
    assert len(sent(work, SCORES)) == 1
    work.harness.switch("active")
    with time_machine.travel(start + timedelta(days=8, minutes=16), tick=True):
        sweep()
    assert work.message().state == MessageState.DELIVERED


def test_x24_a_person_tries_again(work: Work):
    bend_answers(work, SCORES, 404)
    work.approve_a_day()
    straighten(work)
    coach = come(work.harness, COACH, DESK)
    coach.post(f"/deliveries/{work.message().id}/again")
    sweep()
    assert work.message().state == MessageState.DELIVERED
    assert "ei päässyt" not in text_of(coach.get(f"/desk/learners/{work.period_id}"))


def test_x24_a_deleted_column_of_ours_is_made_anew(work: Work):
    without_column(work)
    work.approve_a_day()
    work.harness.platform.gradebook.items.clear()
    work.approve_a_day()
    assert work.message().state == MessageState.REFUSED
    coach = come(work.harness, COACH, DESK)
    coach.post(f"/deliveries/{work.message().id}/again")
    sweep()
    assert work.message().state == MessageState.DELIVERED
    assert len(work.harness.platform.gradebook.items) == 1


def test_x24_two_scores_of_one_second_do_not_collide(work: Work):
    with time_machine.travel(clock.now(), tick=False):
        work.approve_a_day()
        work.approve_a_day()
    assert work.message().state == MessageState.DELIVERED
    assert work.harness.platform.gradebook.posts == 2


# -- a teacher's own number -----------------------------------------------------------------------
def override(work: Work, number: float) -> None:
    grades = work.harness.platform.gradebook.grades
    grades["1", LEARNER].given = number


def test_a_teachers_number_is_shown_and_not_fought(work: Work):
    work.approve_a_day()
    override(work, 77.5)
    work.approve_a_day()
    assert work.grade().given == 77.5
    assert work.message().state == MessageState.DELIVERED
    page = text_of(come(work.harness, COACH, DESK).get(f"/desk/learners/{work.period_id}"))
    assert "77,5" in page


def test_a_teachers_number_is_seen_without_a_new_score(work: Work):
    work.approve_a_day()
    override(work, 50)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=True):
        come(work.harness, COACH, DESK)
        assert sent(work, RESULTS, "GET") == [], "the launch itself calls nothing"
        work.settle()
        page = text_of(come(work.harness, COACH, DESK).get(f"/desk/learners/{work.period_id}"))
        assert "50" in page
        override(work, work_score(work))
    with time_machine.travel(clock.now() + timedelta(hours=4), tick=True):
        come(work.harness, COACH, DESK)
        work.settle()
        page = text_of(come(work.harness, COACH, DESK).get(f"/desk/learners/{work.period_id}"))
        assert "Opettaja on muuttanut" not in page


def work_score(work: Work) -> float:
    body = json.loads(sent(work, SCORES)[-1].body)
    return body["scoreGiven"] / body["scoreMaximum"] * 100


def test_results_are_read_once_an_hour_at_most(work: Work):
    work.approve_a_day()
    for _ in range(3):
        come(work.harness, COACH, DESK)
    assert db.session().query(OutboxMessage).filter_by(topic="results").count() == 1
    db.database().release()


def test_a_trainee_who_comes_has_nothing_read(work: Work):
    work.approve_a_day()
    come(work.harness, LEARNER)
    assert work.message("results") is None
