"""Granting and taking roles."""

from sqlalchemy import select

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.identity.models import Person, Role, RoleGrant

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
