"""What belongs to a course of a platform: its periods, and those tied to no course of its people.

A period without a course counts in each course where its trainee is.
"""

from sqlalchemy import ColumnElement, and_, or_, select

from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import Context, Membership


def of_course(course: Context) -> ColumnElement[bool]:
    """The condition on WorkPeriod; people who left the course are not in it."""
    here = select(Membership.person_id).where(
        Membership.context_id == course.id, Membership.left_at.is_(None)
    )
    tied = or_(WorkPeriod.context_id == course.id, WorkPeriod.context_id.is_(None))
    return and_(tied, WorkPeriod.learner_id.in_(here))
