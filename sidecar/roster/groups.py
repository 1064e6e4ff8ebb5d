"""What events change in the groups of a course. What a group means here, a person decides."""

from sqlalchemy import delete, select

from sidecar import db
from sidecar.roster.batch import Batch, Group
from sidecar.roster.events import Event
from sidecar.roster.models import CourseGroup, GroupMember
from sidecar.tenancy.models import Context, PlatformRegistration


def join_group(batch: Batch, event: Event) -> None:
    """Somebody is in a group."""
    group = name_group(batch, event)
    if group is not None:
        group.join(event.user)


def leave_group(batch: Batch, event: Event) -> None:
    """Somebody left a group. The coach stays the coach until a person says otherwise."""
    group = _group(batch, event)
    if group is not None:
        group.leave(event.user)


def name_group(batch: Batch, event: Event) -> Group | None:
    """Find or make a group, and keep its newest name."""
    course = batch.courses.get(event.course)
    if course is None:
        return None
    group = _group(batch, event) or _new_group(batch, course, event.group)
    group.row.name = event.group_name or group.row.name or ""
    return group


def delete_group(batch: Batch, event: Event) -> None:
    """The group is gone; decisions that were made on it stand in the log."""
    group = _group(batch, event)
    if group is not None:
        group.clear()
        group.row.name = ""


def _group(batch: Batch, event: Event) -> Group | None:
    course = batch.courses.get(event.course)
    return None if course is None else batch.groups.get((course.id, event.group))


def _new_group(batch: Batch, course: Context, ref: str) -> Group:
    row = CourseGroup(context_id=course.id, group_ref=ref, name="", members=[])
    db.session().add(row)
    batch.groups[course.id, ref] = Group(row)
    return batch.groups[course.id, ref]


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
