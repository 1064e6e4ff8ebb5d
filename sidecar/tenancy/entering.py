"""What a good launch leaves behind: who came, from which course and activity. No work data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from lti.message import Launch
from sidecar import db
from sidecar.identity.actions import name_by_platform
from sidecar.identity.models import NOBODY, PLATFORM, Person, PlatformAccount
from sidecar.tenancy.models import Context, Membership, PlatformRegistration, ResourceLink

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Our rows of a launch; course and activity may be missing."""

    person: Person
    context: Context | None
    link: ResourceLink | None


def _note_launch(registration: PlatformRegistration, now: datetime) -> None:
    """Once a minute is enough for the console; each launch would queue up for the one row."""
    last = registration.last_launch_at
    if last is None or now - last >= _NOTED_EVERY:
        registration.last_launch_at = now


def enter(launch: Launch, *, fallback_name: str, now: datetime) -> Entered:
    """Find or make the rows of a launch, in the caller's transaction."""
    session = db.session()
    registration = session.get_one(PlatformRegistration, launch.platform.id)
    _note_launch(registration, now)
    if registration.state == "waiting":
        registration.state = "active"
    registration.product = launch.product or registration.product
    person = _person(launch, fallback_name, now)
    context = _context(launch)
    if context is not None:
        _membership(context, person, launch)
    link = _link(launch, context)
    session.flush()
    return Entered(person=person, context=context, link=link)


def _person(launch: Launch, fallback_name: str, now: datetime) -> Person:
    session = db.session()
    account = session.scalar(
        select(PlatformAccount).where(
            PlatformAccount.registration_id == launch.platform.id,
            PlatformAccount.subject == launch.subject,
        )
    )
    if account is None:
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
    name_by_platform(account.person, launch.name)
    return account.person


def _context(launch: Launch) -> Context | None:
    if launch.course is None:
        return None
    session = db.session()
    found = session.scalar(
        select(Context).where(
            Context.registration_id == launch.platform.id, Context.context_ref == launch.course.ref
        )
    )
    if found is None:
        found = Context(registration_id=launch.platform.id, context_ref=launch.course.ref)
        session.add(found)
    found.title = launch.course.title
    found.roster_url, found.line_items_url = launch.roster_url, launch.line_items_url
    if found.scopes != launch.scopes:
        found.scopes = launch.scopes
    if launch.copied_from and found.copied_from != launch.copied_from:
        found.copied_from = launch.copied_from
    session.flush()
    return found


def _membership(context: Context, person: Person, launch: Launch) -> None:
    session = db.session()
    found = session.scalar(
        select(Membership).where(
            Membership.context_id == context.id, Membership.person_id == person.id
        )
    )
    if found is None:
        found = Membership(context_id=context.id, person_id=person.id, subject=launch.subject)
        session.add(found)
    standings = [str(s) for s in launch.standings]
    if found.standings != standings:
        found.standings = standings
    found.subject, found.left_at = launch.subject, None


def _link(launch: Launch, context: Context | None) -> ResourceLink | None:
    if context is None or launch.activity is None:
        return None
    session = db.session()
    found = session.scalar(
        select(ResourceLink).where(
            ResourceLink.context_id == context.id, ResourceLink.link_ref == launch.activity.ref
        )
    )
    if found is None:
        found = ResourceLink(context_id=context.id, link_ref=launch.activity.ref)
        session.add(found)
    found.title, found.line_item_url = launch.activity.title, launch.line_item_url
    found.page, found.unit = launch.custom.get("page", ""), launch.custom.get("unit", "")
    found.gone_at = None
    session.flush()
    return found
