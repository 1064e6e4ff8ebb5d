"""A course that was copied from another: offered to go on there, never linked silently (X29)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.audit.actions import record
from sidecar.errors import NotFound
from sidecar.identity.permissions import Permission, Viewer
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import Context, Membership


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A course, the known one it was copied from, and the periods that would go on in it."""

    course: Context
    original: Context
    periods: Sequence[WorkPeriod]


def copy_offer(viewer: Viewer, today: date) -> Copy | None:
    """What to ask this viewer about the course they came from; None when there is nothing."""
    if viewer.context_id is None or not viewer.may(Permission.MANAGE_PERIODS):
        return None
    course = db.session().get(Context, viewer.context_id)
    if course is None or course.copy_answered_at is not None or not course.copied_from:
        return None
    original = _original(course)
    if original is None:
        return None
    return Copy(course=course, original=original, periods=_periods(viewer, course, original, today))


def _original(course: Context) -> Context | None:
    """The newest of the named courses that somebody has opened valo from, on this platform."""
    query = select(Context).where(
        Context.registration_id == course.registration_id,
        Context.context_ref.in_(course.copied_from),
        Context.id != course.id,
    )
    return db.session().scalar(query.order_by(Context.id.desc()).limit(1))


def _periods(
    viewer: Viewer, course: Context, original: Context, today: date
) -> Sequence[WorkPeriod]:
    """Those that still run in the older course, of people who are in the new one too."""
    here = select(Membership.person_id).where(
        Membership.context_id == course.id, Membership.left_at.is_(None)
    )
    query = (
        select(WorkPeriod)
        .where(
            WorkPeriod.provider_id == viewer.provider_id,
            WorkPeriod.context_id == original.id,
            WorkPeriod.ends_on >= today,
            WorkPeriod.learner_id.in_(here),
        )
        .options(joinedload(WorkPeriod.learner))
        .order_by(WorkPeriod.id)
    )
    return db.session().scalars(query).all()


def answer_copy(viewer: Viewer, *, goes_on: bool, now: datetime, today: date) -> None:
    """Write the answer; with a yes the periods go on in the new course. NotFound without offer."""
    offer = copy_offer(viewer, today)
    if offer is None:
        raise NotFound
    offer.course.copy_answered_at = now
    if goes_on:
        offer.course.continues_id = offer.original.id
        for period in offer.periods:
            period.context_id = offer.course.id
    record(
        "course.continued" if goes_on else "course.kept_apart",
        by=viewer.person,
        target=f"context:{offer.course.id}",
        details={"original": offer.original.id, "periods": [p.id for p in offer.periods]},
        provider_id=viewer.provider_id,
    )
