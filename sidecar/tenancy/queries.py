"""Providers, people of a provider, and the subjects by which platforms know them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from lti.claims import SCOPE_LINE_ITEM
from sidecar import db
from sidecar.errors import NotFound
from sidecar.identity.models import Person, PlatformAccount, RoleGrant
from sidecar.tenancy.models import (
    DIARY,
    PAPER,
    Context,
    Deployment,
    EducationProvider,
    Membership,
    PlatformRegistration,
    ResourceLink,
)


def provider(provider_id: int | None) -> EducationProvider:
    """One education provider; NotFound."""
    found = db.session().get(EducationProvider, provider_id) if provider_id else None
    if found is None:
        raise NotFound
    return found


def provider_named(name: str | None) -> EducationProvider | None:
    """The provider of a name; without a name, the only one there is."""
    query = select(EducationProvider)
    if name:
        query = query.where(EducationProvider.name == name)
    found = db.session().scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


def people_of(provider_id: int | None) -> Sequence[Person]:
    """Everybody who came through a platform of the provider, by name."""
    query = (
        select(Person)
        .join(PlatformAccount, PlatformAccount.person_id == Person.id)
        .join(PlatformRegistration, PlatformRegistration.id == PlatformAccount.registration_id)
        .where(PlatformRegistration.provider_id == provider_id)
        .distinct()
        .order_by(Person.display_name, Person.id)
    )
    return db.session().scalars(query).all()


def person_of(provider_id: int | None, person_id: int) -> Person:
    """One of the provider's people; NotFound for anybody else's."""
    found = next((p for p in people_of(provider_id) if p.id == person_id), None)
    if found is None:
        raise NotFound
    return found


def learners_of(provider_id: int | None) -> Sequence[Person]:
    """People who are trainees in some course of the provider's platforms."""
    query = (
        select(Membership)
        .join(Context, Context.id == Membership.context_id)
        .join(PlatformRegistration, PlatformRegistration.id == Context.registration_id)
        .where(PlatformRegistration.provider_id == provider_id, Membership.left_at.is_(None))
        .options(joinedload(Membership.person))
    )
    found = {m.person_id: m.person for m in db.session().scalars(query) if "trainee" in m.standings}
    return sorted(found.values(), key=lambda person: person.display_name)


def holders_of(provider_id: int | None, role: str) -> Sequence[Person]:
    """People with a granted role, by name."""
    query = (
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.provider_id == provider_id, RoleGrant.role == role)
        .order_by(Person.display_name)
    )
    return db.session().scalars(query).all()


def diary_columns(context_id: int | None) -> list[str]:
    """What the columns for a diary's progress are about (`GradebookColumn.about`).

    Those of the course's graded activities; where it has none, one that we may find or make.
    """
    query = select(ResourceLink.id).where(_is_graded(context_id), ResourceLink.page != PAPER)
    found = [f"link:{link_id}" for link_id in db.session().scalars(query.order_by(ResourceLink.id))]
    return found or ([DIARY] if _may_add_columns(context_id) else [])


def paper_columns(context_id: int | None, unit: str) -> list[str]:
    """The same for the demonstration of a unit: the activity of its papers, or one of our own."""
    query = select(ResourceLink.id).where(
        _is_graded(context_id), ResourceLink.page == PAPER, ResourceLink.unit == unit
    )
    found = [f"link:{link_id}" for link_id in db.session().scalars(query.order_by(ResourceLink.id))]
    return found or ([f"{PAPER}:{unit}"] if unit and _may_add_columns(context_id) else [])


def _is_graded(context_id: int | None) -> ColumnElement[bool]:
    return and_(
        ResourceLink.context_id == context_id,
        ResourceLink.line_item_url.is_not(None),
    )


def _may_add_columns(context_id: int | None) -> bool:
    found = db.session().get(Context, context_id) if context_id else None
    return found is not None and bool(found.line_items_url) and SCOPE_LINE_ITEM in found.scopes


def membership(context_id: int, person_id: int) -> Membership | None:
    """A person's place in a course."""
    query = select(Membership).where(
        Membership.context_id == context_id, Membership.person_id == person_id
    )
    return db.session().scalar(query)


def roles_by_person(provider_id: int | None) -> dict[int, set[str]]:
    """Granted roles at a provider, by person id."""
    found: dict[int, set[str]] = {}
    query = select(RoleGrant).where(RoleGrant.provider_id == provider_id)
    for grant in db.session().scalars(query):
        found.setdefault(grant.person_id, set()).add(grant.role)
    return found


def registrations_of(provider_id: int) -> Sequence[PlatformRegistration]:
    """The platforms of a provider."""
    query = select(PlatformRegistration).where(PlatformRegistration.provider_id == provider_id)
    return db.session().scalars(query.order_by(PlatformRegistration.id)).all()


def all_registrations() -> Sequence[PlatformRegistration]:
    """Every platform of this house: for the operator's command line only."""
    query = select(PlatformRegistration).order_by(PlatformRegistration.id)
    return db.session().scalars(query).all()


def registration_of(provider_id: int | None, registration_id: int) -> PlatformRegistration:
    """One of the provider's platforms; NotFound for anybody else's."""
    query = select(PlatformRegistration).where(
        PlatformRegistration.id == registration_id,
        PlatformRegistration.provider_id == provider_id,
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    return found


def deployments_of(provider_id: int | None) -> dict[int, list[str]]:
    """Deployment ids of a provider's platforms, by registration id."""
    found: dict[int, list[str]] = {}
    query = (
        select(Deployment)
        .join(PlatformRegistration, PlatformRegistration.id == Deployment.registration_id)
        .where(PlatformRegistration.provider_id == provider_id)
        .order_by(Deployment.id)
    )
    for row in db.session().scalars(query):
        found.setdefault(row.registration_id, []).append(row.deployment_id)
    return found


def person_by_subject(provider_id: int, subject: str) -> Person:
    """The person whom a platform of the provider calls by this `sub`; NotFound."""
    query = (
        select(Person)
        .join(PlatformAccount, PlatformAccount.person_id == Person.id)
        .join(PlatformRegistration, PlatformRegistration.id == PlatformAccount.registration_id)
        .where(PlatformRegistration.provider_id == provider_id, PlatformAccount.subject == subject)
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    return found


def context_of(provider_id: int) -> Context:
    """The first course of a provider's platforms; NotFound before anybody has come."""
    query = (
        select(Context)
        .join(PlatformRegistration, PlatformRegistration.id == Context.registration_id)
        .where(PlatformRegistration.provider_id == provider_id)
        .order_by(Context.id)
    )
    found = db.session().scalar(query.limit(1))
    if found is None:
        raise NotFound
    return found


def person_behind(registration_id: int, subject: str) -> int | None:
    """The id of the person whom a platform calls by this `sub`."""
    query = select(PlatformAccount.person_id).where(
        PlatformAccount.registration_id == registration_id, PlatformAccount.subject == subject
    )
    return db.session().scalar(query)


def subjects_of(registration_id: int, person_ids: Iterable[int]) -> dict[int, str]:
    """By which `sub` a platform knows each of these people; others are left out."""
    query = select(PlatformAccount.person_id, PlatformAccount.subject).where(
        PlatformAccount.registration_id == registration_id,
        PlatformAccount.person_id.in_(list(person_ids)),
    )
    return {row.person_id: row.subject for row in db.session().execute(query)}


def course_by_ref(registration_id: int, ref: str) -> Context | None:
    """A platform's course by the platform's id."""
    query = select(Context).where(
        Context.registration_id == registration_id, Context.context_ref == ref
    )
    return db.session().scalar(query)
