"""What the platform's gradebook was last told."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped

from sidecar.db import Base, col, key


class ProgressScore(Base):
    """A learner's progress on one line item: the newest decision wins (lti.md §7.4)."""

    __tablename__ = "progress_score"
    __table_args__ = (UniqueConstraint("resource_link_id", "person_id"),)
    id: Mapped[int] = key()
    resource_link_id: Mapped[int] = col(ForeignKey("resource_link.id"), privacy="plain")
    person_id: Mapped[int] = col(ForeignKey("person.id"), privacy="plain")
    given: Mapped[int] = col(default=0, privacy="sensitive")
    maximum: Mapped[int] = col(default=100, privacy="plain")
    """Both written before the call: an answer may get lost on its way back."""
    sent_given: Mapped[int | None] = col(privacy="sensitive")
    sent_maximum: Mapped[int | None] = col(privacy="plain")
    sent_at: Mapped[datetime | None] = col(privacy="plain")
    """Time stamp of the last accepted score; the next must be a later whole second."""
    overridden: Mapped[bool] = col(default=False, privacy="plain")
    """The teacher put another number into the gradebook: we leave it."""
    platform_given: Mapped[float | None] = col(privacy="sensitive")
    """That number, in the points of the gradebook."""
