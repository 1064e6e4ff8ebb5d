"""Granting and taking roles; what people want to be called."""

from sqlalchemy import select

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import Conflict
from sidecar.identity.models import PLATFORM, SELF, Person, Role, RoleGrant

GRANTABLE = (Role.COACH, Role.TEACHER, Role.RECORDS_OFFICER)


def set_roles(person: Person, provider_id: int, roles: set[Role], *, by: Person | None) -> None:
    """Make these the granted roles of a person at a provider."""
    query = select(RoleGrant).where(
        RoleGrant.person_id == person.id, RoleGrant.provider_id == provider_id
    )
    kept = set()
    for grant in db.session().scalars(query):
        if grant.role in roles:
            kept.add(grant.role)
        else:
            db.session().delete(grant)
    for role in sorted(roles - kept):
        _grant(person, provider_id, role)
    details = {"roles": sorted(roles)}
    target = f"person:{person.id}"
    record("roles.set", by=by, target=target, details=details, provider_id=provider_id)


def _grant(person: Person, provider_id: int, role: Role) -> None:
    grant = RoleGrant(
        person_id=person.id, provider_id=provider_id, role=role, granted_at=clock.now()
    )
    db.session().add(grant)


def name_by_platform(person: Person, name: str) -> None:
    """The platform's word on somebody's name, where it says one; it stands above their own."""
    if not name or (person.display_name == name and person.named_by == PLATFORM):
        return
    person.display_name, person.named_by = name, PLATFORM


def name_oneself(person: Person, name: str) -> None:
    """What somebody wants to be called whom the platform does not name. Conflict where it does."""
    if person.named_by == PLATFORM:
        raise Conflict("Your name comes from Moodle. Change it there.")
    person.display_name, person.named_by = name, SELF
