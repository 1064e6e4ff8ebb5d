"""Our own cases X29, X30: copied courses, other people; reviews; names; storage."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from lti import claims as c
from sidecar import db, http
from sidecar.demo.platform.people import DESK, DIARY
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import Context, LoginFlow
from tests.conformance.conftest import Refused
from tests.support.course import Visitor, Work, begin_work, come
from tests.support.platform import (
    COACH,
    ISSUER,
    LEARNER,
    TEACHER,
    Claims,
    Harness,
    page_sessions,
    session_to,
)
from tests.support.world import text_of


@pytest.fixture
def work(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Work:
    outgoing = session_to({ISSUER: harness.to_platform})
    monkeypatch.setattr(http, "session", lambda **_how: outgoing)
    return begin_work(harness)


# -- X29: a copied course -------------------------------------------------------------------------
def copied(claims: Claims) -> None:
    claims[c.CONTEXT] = {**claims[c.CONTEXT], "id": "99", "title": "Kopio"}
    claims[c.RESOURCE_LINK] = {**claims[c.RESOURCE_LINK], "id": "990"}
    claims[c.CUSTOM] = {**claims[c.CUSTOM], "copied_from": "7,3"}


def period() -> WorkPeriod:
    db.database().release()
    return db.session().query(WorkPeriod).one()


def course(ref: str) -> Context:
    db.database().release()
    return db.session().query(Context).filter_by(context_ref=ref).one()


def test_x29_a_copied_course_is_offered_never_linked_silently(work: Work):
    work.harness.launch(LEARNER, bend=copied)
    coach = come(work.harness, COACH, DESK, bend=copied)
    page = coach.get()
    assert "Jatkuuko työ tällä kurssilla?" in text_of(page)
    assert "Amina Warsame" in text_of(page)
    assert period().context_id == course("7").id, "asking changes nothing"
    coach.post("/copied", answer="yes")
    assert period().context_id == course("99").id
    assert course("99").continues_id == course("7").id
    assert "Jatkuuko" not in text_of(come(work.harness, COACH, DESK, bend=copied).get())


def test_x29_a_no_is_a_no(work: Work):
    work.harness.launch(LEARNER, bend=copied)
    coach = come(work.harness, COACH, DESK, bend=copied)
    coach.post("/copied", answer="no")
    assert period().context_id == course("7").id
    assert course("99").continues_id is None
    assert "Jatkuuko" not in text_of(come(work.harness, COACH, DESK, bend=copied).get())


def test_x29_only_trainees_of_both_courses_go_on(work: Work):
    coach = come(work.harness, COACH, DESK, bend=copied)
    assert "Kukaan valmentautuja" in text_of(coach.get())
    coach.post("/copied", answer="yes")
    assert period().context_id == course("7").id


def test_x29_trainees_are_not_asked(work: Work):
    trainee = come(work.harness, LEARNER, bend=copied)
    assert "Jatkuuko" not in text_of(trainee.get())
    assert trainee.post("/copied", answer="yes").status_code == 403


@pytest.mark.parametrize("history", ["", "$Context.id.history", "12345", "99"])
def test_x29_an_unknown_original_is_no_offer(work: Work, history: str):
    def bend(claims: Claims) -> None:
        copied(claims)
        claims[c.CUSTOM]["copied_from"] = history

    coach = come(work.harness, COACH, DESK, bend=bend)
    assert "Jatkuuko" not in text_of(coach.get())
    assert coach.post("/copied", answer="yes").status_code == 404


# -- X30: somebody else in the same browser -------------------------------------------------------
def test_x30_another_person_in_the_same_browser_ends_the_old_pages(harness: Harness):
    client = harness.client()
    first = come(harness, LEARNER, client=client)
    assert first.get().status_code == 200
    second = come(harness, "102", client=client)
    assert first.get().status_code == 401
    assert second.get().status_code == 200


def test_a_second_launch_of_the_same_person_leaves_the_first(harness: Harness):
    client = harness.client()
    first, second = (come(harness, LEARNER, client=client) for _ in range(2))
    assert (first.get().status_code, second.get().status_code) == (200, 200)


def test_somebody_elses_launch_at_another_browser_ends_nothing(harness: Harness):
    first, client = come(harness, LEARNER), harness.client()
    for _ in range(2):
        second = come(harness, "102", client=client)
    assert (first.get().status_code, second.get().status_code) == (200, 200)


def test_two_launches_stand_side_by_side(harness: Harness):
    """As learner in one activity and as coach in another: neither disturbs the other."""
    client = harness.client()
    learner = come(harness, LEARNER, DIARY, client=client)
    coach = come(harness, COACH, DESK, client=client)
    for _ in range(2):
        assert "Amina Warsame" in text_of(learner.get())
        assert "Päivi Korhonen" in text_of(coach.get())


# -- submission review ----------------------------------------------------------------------------
def review(harness: Harness, user: str, item_id: str, of: str = LEARNER) -> Visitor:
    """Open somebody's work from the gradebook."""
    client = harness.client()
    _url, fields = harness.platform.review_launch(harness.tool, harness.user(user), item_id, of)
    redirect = harness.open(client, "/lti/login", fields)
    return Visitor(harness, harness.post(harness.answer(redirect, user), client=client), client)


def paper_item(work: Work) -> str:
    work.assess("4")
    items = work.harness.platform.gradebook.items.values()
    return next(item.id for item in items if item.tag == "paper")


def test_a_review_of_a_demonstration_opens_that_paper(work: Work):
    found = review(work.harness, TEACHER, paper_item(work)).get()
    assert found.status_code == 200
    assert "/papers/" in found.request.path
    assert "Amina Warsame" in text_of(found)


