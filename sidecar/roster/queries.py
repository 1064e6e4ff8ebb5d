"""How a course's member list stands: when it was read, what is under way, what went wrong."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from sidecar import db
from sidecar.identity.permissions import Viewer
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.roster.actions import TOPIC, ref_of
from sidecar.tenancy.models import Context, PlatformRegistration


@dataclass(frozen=True, kw_only=True)
class RosterState:
    """For the coach's page; `trouble` is an English msgid or ""."""

    course: str
    read_at: datetime | None
    is_under_way: bool
    trouble: str


def course_of(viewer: Viewer) -> Context | None:
    """The course that the viewer came from."""
    query = (
        select(Context)
        .join(PlatformRegistration, PlatformRegistration.id == Context.registration_id)
        .where(
            Context.id == viewer.context_id,
            PlatformRegistration.id == viewer.registration_id,
            PlatformRegistration.provider_id == viewer.provider_id,
        )
    )
    return db.session().scalar(query)


def roster_state(viewer: Viewer) -> RosterState | None:
    """How the list of the viewer's course stands; None where the platform offers none."""
    course = course_of(viewer)
    if course is None or not course.roster_url:
        return None
    query = select(OutboxMessage).where(
        OutboxMessage.topic == TOPIC, OutboxMessage.ref == ref_of(course.id)
    )
    last = db.session().scalar(query.order_by(OutboxMessage.id.desc()).limit(1))
    refused = last is not None and last.state == MessageState.REFUSED
    open_states = (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)
    return RosterState(
        course=course.title,
        read_at=course.roster_read_at,
        is_under_way=last is not None and last.state in open_states,
        trouble=last.reason.partition(": ")[2] if last is not None and refused else "",
    )
