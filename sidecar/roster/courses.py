"""What events change in courses and their activities. What was learnt there is never touched."""

from sqlalchemy import select

from sidecar import db
from sidecar.roster.batch import Batch
from sidecar.roster.events import Event
from sidecar.roster.models import CourseGroup
from sidecar.tenancy.models import Context, Membership, ResourceLink


def copy_course(batch: Batch, event: Event) -> None:
    """A course we know was copied: the copy is known as one, with nobody's work in it."""
    if event.from_course not in batch.courses:
        return
    course = batch.courses.get(event.course) or _new_course(batch, event.course)
    known = course.copied_from or []
    if event.from_course not in known:
        course.copied_from = [*known, event.from_course]


def _new_course(batch: Batch, ref: str) -> Context:
    course = Context(registration_id=batch.platform.id, context_ref=ref)
    db.session().add(course)
    db.session().flush()
    batch.courses[ref] = course
    return course


def reset_course(batch: Batch, event: Event) -> None:
    """The course begins anew. Who left it, left by an event of their own; who stays, stays.

    The platform's list is read all the same: it knows best who is there now.
    """
    course = batch.courses.get(event.course)
    if course is not None:
        batch.read_members(course)


def delete_course(batch: Batch, event: Event) -> None:
    """The course is gone there, and nobody is in it; what was learnt in it stays here."""
    course = batch.courses.get(event.course)
    if course is None:
        return
    course.gone_at = course.gone_at or event.at
    places = select(Membership).where(
        Membership.context_id == course.id, Membership.left_at.is_(None)
    )
    for place in db.session().scalars(places):
        place.left_at = event.at
    for row in db.session().scalars(select(CourseGroup).filter_by(context_id=course.id)):
        group = batch.groups.get((course.id, row.group_ref))
        if group is None:
            row.members = []
        else:
            group.clear()


def delete_link(batch: Batch, event: Event) -> None:
    """The activity is gone: no more grades are sent to its line, no link leads there."""
    course = batch.courses.get(event.course)
    if course is None:
        return
    query = select(ResourceLink).where(
        ResourceLink.context_id == course.id, ResourceLink.link_ref == event.link
    )
    link = db.session().scalar(query)
    if link is not None:
        link.line_item_url, link.gone_at = None, event.at
