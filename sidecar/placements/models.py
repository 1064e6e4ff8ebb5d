"""Work periods: who learns where, with whom, from when to when."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.environments.models import LearningEnvironment
from sidecar.identity.models import Person
from sidecar.qualifications.models import QualificationUnit


class AgreementKind(StrEnum):
    """How competence is acquired; koodisto osaamisenhankkimistapa."""

    TRAINING = "training_agreement"
    APPRENTICESHIP = "apprenticeship"
    INSTITUTION = "institution"


class PermitKind(StrEnum):
    """What a site asks for before somebody may work there; `other` is named in words."""

    SITE_ID = "site_id"
    SAFETY = "safety"
    HOT_WORK = "hot_work"
    ROAD = "road"
    FIRST_AID = "first_aid"
    HYGIENE = "hygiene"
    OTHER = "other"


class WorkPeriod(Base):
    """Jakso: one learner at one workplace, aiming at one unit, with one coach and one teacher."""

    __tablename__ = "work_period"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        UniqueConstraint("id", "coach_id"),  # what diary entries point to
    )
    id: Mapped[int] = key()
    period_key: Mapped[str] = col(unique=True, privacy="plain")
    """yksilöivä tunniste: made once, the same for ever (ehoks.md §4.5)."""
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), index=True, privacy="plain")
    context_id: Mapped[int | None] = col(ForeignKey("context.id"), privacy="plain")
    learner_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    coach_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    teacher_id: Mapped[int | None] = col(ForeignKey("person.id"), index=True, privacy="plain")
    unit_id: Mapped[int] = col(ForeignKey("qualification_unit.id"), privacy="plain")
    environment_id: Mapped[int | None] = col(
        ForeignKey("learning_environment.id"), index=True, privacy="plain"
    )
    """Where the work is done, and so which task cards the trainee sees."""
    starts_on: Mapped[date] = col(privacy="plain")
    ends_on: Mapped[date] = col(privacy="plain")
    agreed_weekdays: Mapped[str] = col(default="12345", server_default="12345", privacy="plain")
    """On which weekdays the learner comes: 1 is Monday, 7 is Sunday; see `agreed.py`."""
    agreement: Mapped[str] = col(default=AgreementKind.TRAINING, privacy="plain")
    part_time_percent: Mapped[int | None] = col(privacy="plain")
    workplace_name: Mapped[str] = col(default="", privacy="plain")
    business_id: Mapped[str] = col(default="", privacy="plain")
    core_tasks: Mapped[list[str]] = col(default=list, privacy="plain")
    instructor_name: Mapped[str] = col(default="", privacy="personal")
    instructor_email: Mapped[str] = col(default="", privacy="personal")
    instructor_phone: Mapped[str] = col(default="", privacy="personal")
    apprenticeship_basis: Mapped[str] = col(default="", privacy="plain")
    created_at: Mapped[datetime] = col(privacy="plain")
    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    coach: Mapped[Person] = relationship(foreign_keys=[coach_id])
    teacher: Mapped[Person | None] = relationship(foreign_keys=[teacher_id])
    unit: Mapped[QualificationUnit] = relationship()
    environment: Mapped[LearningEnvironment | None] = relationship()


class Permit(Base):
    """Kortti: a site ID card, a safety card or the like, and until when it is good."""

    __tablename__ = "permit"
    id: Mapped[int] = key()
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), index=True, privacy="plain")
    learner_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    kind: Mapped[str] = col(privacy="personal")
    name: Mapped[str] = col(default="", privacy="personal")
    """Only for `other`: what the card says. Numbers of cards are not kept."""
    expires_on: Mapped[date | None] = col(privacy="personal")
    """The last day on which it is good; None: for good."""
    noted_by_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    noted_at: Mapped[datetime] = col(privacy="plain")
    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])


class PairDecision(Base):
    """Parin vahvistus: a coach and a trainee whom a course's group offers, and what was decided."""

    __tablename__ = "pair_decision"
    __table_args__ = (UniqueConstraint("group_id", "coach_id", "learner_id"),)
    id: Mapped[int] = key()
    group_id: Mapped[int] = col(ForeignKey("course_group.id"), privacy="plain")
    coach_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    learner_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    accepted: Mapped[bool] = col(privacy="plain")
    decided_by_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    decided_at: Mapped[datetime] = col(privacy="plain")
