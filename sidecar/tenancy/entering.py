"""What a good launch leaves behind: who came, from which course and activity. No work data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import load_only

from lti.message import Launch
from sidecar import db
from sidecar.identity.actions import name_by_platform
from sidecar.identity.models import NOBODY, PLATFORM, Person, PlatformAccount, Role, RoleGrant
from sidecar.tenancy.models import Context, Membership, PlatformRegistration, ResourceLink

T = TypeVar("T")
_NOTED_EVERY = timedelta(minutes=1)

# All in one question: each of them is one place in an index. A row for each role of the person.
_NEEDED = (
    "provider_id",
    "issuer",
    "auth_login_url",
    "product",
    "state",
    "last_launch_at",
)
"""Of a registration: what a launch changes, and what its session shows."""
_KNOWN = (
    select(PlatformRegistration, Person, Context, Membership, ResourceLink, RoleGrant.role)
    .outerjoin(
        PlatformAccount,
        and_(
            PlatformAccount.registration_id == PlatformRegistration.id,
            PlatformAccount.subject == bindparam("subject"),
        ),
    )
    .outerjoin(Person, Person.id == PlatformAccount.person_id)
    .outerjoin(
        Context,
        and_(
            Context.registration_id == PlatformRegistration.id,
            Context.context_ref == bindparam("course"),
        ),
    )
    .outerjoin(
        Membership,
        and_(Membership.context_id == Context.id, Membership.person_id == Person.id),
    )
    .outerjoin(
        ResourceLink,
        and_(
            ResourceLink.context_id == Context.id,
            ResourceLink.link_ref == bindparam("activity"),
        ),
    )
    .outerjoin(
        RoleGrant,
        and_(
            RoleGrant.provider_id == PlatformRegistration.provider_id,
            RoleGrant.person_id == Person.id,
        ),
    )
    .where(PlatformRegistration.id == bindparam("platform_id"))
    .options(load_only(*(getattr(PlatformRegistration, name) for name in _NEEDED)))
)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Our rows of a launch; course and activity may be missing."""

    registration: PlatformRegistration
    person: Person
    context: Context | None
    link: ResourceLink | None
    granted: frozenset[Role]
    """Roles that somebody gave this person at the education provider."""


def _note_launch(registration: PlatformRegistration, now: datetime) -> None:
    """Once a minute is enough for the console; each launch would queue up for the one row."""
    last = registration.last_launch_at
    if last is None or now - last >= _NOTED_EVERY:
        registration.last_launch_at = now


def enter(launch: Launch, *, fallback_name: str, now: datetime) -> Entered:
    """Find or make the rows of a launch, in the caller's transaction."""
    known = _known(launch)
    registration, person, context, membership, link, _role = known[0]
    _note_launch(registration, now)
    if registration.state == "waiting":
        registration.state = "active"
    _put(registration, product=launch.product or registration.product)
    person = _person(person, launch, fallback_name, now)
    context = _context(context, launch)
    if context is not None:
        _membership(membership, context, person, launch)
    link = _link(link, launch, context)
    db.session().flush()
    granted = frozenset(Role(row.role) for row in known if row.role)
    return Entered(
        registration=registration, person=person, context=context, link=link, granted=granted
    )


def _known(launch: Launch) -> Sequence[Any]:
    """The rows that are there already; None for each that is not."""
    given = {
        "platform_id": launch.platform.id,
        "subject": launch.subject,
        "course": launch.course.ref if launch.course else None,
        "activity": launch.activity.ref if launch.activity else None,
    }
    return db.session().execute(_KNOWN, given).all()


def _person(known: Person | None, launch: Launch, fallback_name: str, now: datetime) -> Person:
    if known is not None:
        name_by_platform(known, launch.name)
        return known
    session = db.session()
    person = Person(
        display_name=launch.name or fallback_name,
        named_by=PLATFORM if launch.name else NOBODY,
        created_at=now,
    )
    session.add(person)
    session.flush()
    session.add(
        PlatformAccount(
            registration_id=launch.platform.id, subject=launch.subject, person_id=person.id
        )
    )
    return person


def _context(known: Context | None, launch: Launch) -> Context | None:
    if launch.course is None:
        return None
    found = known or _new(
        Context(registration_id=launch.platform.id, context_ref=launch.course.ref)
    )
    _put(
        found,
        title=launch.course.title,
        roster_url=launch.roster_url,
        line_items_url=launch.line_items_url,
        scopes=launch.scopes,
        copied_from=launch.copied_from or found.copied_from,
    )
    db.session().flush()
    return found


def _membership(known: Membership | None, context: Context, person: Person, launch: Launch) -> None:
    found = known or _new(
        Membership(context_id=context.id, person_id=person.id, subject=launch.subject)
    )
    standings = [str(s) for s in launch.standings]
    _put(found, standings=standings, subject=launch.subject, left_at=None)


def _link(
    known: ResourceLink | None, launch: Launch, context: Context | None
) -> ResourceLink | None:
    if context is None or launch.activity is None:
        return None
    found = known or _new(ResourceLink(context_id=context.id, link_ref=launch.activity.ref))
    _put(
        found,
        title=launch.activity.title,
        line_item_url=launch.line_item_url,
        page=launch.custom.get("page", ""),
        unit=launch.custom.get("unit", ""),
        gone_at=None,
    )
    return found


def _new(row: T) -> T:
    db.session().add(row)
    return row


def _put(row: object, **values: Any) -> None:
    """Touch only what is new: most launches change nothing, and then nothing is flushed."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
