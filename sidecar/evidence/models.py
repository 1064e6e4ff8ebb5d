"""Which entry shows which requirement."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key
from sidecar.qualifications.models import Requirement


class EntryRequirement(Base):
    """Evidence: chosen by the learner, confirmed when a coach approves the entry."""

    __tablename__ = "entry_requirement"
    __table_args__ = (UniqueConstraint("entry_id", "requirement_id"),)
    id: Mapped[int] = key()
    entry_id: Mapped[int] = col(ForeignKey("diary_entry.id"), privacy="plain")
    requirement_id: Mapped[int] = col(ForeignKey("requirement.id"), index=True, privacy="plain")
    confirmed: Mapped[bool] = col(default=False, privacy="plain")
    requirement: Mapped[Requirement] = relationship()
