"""HOKS proposals: what would change in a learner's plan, and the officer's decision."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.hoks.models import LearnerPlan
from sidecar.identity.models import Person
from sidecar.placements.models import WorkPeriod


class ProposalState(StrEnum):
    """open → accepted → delivered | refused; or returned by the officer."""

    OPEN = "open"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    REFUSED = "refused"


class HoksProposal(Base):
    """HOKS-ehdotus: drawn up from a work period and its paper; nothing goes on without a yes."""

    __tablename__ = "hoks_proposal"
    id: Mapped[int] = key()
    plan_id: Mapped[int] = col(ForeignKey("learner_plan.id"), index=True, privacy="plain")
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), index=True, privacy="plain")
    period_id: Mapped[int] = col(ForeignKey("work_period.id"), index=True, privacy="plain")
    paper_id: Mapped[int | None] = col(ForeignKey("demonstration_paper.id"), privacy="plain")
    change: Mapped[dict[str, Any]] = col(privacy="personal")
    """The lines as they were proposed, frozen; see proposals.drafting."""
    seen_lines: Mapped[list[dict[str, Any]] | None] = col(privacy="personal")
    """The change against the plan as the officer saw and accepted it."""
    state: Mapped[str] = col(default=ProposalState.OPEN, privacy="plain")
    reason: Mapped[str] = col(default="", privacy="personal")
    """Why it was returned or refused, in words for a person."""
    created_at: Mapped[datetime] = col(privacy="plain")
    created_by_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    decided_at: Mapped[datetime | None] = col(privacy="plain")
    decided_by_id: Mapped[int | None] = col(ForeignKey("person.id"), privacy="plain")
    delivered_at: Mapped[datetime | None] = col(privacy="plain")
    plan: Mapped[LearnerPlan] = relationship()
    period: Mapped[WorkPeriod] = relationship()
    created_by: Mapped[Person] = relationship(foreign_keys=[created_by_id])
