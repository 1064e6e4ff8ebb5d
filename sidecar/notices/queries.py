"""Reading notices, and which platform a person is told through."""

from collections.abc import Sequence

from sqlalchemy import func, select

from sidecar import db
from sidecar.identity.models import PlatformAccount
from sidecar.notices.models import Channel, Notice, NoticeKind, NoticeState
from sidecar.tenancy.activities import activity_of, address_in
from sidecar.tenancy.models import Context, PlatformRegistration, ResourceLink

_ON_PAGE = 30


def latest_of(person_id: int) -> Sequence[Notice]:
    """A person's own notices, the newest first."""
    query = select(Notice).where(Notice.person_id == person_id, Notice.state != NoticeState.DROPPED)
    return db.session().scalars(query.order_by(Notice.id.desc()).limit(_ON_PAGE)).all()


def platform_for(
    person_id: int, provider_id: int, context_id: int | None = None
) -> PlatformRegistration | None:
    """The platform through which somebody comes: the course's own, else the one with a block.

    None for people whose platforms are all switched off, or who have none here.
    """
    query = (
        select(PlatformRegistration)
        .join(PlatformAccount, PlatformAccount.registration_id == PlatformRegistration.id)
        .where(
            PlatformAccount.person_id == person_id,
            PlatformRegistration.provider_id == provider_id,
            PlatformRegistration.state != "off",
        )
        .order_by(PlatformRegistration.block_seen_at.is_(None), PlatformRegistration.id)
    )
    found = db.session().scalars(query).all()
    course = db.session().get(Context, context_id) if context_id else None
    of_course = [p for p in found if course is not None and p.id == course.registration_id]
    return next(iter(of_course or found), None)


def waiting_of(registration_id: int) -> int:
    """How many notices wait for the platform's block."""
    query = select(func.count(Notice.id)).where(
        Notice.registration_id == registration_id,
        Notice.channel == Channel.BLOCK,
        Notice.state == NoticeState.WAITING,
    )
    return int(db.session().scalar(query) or 0)


_PAGES = {
    NoticeKind.HELP: ("desk", "diary", ""),
    NoticeKind.COACH: ("desk", "diary", ""),
    NoticeKind.RETURNED: ("diary", ""),
    NoticeKind.LEARNER: ("diary", ""),
}


def link_of(notice: Notice) -> ResourceLink | None:
    """The activity in the platform that opens valo for this notice's person."""
    return activity_of(
        notice.registration_id,
        notice.person_id,
        context_id=notice.context_id,
        pages=_PAGES.get(NoticeKind(notice.kind), ("",)),
    )


def way_to(notice: Notice) -> str:
    """The address of that activity; the platform's own where none is known."""
    platform = db.session().get_one(PlatformRegistration, notice.registration_id)
    return address_in(platform, link_of(notice))


def course_of(notice: Notice, link: ResourceLink | None) -> str:
    """The platform's id of the notice's course, else of the course of its activity."""
    number = notice.context_id or (link.context_id if link else None)
    course = db.session().get(Context, number) if number else None
    return course.context_ref if course else ""
