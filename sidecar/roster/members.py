"""Writing a member list: new trainees, names, who left and who came back. Nothing is deleted.

The list's roles say less than a launch does: whoever may not edit the course, such as a coach in
the workplace, stands in it as a learner. So it never turns staff into a trainee.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lti.roles import Standing
from lti.roster import Member
from sidecar import db, i18n
from sidecar.errors import N_
from sidecar.identity.actions import name_by_platform
from sidecar.identity.models import NOBODY, PLATFORM, Person, PlatformAccount, RoleGrant
from sidecar.identity.sessions import browser_hash
from sidecar.tenancy.models import Context, Membership

NAMELESS = N_("Trainee")
_SHORT = 4
_MORE_THAN_A_TRAINEE = frozenset({Standing.STAFF, Standing.SETUP, Standing.MENTOR})


def write_members(
    context: Context, members: Iterable[Member], *, locale: str, now: datetime
) -> int:
    """Bring the course's rows in line with a whole list; gives the number of people in it."""
    present = {m.subject: m for m in members if m.is_active}
    accounts = _accounts(context)
    places = _places(context)
    staff = _with_roles(account.person_id for account in accounts.values())
    for subject, member in present.items():
        account = accounts.get(subject)
        if account is None:
            if Standing.TRAINEE in member.standings:
                _join(context, _new_person(context, member, locale, now), member)
            continue
        name_by_platform(account.person, member.name)
        is_staff = account.person_id in staff
        _update_place(context, places.get(account.person_id), account, member, is_staff=is_staff)
    _mark_left(places.values(), set(present), now)
    context.roster_read_at = now
    return len(present)


def _accounts(context: Context) -> dict[str, PlatformAccount]:
    query = (
        select(PlatformAccount)
        .options(joinedload(PlatformAccount.person))
        .where(PlatformAccount.registration_id == context.registration_id)
    )
    return {row.subject: row for row in db.session().scalars(query)}


def _places(context: Context) -> dict[int, Membership]:
    query = select(Membership).where(Membership.context_id == context.id)
    return {row.person_id: row for row in db.session().scalars(query)}


def _with_roles(person_ids: Iterable[int]) -> set[int]:
    """People to whom an administrator gave a role: a learner of the list is none of ours then."""
    wanted = set(person_ids)
    return wanted & set(db.session().scalars(select(RoleGrant.person_id)))


def _new_person(context: Context, member: Member, locale: str, now: datetime) -> Person:
    nameless = i18n.translations(locale).gettext(NAMELESS)
    name = member.name or f"{nameless} {browser_hash(member.subject)[:_SHORT]}"
    named_by = PLATFORM if member.name else NOBODY
    person = Person(display_name=name, named_by=named_by, created_at=now)
    db.session().add(person)
    db.session().flush()
    db.session().add(
        PlatformAccount(
            registration_id=context.registration_id, subject=member.subject, person_id=person.id
        )
    )
    return person


def _join(context: Context, person: Person, member: Member) -> None:
    db.session().add(
        Membership(
            context_id=context.id,
            person_id=person.id,
            subject=member.subject,
            standings=[str(s) for s in member.standings],
        )
    )


def _update_place(
    context: Context,
    place: Membership | None,
    account: PlatformAccount,
    member: Member,
    *,
    is_staff: bool,
) -> None:
    if place is None:
        if Standing.TRAINEE in member.standings and not is_staff:
            _join(context, account.person, member)
        return
    place.left_at, place.subject = None, member.subject
    wanted = [str(s) for s in member.standings]
    is_lesser = not _MORE_THAN_A_TRAINEE & set(member.standings)
    keeps = is_lesser and (is_staff or _MORE_THAN_A_TRAINEE & set(place.standings))
    if not keeps and Standing.SETUP not in place.standings and place.standings != wanted:
        place.standings = wanted


def _mark_left(places: Iterable[Membership], present: set[str], now: datetime) -> None:
    for place in places:
        if place.subject not in present and place.left_at is None:
            place.left_at = now