def test_a_review_of_a_diary_opens_the_diary_for_its_coach(work: Work):
    work.harness.platform.gradebook.items["1"].review = {"page": "diary"}
    found = review(work.harness, COACH, "1").get()
    assert found.request.path.endswith(f"/desk/learners/{work.period_id}")


@pytest.mark.parametrize("of", ["102", "999", "x\u0001"])
def test_a_review_of_somebody_elses_trainee_opens_nothing(work: Work, of: str):
    work.harness.platform.gradebook.items["1"].review = {"page": "diary"}
    found = review(work.harness, COACH, "1", of).get()
    assert found.status_code == 404
    assert "sellaista, mitä voit nähdä" in text_of(found)


def test_a_review_by_a_trainee_opens_their_own_only(work: Work):
    work.harness.platform.gradebook.items["1"].review = {"page": "diary"}
    assert review(work.harness, LEARNER, "1").get().request.path.endswith("/diary")
    assert review(work.harness, "102", "1").get().status_code == 404


@pytest.mark.parametrize("whom", [None, {}, {"user_id": ""}, {"user_id": 7}], ids=str)
def test_a_review_of_nobody_is_refused(harness: Harness, refused: Refused, whom: object):
    harness.platform.gradebook.items["1"].review = {"page": "diary"}
    client = harness.client()
    _url, fields = harness.platform.review_launch(harness.tool, harness.user(COACH), "1", LEARNER)
    redirect = harness.open(client, "/lti/login", fields)
    form = harness.answer(redirect, COACH, bend=lambda k: k.update({c.FOR_USER: whom}))
    refused(lambda: harness.post(form, client=client), code="LTI-MESSAGE")


# -- people without a name ------------------------------------------------------------------------
def nameless(claims: Claims) -> None:
    for name in ("name", "given_name", "family_name"):
        claims.pop(name)


def test_08_people_without_a_name_are_asked_for_one(harness: Harness):
    visitor = come(harness, LEARNER, bend=nameless)
    page = visitor.get()
    assert "Millä nimellä sinua kutsutaan?" in text_of(page)
    again = visitor.post("/name", display_name="   ")
    assert again.status_code == 422
    assert "Amina" in text_of(visitor.post("/name", display_name=" Amina  W. "))
    db.database().release()
    person = db.session().query(Person).one()
    assert (person.display_name, person.named_by) == ("Amina W.", "self")
    assert "Millä nimellä" not in text_of(come(harness, LEARNER, bend=nameless).get())


def test_08_who_does_not_want_to_say_goes_on(harness: Harness):
    visitor = come(harness, LEARNER, bend=nameless)
    page = BeautifulSoup(visitor.get().text, "html.parser")
    later = page.select_one(".actions a")["href"]
    visitor.path = ""
    assert visitor.get(later).status_code == 200


def test_08_a_name_of_the_platform_stands_above_ones_own(harness: Harness):
    visitor = come(harness, LEARNER, bend=nameless)
    visitor.post("/name", display_name="Kissa")
    named = come(harness, LEARNER)
    assert "Amina Warsame" in text_of(named.get())
    assert named.post("/name", display_name="Kissa").status_code == 409


# -- platform storage -----------------------------------------------------------------------------
def keeping(harness: Harness, **more: Any):
    """Login start of a platform that keeps things for tools: the page, and what it hands over."""
    client = harness.client(cookies=False)
    answer = harness.begin(client=client, lti_storage_target="_parent", **more)
    page = BeautifulSoup(answer.text, "html.parser").select_one("[data-keep]")
    return client, answer, page


def form_after(harness: Harness, page) -> dict[str, str]:
    class Redirect:
        status_code, location, text = 302, page["href"], ""

    return harness.answer(Redirect())  # type: ignore[arg-type]


def test_a_platform_that_keeps_things_is_asked_to(harness: Harness):
    _client, answer, page = keeping(harness)
    assert answer.status_code == 200
    assert (page["data-frame"], page["data-origin"]) == ("_parent", ISSUER)
    assert len(page["data-value"]) > 40
    assert f"frame-ancestors {ISSUER}" in answer.headers["Content-Security-Policy"]
    assert page["href"].startswith(f"{ISSUER}/mod/lti/auth.php")


def test_what_was_kept_ties_the_launch_to_its_browser(harness: Harness):
    client, _answer, page = keeping(harness)
    form = form_after(harness, page)
    asking = harness.post(form, client=client)
    assert asking.status_code == 200
    fields = BeautifulSoup(asking.text, "html.parser").select_one("form[data-keep]")
    assert fields["data-keep"] == page["data-keep"]
    assert page["data-value"] not in asking.text
    assert page_sessions() == []
    sent = {i["name"]: i["value"] for i in fields.select("input")}
    assert harness.post({**sent, "stored": page["data-value"]}, client=client).status_code == 303


def test_a_wrong_value_is_refused(harness: Harness, refused: Refused):
    client, _answer, page = keeping(harness)
    form = {**form_after(harness, page), "stored": "somebody else's"}
    refused(lambda: harness.post(form, client=client), code="LTI-BROWSER")


def test_without_an_answer_of_the_frame_the_launch_goes_on(harness: Harness):
    client, _answer, page = keeping(harness)
    form = {**form_after(harness, page), "stored": ""}
    assert harness.post(form, client=client).status_code == 303


@pytest.mark.parametrize("target", ["", "a b", "x" * 200, "<script>", "\u00e4"])
def test_an_odd_frame_is_none(harness: Harness, target: str):
    assert harness.begin(lti_storage_target=target).status_code == 302
    db.database().release()
    assert db.session().query(LoginFlow).one().storage_target == ""
