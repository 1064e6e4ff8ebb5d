"""What a launch finds and makes: nobody's rows but its own, whatever else has the same ids."""

from collections import Counter

import pytest

from lti import claims as c
from lti.testing import Tool
from sidecar import clock, db
from sidecar.demo.platform.people import DESK, DIARY
from sidecar.identity.actions import set_roles
from sidecar.identity.models import Person, PlatformAccount, Role
from sidecar.tenancy.actions import save_provider
from sidecar.tenancy.models import (
    Context,
    Deployment,
    EducationProvider,
    Membership,
    PlatformRegistration,
    ResourceLink,
)
from sidecar.tenancy.people import grant_by_subject
from sidecar.tenancy.queries import person_behind
from tests.support.platform import COACH, ISSUER, LEARNER, TEACHER, Harness

OTHER = "other-client"


@pytest.fixture
def other(harness: Harness) -> Tool:
    """A second client of the same issuer, at another education provider: the same ids mean others.

    Its people, courses and activities are called as those of the first.
    """
    with db.transaction() as session:
        first = session.query(PlatformRegistration).one()
        names = ("issuer", "auth_login_url", "auth_token_url", "key_set_url")
        provider = save_provider("Toinen", organisation_oid=None, backend="none", config={})
        row = PlatformRegistration(
            **{name: getattr(first, name) for name in names},
            provider_id=provider.id,
            client_id=OTHER,
            created_at=clock.now(),
        )
        session.add(row)
        session.flush()
        session.add(Deployment(registration_id=row.id, deployment_id="99"))
    db.database().release()
    made = Tool(OTHER, "99", harness.tool.body)
    harness.platform.tools[OTHER] = made
    return made


def registrations_of(query) -> Counter[int]:
    found = Counter(number for (number,) in query)
    db.database().release()
    return found


def test_two_registrations_share_nothing(harness: Harness, other: Tool):
    for tool in (harness.tool, other, harness.tool, other):
        assert harness.launch(LEARNER, DIARY, tool=tool).status_code == 303
    session = db.session()
    in_courses = session.query(Context.registration_id).select_from(Context)
    both = {1: 1, 2: 1}
    assert registrations_of(session.query(PlatformAccount.registration_id)) == both
    assert registrations_of(in_courses) == both
    links = in_courses.join(ResourceLink, ResourceLink.context_id == Context.id)
    members = in_courses.join(Membership, Membership.context_id == Context.id)
    assert registrations_of(links) == both
    assert registrations_of(members) == both
    mine = members.join(PlatformAccount, PlatformAccount.person_id == Membership.person_id)
    same = mine.filter(PlatformAccount.registration_id == Context.registration_id)
    assert registrations_of(same) == both
    accounts = session.query(PlatformAccount.registration_id, PlatformAccount.person_id).all()
    assert {(number, person_behind(number, LEARNER)) for number in both} == {
        (number, person) for number, person in accounts
    }


def test_people_and_activities_of_a_course_are_told_apart(harness: Harness):
    for _ in range(2):
        for user, activity in ((LEARNER, DIARY), (COACH, DIARY), (COACH, DESK)):
            harness.launch(user, activity)
    harness.launch(bend=lambda claims: claims[c.CONTEXT].update(id="another course"))
    session = db.session()
    places = Counter(session.query(Context.context_ref, Membership.subject).join(Context))
    assert set(places.values()) == {1}
    assert Counter(subject for _course, subject in places) == {LEARNER: 2, COACH: 1}
    links = Counter(session.query(Context.context_ref, ResourceLink.link_ref).join(Context))
    assert set(links.values()) == {1}
    assert Counter(ref for _course, ref in links) == {DIARY: 2, DESK: 1}
    standing = dict(session.query(Membership.subject, Membership.standings))
    assert (standing[LEARNER], standing[COACH]) == (["trainee"], ["staff"])
    assert session.query(Person).count() == 2
    db.database().release()


def test_a_role_counts_for_its_holder_at_its_provider(harness: Harness, other: Tool):
    with db.transaction() as session:
        here, there = session.query(EducationProvider).order_by(EducationProvider.id)
        grant_by_subject(here, COACH, Role.COACH, name="Päivi", issuer=ISSUER)
        grant_by_subject(there, TEACHER, Role.COACH, name="Johan", issuer=ISSUER)
        same = grant_by_subject(here, TEACHER, Role.TEACHER, name="Johan", issuer=ISSUER)
        set_roles(same, there.id, {Role.COACH}, by=None)
    lands = {
        (user, tool.client_id): harness.launch(user, DESK, tool=tool).location.endswith("/desk")
        for user in (COACH, TEACHER)
        for tool in (harness.tool, other)
    }
    mine = harness.tool.client_id
    assert [key for key, is_desk in lands.items() if is_desk] == [(COACH, mine), (TEACHER, OTHER)]


def test_a_course_is_a_copy_of_one_on_its_own_platform_only(harness: Harness, other: Tool):
    with db.transaction() as session:
        here = session.query(EducationProvider).order_by(EducationProvider.id).first()
        grant_by_subject(here, COACH, Role.COACH, name="Päivi", issuer=ISSUER)

    def copied(claims: dict) -> None:
        claims[c.CUSTOM] = {"copied_from": claims[c.CONTEXT]["id"]}
        claims[c.CONTEXT] = {"id": "copy", "title": "Kopio"}

    harness.launch(COACH, DESK, tool=other)
    assert harness.launch(COACH, DESK, bend=copied).location.endswith("/desk")
    harness.launch(COACH, DESK)
    assert harness.launch(COACH, DESK, bend=copied).location.endswith("/copied")
    # While the question is open, a trainee of the copy comes to their own work.
    assert harness.launch(LEARNER, DIARY, bend=copied).location.endswith("/diary")


@pytest.mark.parametrize("page", ["desk", "nowhere"])
def test_an_activity_for_others_leads_to_ones_own_work(harness: Harness, page: str):
    def meant_for_others(claims: dict) -> None:
        claims[c.CUSTOM] = {"page": page}

    visitor = harness.client()
    answer = harness.launch(LEARNER, DESK, bend=meant_for_others, client=visitor)
    assert answer.location.endswith("/diary")
    assert harness.open(visitor, answer.location).status_code == 200


def test_another_platforms_person_ends_no_pages_here(harness: Harness, other: Tool):
    """Neither came from a course, so no activity tells their pages apart."""

    def without_course(claims: dict) -> None:
        del claims[c.CONTEXT]

    browser = harness.client()
    first = harness.launch(LEARNER, bend=without_course, client=browser)
    harness.launch(COACH, bend=without_course, client=browser, tool=other)
    assert harness.open(browser, first.location).status_code == 200
    harness.launch(COACH, bend=without_course, client=browser)
    assert harness.open(browser, first.location).status_code == 401
