"""Member lists read by the job, from the practice platform in this process."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
import time_machine
from sqlalchemy import select

from lti.testing import User
from sidecar import clock, db, http
from sidecar.demo.platform.people import DESK
from sidecar.identity.models import Person, PlatformAccount, Role
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.outbox.worker import sweep
from sidecar.roster import jobs
from sidecar.roster.actions import TOPIC
from sidecar.tenancy.models import Context, EducationProvider, Membership
from sidecar.tenancy.people import grant_by_subject
from sidecar.tenancy.platforms import WAITS
from sidecar.tenancy.queries import learners_of
from tests.support.course import come
from tests.support.platform import (
    COACH,
    ISSUER,
    LEARNER,
    Harness,
    answered,
    build_harness,
    session_to,
)
from tests.support.world import text_of

MEMBERS = "/memberships"
Row = dict[str, Any]


@pytest.fixture
def harness(app, monkeypatch: pytest.MonkeyPatch) -> Harness:
    made = build_harness(app)
    outgoing = session_to({ISSUER: made.to_platform})
    monkeypatch.setattr(http, "session", lambda **_how: outgoing)
    return made


def message() -> OutboxMessage:
    db.database().release()
    query = select(OutboxMessage).where(OutboxMessage.topic == TOPIC)
    return db.session().scalars(query.order_by(OutboxMessage.id.desc())).first()


def count_messages() -> int:
    db.database().release()
    return len(
        db.session().scalars(select(OutboxMessage).where(OutboxMessage.topic == TOPIC)).all()
    )


def places() -> dict[str, Membership]:
    db.database().release()
    return {row.subject: row for row in db.session().query(Membership)}


def name_of(subject: str) -> str:
    db.database().release()
    account = db.session().query(PlatformAccount).filter_by(subject=subject).one()
    return str(account.person.display_name)


def row(subject: str, role: str = "Learner", **more: Any) -> Row:
    return {"status": "Active", "roles": [role], "user_id": subject, **more}


def listed(harness: Harness, *rows: Row) -> None:
    """Let the platform list these members, all in one answer."""
    pages_of(harness, lambda _url: (list(rows), None))


def pages_of(harness: Harness, page: Callable[[str], tuple[list[Row], str | None]]) -> None:
    def instead(request: requests.PreparedRequest, _timeout) -> requests.Response | None:
        if MEMBERS not in str(request.url):
            return None
        assert request.headers["Authorization"].startswith("Bearer ")
        rows, link = page(str(request.url))
        more = {"Link": f'<{link}>; rel="next"'} if link else {}
        return answered(request, 200, json.dumps({"members": rows}).encode(), **more)

    harness.to_platform.instead = instead


def fails(harness: Harness, status: int, *, path: str = MEMBERS, body: bytes = b"{}") -> None:
    def instead(request: requests.PreparedRequest, _timeout) -> requests.Response | None:
        if path not in str(request.url):
            return None
        if not status:
            raise requests.ConnectTimeout
        return answered(request, status, body)

    harness.to_platform.instead = instead


def read_again(harness: Harness) -> None:
    """An hour later staff come, and the worker does its round."""
    with time_machine.travel(clock.now() + timedelta(hours=read_again.hours)):
        assert harness.launch(COACH, DESK).status_code == 303
        sweep()
    read_again.hours += 2


@pytest.fixture(autouse=True)
def _clock() -> None:
    read_again.hours = 2


# -- when it is read ------------------------------------------------------------------------------
def test_staff_who_come_have_the_list_read(harness: Harness):
    harness.launch(LEARNER)
    assert count_messages() == 0
    harness.launch(COACH, DESK)
    assert harness.to_platform.count(MEMBERS) == 0, "the launch itself calls nothing"
    assert not any(MEMBERS in str(r.url) for r in harness.to_platform.seen)
    harness.launch(COACH, DESK)
    assert count_messages() == 1
    sweep()
    assert (message().state, message().ref) == (MessageState.DELIVERED, "context:1")
    people = {u.id for u in harness.platform.users.values() if u.role == "Learner"}
    assert people <= set(places())
    harness.launch(COACH, DESK)
    assert count_messages() == 1
    read_again(harness)
    assert count_messages() == 2


def test_a_coach_can_ask_for_it(harness: Harness):
    with db.transaction() as session:
        provider = session.query(EducationProvider).one()
        grant_by_subject(provider, COACH, Role.COACH, name="")
    coach = come(harness, COACH)
    sweep()
    page = coach.post("/roster")
    assert "kysytään" in text_of(page)
    assert count_messages() == 2
    coach.post("/roster")
    assert count_messages() == 2, "one that waits is enough"
    sweep()
    assert message().state == MessageState.DELIVERED
    fails(harness, 404)
    coach.post("/roster")
    sweep()
    db.database().release()
    assert "ei ole enää Moodlessa" in text_of(coach.get("/periods"))


def test_only_coaches_have_the_button(harness: Harness):
    assert come(harness, LEARNER).post("/roster").status_code == 403


def test_a_course_without_a_list(harness: Harness):
    def bend(claims: dict[str, Any]) -> None:
        claims.pop("https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice")

    harness.launch(COACH, DESK, bend=bend)
    assert count_messages() == 0


# -- X25: pages, the role filter, and people who left ---------------------------------------------
def test_x25_next_links_as_given_and_roles_filtered_here(harness: Harness):
    asked: list[str] = []

    def page(url: str) -> tuple[list[Row], str | None]:
        asked.append(url)
        if "from=" in url:
            # Moodle loses the role filter on the next page.
            return [row("501"), row("502", "Instructor")], None
        return [row("500", name="Uusi Oppija"), row(COACH, "Instructor")], url + "?limit=2&from=2"

    pages_of(harness, page)
    harness.launch(COACH, DESK)
    sweep()
    assert [a.partition("?")[2] for a in asked] == ["", "limit=2&from=2"]
    assert set(places()) == {COACH, "500", "501"}
    assert name_of("500") == "Uusi Oppija"
    db.database().release()
    provider = db.session().query(EducationProvider).one()
    assert {p.display_name for p in learners_of(provider.id)} == {"Uusi Oppija", name_of("501")}


def test_x25_who_is_missing_has_left_and_may_come_back(harness: Harness):
    listed(harness, row(COACH, "Instructor"), row("500"), row("501"))
    harness.launch(COACH, DESK)
    sweep()
    listed(harness, row(COACH, "Instructor"), row("500"), row("501", status="Inactive"))
    read_again(harness)
    assert places()["501"].left_at is not None
    assert places()["500"].left_at is None
    listed(harness, row(COACH, "Instructor"), row("501"))
    read_again(harness)
    found = places()
    assert (found["500"].left_at is None, found["501"].left_at) == (False, None)
    assert len(found) == 3, "nobody is deleted"


def test_a_list_of_nobody_or_no_list_changes_nobody(harness: Harness):
    harness.launch(LEARNER)
    for body in (b'{"members": []}', b'{"members": null}', b"[]", b"<html>"):
        fails(harness, 200, body=body)
        read_again(harness)
        assert message().state == MessageState.REFUSED, body
        assert message().reason == f"R-LIST: {jobs.UNREADABLE}"
        assert places()[LEARNER].left_at is None


def test_a_link_to_another_host_is_not_followed(harness: Harness):
    pages_of(harness, lambda _url: ([row("500")], "https://elsewhere.example.org/memberships"))
    harness.launch(COACH, DESK)
    sweep()
    assert message().reason.startswith("R-LIST")
    assert "500" not in places()


# -- names and standings --------------------------------------------------------------------------
def test_without_a_name_and_an_address_it_still_works(harness: Harness):
    listed(harness, row(COACH, "Instructor"), row("500", name=None), row("501", name=""))
    harness.launch(COACH, DESK)
    sweep()
    first = name_of("500")
    assert first.startswith("Valmentautuja ")
    assert first != name_of("501")
    listed(harness, row(COACH, "Instructor"), row("500", given_name="Aino", family_name="Uusi"))
    read_again(harness)
    assert name_of("500") == "Aino Uusi"
    listed(harness, row(COACH, "Instructor"), row("500"))
    read_again(harness)
    assert name_of("500") == "Aino Uusi", "no name is not a new name"


def test_one_who_was_listed_first_is_the_same_when_they_come(harness: Harness):
    harness.launch(COACH, DESK)
    sweep()
    db.database().release()
    before = db.session().query(Person).count()
    harness.launch(LEARNER)
    db.database().release()
    assert db.session().query(Person).count() == before


def test_a_workplace_coach_is_a_learner_in_the_list_only(harness: Harness):
    """Non-editing teachers are Instructor in a launch and Learner in the list."""
    listed(harness, row(COACH))
    harness.launch(COACH, DESK)
    sweep()
    assert places()[COACH].standings == ["staff"]


def test_one_with_a_granted_role_is_no_trainee(harness: Harness):
    with db.transaction() as session:
        provider = session.query(EducationProvider).one()
        grant_by_subject(provider, "500", Role.COACH, name="Carita")
    listed(harness, row(COACH, "Instructor"), row("500"))
    harness.launch(COACH, DESK)
    sweep()
    assert "500" not in places()


def test_a_trainee_who_became_a_teacher(harness: Harness):
    harness.launch(LEARNER)
    listed(harness, row(LEARNER, "Instructor"))
    harness.launch(COACH, DESK)
    sweep()
    assert places()[LEARNER].standings == ["staff"]


# -- refusals -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "path", "reason"),
    [
        (401, MEMBERS, f"R-401: {jobs.DENIED}"),
        (403, MEMBERS, f"R-403: {jobs.DENIED}"),
        (400, "token.php", f"R-TOKEN-400: {jobs.DENIED}"),
        (404, MEMBERS, f"R-404: {jobs.GONE}"),
        (400, MEMBERS, f"R-400: {jobs.UNREADABLE}"),
    ],
)
def test_each_refusal_ends_in_a_state_with_a_sentence(
    harness: Harness, status: int, path: str, reason: str
):
    fails(harness, status, path=path)
    harness.launch(COACH, DESK)
    sweep()
    assert (message().state, message().reason) == (MessageState.REFUSED, reason)
    db.database().release()
    assert db.session().query(Context).one().roster_read_at is None


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_who_does_not_answer_is_asked_three_times(harness: Harness, status: int):
    fails(harness, status)
    harness.launch(COACH, DESK)
    for minutes in (0, 5, 30):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
            sweep()
    assert message().attempts == 3
    assert message().reason == f"R-REACH: {jobs.UNREACHABLE}"


def test_a_platform_that_is_off_is_asked_when_it_is_on_again(harness: Harness):
    harness.launch(COACH, DESK)
    harness.switch("off")
    sweep()
    assert (message().state, message().reason) == (MessageState.PENDING, WAITS)
    assert harness.to_platform.count(MEMBERS) == 0
    harness.switch("active")
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        sweep()
    assert message().state == MessageState.DELIVERED


def test_three_hundred_members(harness: Harness):
    rows = [row(str(n), name=f"Oppija {n}") for n in range(1000, 1300)]
    listed(harness, *rows)
    harness.launch(COACH, DESK)
    sweep()
    assert message().state == MessageState.DELIVERED
    assert len(places()) == 301


def test_the_practice_platform_gives_names(harness: Harness):
    harness.platform.users["900"] = User("900", "Veera", "Virtanen", "Learner")
    harness.launch(COACH, DESK)
    sweep()
    assert name_of("900") == "Veera Virtanen"
