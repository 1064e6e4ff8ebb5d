"""Granting roles to somebody who is known only by the platform's id: from the command line."""

from sqlalchemy import select

from sidecar import clock, db
from sidecar.errors import BadInput
from sidecar.identity.actions import set_roles
from sidecar.identity.models import Person, PlatformAccount, Role
from sidecar.tenancy.models import EducationProvider
from sidecar.tenancy.queries import registrations_of, roles_by_person


def grant_by_subject(
    provider: EducationProvider, subject: str, role: Role, *, name: str, issuer: str | None = None
) -> Person:
    """Give a role to the person with this `sub`, who need not have come yet.

    BadInput when the provider has no platform, or several and none is named.
    """
    platforms = [p for p in registrations_of(provider.id) if issuer is None or p.issuer == issuer]
    if len(platforms) != 1:
        raise BadInput("Name the platform by its issuer: the provider has none or several.")
    person = _person(platforms[0].id, subject, name)
    roles = {Role(r) for r in roles_by_person(provider.id).get(person.id, set())}
    set_roles(person, provider.id, roles | {role}, by=None)
    return person


def _person(registration_id: int, subject: str, name: str) -> Person:
    query = select(PlatformAccount).where(
        PlatformAccount.registration_id == registration_id, PlatformAccount.subject == subject
    )
    account = db.session().scalar(query)
    if account is not None:
        return account.person
    person = Person(display_name=name or f"#{subject}", created_at=clock.now())
    db.session().add(person)
    db.session().flush()
    db.session().add(
        PlatformAccount(registration_id=registration_id, subject=subject, person_id=person.id)
    )
    return person
