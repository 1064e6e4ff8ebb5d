"""Demonstration papers: the plan, the assessors, the hand-over, the assessment."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationUnit


class PaperState(StrEnum):
    """Steps of a paper."""

    WRITING = "writing"
    READY = "ready"
    RECEIVED = "received"
    ASSESSED = "assessed"


class DemonstrationPaper(Base):
    """Näyttötutkintopaperit of one learner for one unit."""

    __tablename__ = "demonstration_paper"
    __table_args__ = (UniqueConstraint("period_id", "unit_id"),)
    id: Mapped[int] = key()
    period_id: Mapped[int] = col(ForeignKey("work_period.id"), privacy="plain")
    learner_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    unit_id: Mapped[int] = col(ForeignKey("qualification_unit.id"), privacy="plain")
    state: Mapped[str] = col(default=PaperState.WRITING, privacy="plain")
    revision: Mapped[int] = col(default=1, privacy="plain")
    work_situations: Mapped[list[str]] = col(default=list, privacy="personal")
    place_name: Mapped[str] = col(default="", privacy="plain")
    business_id: Mapped[str] = col(default="", privacy="plain")
    place_description: Mapped[str] = col(default="", privacy="plain")
    starts_on: Mapped[date | None] = col(privacy="plain")
    ends_on: Mapped[date | None] = col(privacy="plain")
    frozen: Mapped[dict[str, Any] | None] = col(privacy="personal")
    """The requirement rows with evidence as they were when the paper was marked ready."""
    created_at: Mapped[datetime] = col(privacy="plain")
    ready_at: Mapped[datetime | None] = col(privacy="plain")
    ready_by_id: Mapped[int | None] = col(ForeignKey("person.id"), privacy="plain")
    received_at: Mapped[datetime | None] = col(privacy="plain")
    received_by_id: Mapped[int | None] = col(ForeignKey("person.id"), privacy="plain")
    period: Mapped[WorkPeriod] = relationship()
    unit: Mapped[QualificationUnit] = relationship()
    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    ready_by: Mapped[Person | None] = relationship(foreign_keys=[ready_by_id])
    received_by: Mapped[Person | None] = relationship(foreign_keys=[received_by_id])
    assessors: Mapped[list["PaperAssessor"]] = relationship(
        order_by="PaperAssessor.id", cascade="all, delete-orphan"
    )
    assessment: Mapped["Assessment | None"] = relationship(back_populates="paper", uselist=False)


class PaperAssessor(Base):
    """Arvioija: from the provider (teacher) or from working life."""

    __tablename__ = "paper_assessor"
    id: Mapped[int] = key()
    paper_id: Mapped[int] = col(ForeignKey("demonstration_paper.id"), index=True, privacy="plain")
    kind: Mapped[str] = col(privacy="plain")
    """provider or workplace"""
    name: Mapped[str] = col(privacy="personal")
    organisation: Mapped[str] = col(default="", privacy="plain")
    organisation_ref: Mapped[str] = col(default="", privacy="plain")
    """Organisation OID of the institution, or business ID of the workplace."""


class Assessment(Base):
    """Arviointi: the joint decision on the unit's own scale."""

    __tablename__ = "assessment"
    id: Mapped[int] = key()
    paper_id: Mapped[int] = col(ForeignKey("demonstration_paper.id"), unique=True, privacy="plain")
    scale: Mapped[str] = col(privacy="plain")
    grade: Mapped[str] = col(privacy="sensitive")
    assessed_on: Mapped[date] = col(privacy="plain")
    grounds: Mapped[str] = col(default="", privacy="sensitive")
    recorded_by_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    recorded_at: Mapped[datetime] = col(privacy="plain")
    paper: Mapped[DemonstrationPaper] = relationship(back_populates="assessment")
