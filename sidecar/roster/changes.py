"""What each kind of event changes: places in courses, groups, courses, activities."""

from sqlalchemy import delete, select, update

from sidecar import db, i18n
from sidecar.audit.actions import record
from sidecar.identity.models import PageSession, RoleGrant
from sidecar.roster.actions import ask_now
from sidecar.roster.events import Event
from sidecar.roster.models import CourseGroup, GroupMember
from sidecar.tenancy.models import Context, Membership, PlatformRegistration, ResourceLink
from sidecar.tenancy.queries import course_by_ref, membership, person_behind

_STANDINGS = {"teacher": ["staff"], "learner": ["trainee"]}


# -- people ---------------------------------------------------------------------------------------
def leave_platform(platform: PlatformRegistration, event: Event) -> None:
    """The account is deleted there: no page stays open, no course and no group holds the person."""
    forget_in_groups(platform, event.user)
    person_id = person_behind(platform.id, event.user)
    if person_id is None:
        return
    _close(platform, person_id, event)
    record(
        "person.left_platform",
        by=None,
        actor="platform",
        target=f"person:{person_id}",
        provider_id=platform.provider_id,
    )


def suspend_or_return(platform: PlatformRegistration, event: Event) -> None:
    """A suspended account is out; for one that returned, the courses' member lists are read."""
    person_id = person_behind(platform.id, event.user)
    if person_id is None:
        return
    if event.suspended:
        _close(platform, person_id, event)
        return
    for place in _places(platform, person_id):
        if place.left_at is not None:
            _read_members(db.session().get_one(Context, place.context_id))


def _close(platform: PlatformRegistration, person_id: int, event: Event) -> None:
    for place in _places(platform, person_id):
        place.left_at = place.left_at or event.at
    here = (PageSession.person_id == person_id, PageSession.registration_id == platform.id)
    db.session().execute(
        update(PageSession)
        .where(*here, PageSession.expires_at > event.at)
        .values(expires_at=event.at)
    )


def _places(platform: PlatformRegistration, person_id: int) -> list[Membership]:
    query = (
        select(Membership)
        .join(Context, Context.id == Membership.context_id)
        .where(Context.registration_id == platform.id, Membership.person_id == person_id)
    )
    return list(db.session().scalars(query))


# -- places in a course ---------------------------------------------------------------------------
def enrol(platform: PlatformRegistration, event: Event) -> None:
    """Somebody came, came back, or is suspended in the course."""
    course = course_by_ref(platform.id, event.course)
    if course is None:
        return
    person_id = person_behind(platform.id, event.user)
    if person_id is None:
        _read_members(course)
        return
    place = membership(course.id, person_id)
    if event.suspended:
        if place is not None:
            place.left_at = place.left_at or event.at
        return
    if place is None:
        place = Membership(
            context_id=course.id,
            person_id=person_id,
            subject=event.user,
            standings=_standings(person_id, event.role),
        )
        db.session().add(place)
    place.left_at = None


def leave_course(platform: PlatformRegistration, event: Event) -> None:
    """Somebody is no longer in the course; what they learnt there stays."""
    place = _place(platform, event)
    if place is not None:
        place.left_at = place.left_at or event.at


def change_role(platform: PlatformRegistration, event: Event) -> None:
    """The role in the course changed; what an administrator of valo granted is not touched."""
    place = _place(platform, event)
    if place is not None and "setup" not in place.standings:
        place.standings = _standings(place.person_id, event.role)


def _place(platform: PlatformRegistration, event: Event) -> Membership | None:
    course = course_by_ref(platform.id, event.course)
    person_id = person_behind(platform.id, event.user)
    if course is None or person_id is None:
        return None
    return membership(course.id, person_id)


def _standings(person_id: int, role: str) -> list[str]:
    """A coach may stand in the course as a learner (lti.md §2.4): never make one a trainee."""
    query = select(RoleGrant.id).where(RoleGrant.person_id == person_id).limit(1)
    if db.session().scalar(query) is not None:
        return ["staff"]
    return list(_STANDINGS.get(role, _STANDINGS["learner"]))


