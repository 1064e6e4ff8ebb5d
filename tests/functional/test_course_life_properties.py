"""Course life, any way it is cut, repeated or half lost on the way: the end is the same."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidecar import clock, db
from sidecar.roster import intake
from sidecar.roster.events import Event
from sidecar.roster.models import CourseEvent, CourseGroup, GroupMember
from sidecar.tenancy.models import Membership, PlatformRegistration
from tests.support.world import World

_runs = count(1)
SUBJECTS = ("11", "12")
KINDS = ("enrolled", "unenrolled", "group_joined", "group_left", "course_reset")
happenings = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(SUBJECTS)), min_size=1, max_size=12
)


@pytest.fixture
def platform(world: World) -> int:
    return int(world.registration.id)


def made(run: int, rows: list[tuple[str, str]]) -> list[Event]:
    return [
        Event(
            id=f"{run}-{n}",
            kind=kind,
            at=clock.now(),
            user=user,
            course="7",
            group="5",
            role="learner",
        )
        for n, (kind, user) in enumerate(rows)
    ]


def expected(rows: list[tuple[str, str]]) -> tuple[set[str], set[str]]:
    """Who is in the course, and who is in the group, by the plain meaning of the words."""
    inside, grouped = set(SUBJECTS), set[str]()
    for kind, user in rows:
        if kind == "enrolled":
            inside.add(user)
        elif kind == "unenrolled":
            inside.discard(user)
        elif kind == "group_joined":
            grouped.add(user)
        elif kind == "group_left":
            grouped.discard(user)
        else:
            assert kind == "course_reset", "who leaves then, leaves by an event of their own"
    return inside, grouped


def send(platform: int, events: list[Event]) -> None:
    with db.transaction() as session:
        intake.take(session.get_one(PlatformRegistration, platform), events, now=clock.now())
    db.database().release()


def state() -> tuple[set[str], set[str]]:
    session = db.session()
    places = session.query(Membership).filter(Membership.subject.in_(SUBJECTS))
    inside = {p.subject for p in places if p.left_at is None}
    grouped = {m.subject for m in session.query(GroupMember)}
    db.database().release()
    return inside, grouped


def begin_anew() -> None:
    with db.transaction() as session:
        for table in (GroupMember, CourseGroup, CourseEvent):
            session.query(table).delete()
        for place in session.query(Membership):
            place.left_at = None
    db.database().release()


@settings(max_examples=40, database=None, suppress_health_check=list(HealthCheck))
@given(rows=happenings, cuts=st.lists(st.integers(0, 12), max_size=4), lost=st.booleans())
def test_any_cut_and_any_repeat_ends_the_same(
    platform: int, rows: list[tuple[str, str]], cuts: list[int], *, lost: bool
):
    """Batches begin anywhere at or before what was taken: an answer may get lost on its way."""
    begin_anew()
    events = made(next(_runs), rows)
    for cut in sorted(cuts):
        send(platform, events[:cut])
        if lost:
            send(platform, events[:cut])
    send(platform, events)
    send(platform, events[-3:])
    assert state() == expected(rows)
