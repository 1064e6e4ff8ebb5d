"""Good launches of the certification guide: each opens, with least rights."""

import re
from collections.abc import Callable

import pytest

from lti import claims as c
from lti.roles import Standing
from sidecar import db
from sidecar.identity.models import PageSession
from sidecar.tenancy.models import Membership, ResourceLink
from tests.support.platform import COACH, LEARNER, Claims, Harness, page_sessions

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
PERSON = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
NAMES = ("name", "given_name", "family_name")
NAMELESS = re.compile(r"^\S+ [0-9a-f]{4}$")
BOTH = pytest.mark.parametrize(
    ("user", "role", "standing"),
    [(COACH, "Instructor", Standing.STAFF), (LEARNER, "Learner", Standing.TRAINEE)],
    ids=["V", "S"],
)


def _open(harness: Harness, user: str, bend: Callable[[Claims], None]) -> PageSession:
    """The page session of a launch whose first page opens."""
    before = len(page_sessions())
    client = harness.client()
    answer = harness.launch(user, bend=bend, client=client)
    assert answer.status_code == 303, answer.text
    first = client.get(
        answer.location,
        base_url="https://valo.example.org",
        headers={"User-Agent": "Test browser"},
        follow_redirects=True,
    )
    assert first.status_code == 200, first.text
    found = page_sessions()
    assert len(found) == before + 1
    return found[-1]


def _roles(*roles: str) -> Callable[[Claims], None]:
    def bend(claims: Claims) -> None:
        claims[c.ROLES] = list(roles)

    return bend


def _without(*names: str, **more: str) -> Callable[[Claims], None]:
    def bend(claims: Claims) -> None:
        for name in names:
            claims.pop(name)
        claims.update(more)

    return bend


@BOTH
def test_01_everything(harness: Harness, user: str, role: str, standing: Standing):
    bend = _without(email="someone@example.org", locale="sv")
    page = _open(harness, user, bend)
    assert page.standings == [standing]
    assert page.person.display_name == harness.user(user).name


@BOTH
def test_02_several_roles(harness: Harness, user: str, role: str, standing: Standing):
    roles = (PERSON + "Staff", PERSON + "Student", MEMBERSHIP + role, PERSON + "Other")
    assert _open(harness, user, _roles(*roles)).standings == [standing]


@BOTH
def test_03_short_role(harness: Harness, user: str, role: str, standing: Standing):
    assert _open(harness, user, _roles(role)).standings == [standing]


@BOTH
def test_04_unknown_role(harness: Harness, user: str, role: str, standing: Standing):
    unknown = "http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper"
    assert _open(harness, user, _roles(unknown)).standings == [Standing.GUEST]


@BOTH
@pytest.mark.parametrize("roles", [(), ("",)], ids=["none", "empty"])
def test_05_no_role(
    harness: Harness, user: str, role: str, standing: Standing, roles: tuple[str, ...]
):
    assert _open(harness, user, _roles(*roles)).standings == [Standing.GUEST]


@BOTH
def test_06_email_only(harness: Harness, user: str, role: str, standing: Standing):
    page = _open(harness, user, _without(*NAMES, email="someone@example.org"))
    assert NAMELESS.match(page.person.display_name)


@BOTH
def test_07_names_only(harness: Harness, user: str, role: str, standing: Standing):
    page = _open(harness, user, _without("name"))
    assert page.person.display_name == harness.user(user).name


@BOTH
def test_08_no_personal_data(harness: Harness, user: str, role: str, standing: Standing):
    page = _open(harness, user, _without(*NAMES))
    assert NAMELESS.match(page.person.display_name)
    assert page.standings == [standing]


@BOTH
def test_09_email_but_no_context(harness: Harness, user: str, role: str, standing: Standing):
    page = _open(harness, user, _without(*NAMES, c.CONTEXT, email="someone@example.org"))
    assert (page.context_id, page.resource_link_id) == (None, None)


def test_10_new_resource_link(harness: Harness):
    def bend(claims: Claims) -> None:
        claims[c.RESOURCE_LINK] = {"id": "brand new", "title": "Toinen päiväkirja"}

    first = _open(harness, LEARNER, lambda _claims: None)
    second = _open(harness, LEARNER, bend)
    assert second.resource_link_id not in (None, first.resource_link_id)
    assert second.person_id == first.person_id
    assert db.session().query(ResourceLink).count() == 2
    assert db.session().query(Membership).count() == 1
    db.database().release()
