"""Where valo stands in a platform: the address of an activity, for links that begin outside."""

from sqlalchemy import select

from lti.platforms import differences
from sidecar import db
from sidecar.tenancy.models import Context, Membership, PlatformRegistration, ResourceLink


def activity_of(
    registration_id: int, person_id: int, *, context_id: int | None, pages: tuple[str, ...]
) -> ResourceLink | None:
    """The activity by which a person opens valo: in that course, else in one of theirs.

    `pages`: what it should be made for, the best first; any other will do.
    """
    mine = (
        select(Membership.context_id)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(ResourceLink)
        .join(Context, Context.id == ResourceLink.context_id)
        .where(
            Context.registration_id == registration_id,
            Context.gone_at.is_(None),
            ResourceLink.gone_at.is_(None),
            ResourceLink.context_id.in_(mine),
        )
        .order_by(ResourceLink.id.desc())
    )
    found = db.session().scalars(query.limit(100)).all()
    return min(found, key=lambda link: _rank(link, context_id, pages), default=None)


def _rank(link: ResourceLink, context_id: int | None, pages: tuple[str, ...]) -> tuple[bool, int]:
    order = pages.index(link.page) if link.page in pages else len(pages)
    return link.context_id != context_id and context_id is not None, order


def address_in(platform: PlatformRegistration, link: ResourceLink | None) -> str:
    """The address that opens the activity in its platform, or the platform's own."""
    if link is None:
        return platform.issuer
    return differences(platform.product).activity_address(platform.issuer, link.link_ref)
