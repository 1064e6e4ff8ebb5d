"""What events change for people: their account on the platform, their places in courses."""

from sqlalchemy import select, update

from sidecar import db
from sidecar.audit.actions import record
from sidecar.identity.models import PageSession
from sidecar.roster.batch import Batch
from sidecar.roster.events import Event
from sidecar.roster.groups import forget_in_groups
from sidecar.tenancy.models import Context, Membership, PlatformRegistration


def leave_platform(batch: Batch, event: Event) -> None:
    """The account is deleted there: no page stays open, no course and no group holds the person."""
    for group in batch.groups.values():
        group.leave(event.user)
    forget_in_groups(batch.platform, event.user)
    person_id = batch.people.get(event.user)
    if person_id is None:
        return
    _close(batch.platform, person_id, event)
    record(
        "person.left_platform",
        by=None,
        actor="platform",
        target=f"person:{person_id}",
        provider_id=batch.platform.provider_id,
    )


def suspend_or_return(batch: Batch, event: Event) -> None:
    """A suspended account is out; for one that returned, the courses' member lists are read."""
    person_id = batch.people.get(event.user)
    if person_id is None:
        return
    if event.suspended:
        _close(batch.platform, person_id, event)
        return
    for place in _places(batch.platform, person_id):
        if place.left_at is not None:
            batch.read_members(db.session().get_one(Context, place.context_id))


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


def enrol(batch: Batch, event: Event) -> None:
    """Somebody came, came back, or is suspended in the course."""
    course, person_id = batch.courses.get(event.course), batch.people.get(event.user)
    if course is None:
        return
    if person_id is None:
        batch.read_members(course)
    elif event.suspended:
        leave_course(batch, event)
    else:
        place = batch.place(event) or batch.give_place(course, person_id, event)
        place.left_at = None


def leave_course(batch: Batch, event: Event) -> None:
    """Somebody is no longer in the course; what they learnt there stays."""
    place = batch.place(event)
    if place is not None:
        place.left_at = place.left_at or event.at


def change_role(batch: Batch, event: Event) -> None:
    """The role in the course changed; what an administrator of valo granted is not touched."""
    place = batch.place(event)
    if place is not None and "setup" not in place.standings:
        standings = batch.standings(place.person_id, event.role)
        if place.standings != standings:
            place.standings = standings
