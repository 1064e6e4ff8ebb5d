"""Which plan (HOKS) a learner has at a provider."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.identity.models import Person


class LearnerPlan(Base):
    """A learner's study right (opiskeluoikeus) at a provider and the HOKS that belongs to it."""

    __tablename__ = "learner_plan"
    __table_args__ = (UniqueConstraint("learner_id", "provider_id"),)
    id: Mapped[int] = key()
    learner_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), privacy="plain")
    learner_number: Mapped[str] = col(privacy="personal")
    """oppijanumero"""
    study_right_oid: Mapped[str] = col(privacy="personal")
    plan_ref: Mapped[int | None] = col(privacy="plain")
    """id of the HOKS in eHOKS, once known"""
    learner: Mapped[Person] = relationship()
