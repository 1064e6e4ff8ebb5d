"""Learners' plans of a provider."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.hoks.models import LearnerPlan


def plans_of(provider_id: int | None) -> Sequence[LearnerPlan]:
    """All plans that a provider's learners are tied to."""
    query = (
        select(LearnerPlan)
        .where(LearnerPlan.provider_id == provider_id)
        .options(joinedload(LearnerPlan.learner))
        .order_by(LearnerPlan.id)
    )
    return db.session().scalars(query).all()


def plan_of(provider_id: int | None, learner_id: int) -> LearnerPlan | None:
    """The plan of one learner at a provider."""
    query = select(LearnerPlan).where(
        LearnerPlan.provider_id == provider_id, LearnerPlan.learner_id == learner_id
    )
    return db.session().scalar(query)


def others_with(
    provider_id: int, learner_id: int, learner_number: str, study_right_oid: str
) -> LearnerPlan | None:
    """The tie of another learner of the provider that has one of these numbers."""
    query = select(LearnerPlan).where(
        LearnerPlan.provider_id == provider_id,
        LearnerPlan.learner_id != learner_id,
        or_(
            LearnerPlan.learner_number == learner_number,
            LearnerPlan.study_right_oid == study_right_oid,
        ),
    )
    return db.session().scalar(query.limit(1))
