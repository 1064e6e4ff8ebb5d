"""What the events of one batch speak of, read together: no event asks the database by itself."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from sidecar import db, i18n
from sidecar.identity.models import PlatformAccount, RoleGrant
from sidecar.roster.actions import ask_now
from sidecar.roster.events import Event
from sidecar.roster.models import CourseGroup, GroupMember
from sidecar.tenancy.models import Context, Membership, PlatformRegistration


class Group:
    """A group of a course and its members by the platform's `sub`."""

    def __init__(self, row: CourseGroup) -> None:
        self.row = row
        self._members = {member.subject: member for member in row.members}

    def join(self, subject: str) -> None:
        """Put somebody in, who may be there already."""
        if subject not in self._members:
            self._members[subject] = GroupMember(subject=subject)
            self.row.members.append(self._members[subject])

    def leave(self, subject: str) -> None:
        """Take somebody out, who may be gone already."""
        member = self._members.pop(subject, None)
        if member is not None:
            self.row.members.remove(member)

    def clear(self) -> None:
        """Take everybody out."""
        self._members.clear()
        self.row.members = []


class Batch:
    """Courses, people, places and groups by the platform's ids, kept up as events change them."""

    def __init__(self, platform: PlatformRegistration, events: Sequence[Event]) -> None:
        self.platform = platform
        refs = {e.course for e in events} | {e.from_course for e in events}
        self.courses = _courses(platform, refs - {""})
        self.people = _people(platform, {e.user for e in events} - {""})
        here = [course.id for course in self.courses.values()]
        self.places = _places(here, self.people.values())
        self.staff = _staff(self.people.values())
        self.groups = _groups(here, {e.group for e in events} - {""})
        self._asked: set[int] = set()

    def place(self, event: Event) -> Membership | None:
        """The person's place in the course of an event."""
        course, person_id = self.courses.get(event.course), self.people.get(event.user)
        if course is None or person_id is None:
            return None
        return self.places.get((course.id, person_id))

    def give_place(self, course: Context, person_id: int, event: Event) -> Membership:
        """A place in the course for somebody who has none."""
        place = Membership(
            context_id=course.id,
            person_id=person_id,
            subject=event.user,
            standings=self.standings(person_id, event.role),
        )
        db.session().add(place)
        self.places[course.id, person_id] = place
        return place

    def standings(self, person_id: int, role: str) -> list[str]:
        """A coach may stand in the course as a learner: never make one a trainee."""
        return ["staff"] if role == "teacher" or person_id in self.staff else ["trainee"]

    def read_members(self, course: Context) -> None:
        """Have the platform's own list of the course read, once for all events of the batch."""
        if course.roster_url and course.gone_at is None and course.id not in self._asked:
            self._asked.add(course.id)
            ask_now(course, locale=i18n.DEFAULT)


def _courses(platform: PlatformRegistration, refs: set[str]) -> dict[str, Context]:
    query = select(Context).where(
        Context.registration_id == platform.id, Context.context_ref.in_(refs)
    )
    return {row.context_ref: row for row in db.session().scalars(query)}


def _people(platform: PlatformRegistration, subjects: set[str]) -> dict[str, int]:
    query = select(PlatformAccount.subject, PlatformAccount.person_id).where(
        PlatformAccount.registration_id == platform.id, PlatformAccount.subject.in_(subjects)
    )
    return {row.subject: row.person_id for row in db.session().execute(query)}


def _places(course_ids: list[int], person_ids: Iterable[int]) -> dict[tuple[int, int], Membership]:
    query = select(Membership).where(
        Membership.context_id.in_(course_ids), Membership.person_id.in_(set(person_ids))
    )
    return {(row.context_id, row.person_id): row for row in db.session().scalars(query)}


def _staff(person_ids: Iterable[int]) -> set[int]:
    query = select(RoleGrant.person_id).where(RoleGrant.person_id.in_(set(person_ids)))
    return set(db.session().scalars(query))


def _groups(course_ids: list[int], refs: set[str]) -> dict[tuple[int, str], Group]:
    query = (
        select(CourseGroup)
        .options(selectinload(CourseGroup.members))
        .where(CourseGroup.context_id.in_(course_ids), CourseGroup.group_ref.in_(refs))
    )
    return {(row.context_id, row.group_ref): Group(row) for row in db.session().scalars(query)}