def _read_members(course: Context) -> None:
    if course.roster_url and course.gone_at is None:
        ask_now(course, locale=i18n.DEFAULT)


# -- groups ---------------------------------------------------------------------------------------
def join_group(platform: PlatformRegistration, event: Event) -> None:
    """Somebody is in a group; whether it means anything here, a person decides."""
    group = name_group(platform, event)
    if group is None or any(member.subject == event.user for member in group.members):
        return
    group.members.append(GroupMember(subject=event.user))


def leave_group(platform: PlatformRegistration, event: Event) -> None:
    """Somebody left a group. The coach stays the coach until a person says otherwise."""
    group = _group(platform, event)
    if group is not None:
        group.members = [m for m in group.members if m.subject != event.user]


def name_group(platform: PlatformRegistration, event: Event) -> CourseGroup | None:
    """Find or make a group, and keep its newest name."""
    group = _group(platform, event)
    if group is None:
        course = course_by_ref(platform.id, event.course)
        if course is None:
            return None
        group = CourseGroup(context_id=course.id, group_ref=event.group, members=[])
        db.session().add(group)
    group.name = event.group_name or group.name or ""
    return group


def delete_group(platform: PlatformRegistration, event: Event) -> None:
    """The group is gone; decisions that were made on it stand in the log."""
    group = _group(platform, event)
    if group is not None:
        group.members = []
        group.name = ""


def _group(platform: PlatformRegistration, event: Event) -> CourseGroup | None:
    query = (
        select(CourseGroup)
        .join(Context, Context.id == CourseGroup.context_id)
        .where(
            Context.registration_id == platform.id,
            Context.context_ref == event.course,
            CourseGroup.group_ref == event.group,
        )
    )
    return db.session().scalar(query)


def forget_in_groups(platform: PlatformRegistration, subject: str) -> None:
    """Take somebody out of all groups of a platform."""
    mine = (
        select(CourseGroup.id)
        .join(Context, Context.id == CourseGroup.context_id)
        .where(Context.registration_id == platform.id)
    )
    db.session().execute(
        delete(GroupMember)
        .where(GroupMember.subject == subject, GroupMember.group_id.in_(mine))
        .execution_options(synchronize_session="fetch")
    )


# -- courses and activities -----------------------------------------------------------------------
def copy_course(platform: PlatformRegistration, event: Event) -> None:
    """A course we know was copied: the copy is known as one, with nobody's work in it."""
    if course_by_ref(platform.id, event.from_course) is None:
        return
    course = course_by_ref(platform.id, event.course)
    if course is None:
        course = Context(registration_id=platform.id, context_ref=event.course)
        db.session().add(course)
    known = course.copied_from or []
    if event.from_course not in known:
        course.copied_from = [*known, event.from_course]


def reset_course(platform: PlatformRegistration, event: Event) -> None:
    """The course begins anew: everybody has left it, its groups are empty. Diaries stay."""
    course = course_by_ref(platform.id, event.course)
    if course is not None:
        _empty(course, event)


def delete_course(platform: PlatformRegistration, event: Event) -> None:
    """The course is gone there; what was learnt in it stays here."""
    course = course_by_ref(platform.id, event.course)
    if course is not None:
        _empty(course, event)
        course.gone_at = course.gone_at or event.at


def _empty(course: Context, event: Event) -> None:
    places = select(Membership).where(
        Membership.context_id == course.id, Membership.left_at.is_(None)
    )
    for place in db.session().scalars(places):
        place.left_at = event.at
    for group in db.session().scalars(
        select(CourseGroup).where(CourseGroup.context_id == course.id)
    ):
        group.members = []


def delete_link(platform: PlatformRegistration, event: Event) -> None:
    """The activity is gone: no more grades are sent to its line, no link leads there."""
    course = course_by_ref(platform.id, event.course)
    if course is None:
        return
    query = select(ResourceLink).where(
        ResourceLink.context_id == course.id, ResourceLink.link_ref == event.link
    )
    link = db.session().scalar(query)
    if link is not None:
        link.line_item_url, link.gone_at = None, event.at
