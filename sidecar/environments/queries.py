"""Reading sites and task cards, always from the provider or the site that the caller may see."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from sidecar import db
from sidecar.environments.models import LearningEnvironment, TaskCard
from sidecar.errors import NotFound
from sidecar.qualifications.models import QualificationUnit, Requirement


def sites(provider_id: int | None) -> Sequence[LearningEnvironment]:
    """The provider's sites with their cards, by name."""
    query = (
        select(LearningEnvironment)
        .where(LearningEnvironment.provider_id == provider_id)
        .options(selectinload(LearningEnvironment.cards))
        .order_by(LearningEnvironment.name, LearningEnvironment.id)
    )
    return db.session().scalars(query).all()


def site(provider_id: int | None, site_id: int) -> LearningEnvironment:
    """One site of the provider; NotFound for anybody else's."""
    query = (
        select(LearningEnvironment)
        .where(LearningEnvironment.id == site_id, LearningEnvironment.provider_id == provider_id)
        .options(selectinload(LearningEnvironment.cards))
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    return found


def card_of(environment: LearningEnvironment, card_id: int) -> TaskCard:
    """A card of a site that the caller has already looked up for its viewer."""
    found = next((card for card in environment.cards if card.id == card_id), None)
    if found is None:
        raise NotFound
    return found


def cards_of(environment_id: int | None, *, also: Iterable[int] = ()) -> Sequence[TaskCard]:
    """The cards of a site that are in use, in their order; and those of `also` that are not."""
    in_view = TaskCard.in_use | TaskCard.id.in_(list(also))
    query = select(TaskCard).where(TaskCard.environment_id == environment_id, in_view)
    return db.session().scalars(query.order_by(TaskCard.position, TaskCard.id)).all()


def requirement_ids(unit_id: int, cards: Iterable[TaskCard]) -> set[int]:
    """The requirements of a unit that these cards bring along."""
    keys = {key for card in cards for key in card.requirement_keys}
    if not keys:
        return set()
    query = select(Requirement.id).where(
        Requirement.unit_id == unit_id, Requirement.requirement_key.in_(keys)
    )
    return set(db.session().scalars(query))


def unit_of_keys(keys: Iterable[str]) -> int | None:
    """The newest unit that has one of these requirements: what a card was made for."""
    query = (
        select(QualificationUnit.id)
        .join(Requirement, Requirement.unit_id == QualificationUnit.id)
        .where(Requirement.requirement_key.in_(list(keys)))
        .order_by(QualificationUnit.id.desc())
    )
    return db.session().scalar(query.limit(1))
