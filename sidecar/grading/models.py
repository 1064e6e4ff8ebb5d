"""Columns of the platforms' gradebooks, and what each was last told about a person."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key


class GradebookColumn(Base):
    """Arviointikirjan sarake: of an activity, or one that we found or made in the course."""

    __tablename__ = "gradebook_column"
    __table_args__ = (UniqueConstraint("context_id", "about"),)
    id: Mapped[int] = key()
    context_id: Mapped[int] = col(ForeignKey("context.id"), privacy="plain")
    about: Mapped[str] = col(privacy="plain")
    """`link:ID` for an activity's own; else `diary`, or `paper:` and the code of a unit."""
    url: Mapped[str] = col(default="", privacy="plain")
    """The line item; "" while one worker looks for it or makes it."""
    claimed_at: Mapped[datetime] = col(privacy="plain")
    """When that worker began: one that died leaves the column to the next."""


class GradebookScore(Base):
    """A person's score in one column: the newest decision wins."""

    __tablename__ = "gradebook_score"
    __table_args__ = (UniqueConstraint("column_id", "person_id"),)
    id: Mapped[int] = key()
    column_id: Mapped[int] = col(ForeignKey("gradebook_column.id"), privacy="plain")
    person_id: Mapped[int] = col(ForeignKey("person.id"), index=True, privacy="plain")
    given: Mapped[float] = col(default=0.0, privacy="sensitive")
    maximum: Mapped[float] = col(default=100.0, privacy="plain")
    """Both written before the call: an answer may get lost on its way back."""
    sent_given: Mapped[float | None] = col(privacy="sensitive")
    sent_maximum: Mapped[float | None] = col(privacy="plain")
    sent_at: Mapped[datetime | None] = col(privacy="plain")
    """Time stamp of the last accepted score; the next must be a later whole second."""
    overridden: Mapped[bool] = col(default=False, privacy="plain")
    """The teacher put another number into the gradebook: we leave it."""
    platform_given: Mapped[float | None] = col(privacy="sensitive")
    """That number, in the points of the gradebook."""
    column: Mapped[GradebookColumn] = relationship()
