"""Learning environments, and the task cards by which a trainee says what was done there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key

PICTURES = (
    "brush",
    "roller",
    "hammer",
    "saw",
    "ruler",
    "bucket",
    "ladder",
    "wall",
    "cover",
    "broom",
    "helmet",
    "cart",
    "people",
    "book",
    "tool",
)
"""Names of our own drawings in `templates/_components/icons.html`."""


class LearningEnvironment(Base):
    """Oppimisympäristö: a site or a workshop, and what a trainee needs to know of it each day."""

    __tablename__ = "learning_environment"
    id: Mapped[int] = key()
    provider_id: Mapped[int] = col(ForeignKey("education_provider.id"), index=True, privacy="plain")
    name: Mapped[str] = col(privacy="plain")
    address: Mapped[str] = col(default="", privacy="plain")
    hours: Mapped[str] = col(default="", privacy="plain")
    """As people say it: 8.00–15.00."""
    bring: Mapped[list[str]] = col(default=list, privacy="plain")
    """What to bring, one thing each: safety shoes, the card."""
    created_at: Mapped[datetime] = col(privacy="plain")
    cards: Mapped[list["TaskCard"]] = relationship(
        back_populates="environment", order_by="TaskCard.position, TaskCard.id"
    )


class TaskCard(Base):
    """Tehtäväkortti: one task with a picture; choosing it brings its requirements along."""

    __tablename__ = "task_card"
    id: Mapped[int] = key()
    environment_id: Mapped[int] = col(
        ForeignKey("learning_environment.id"), index=True, privacy="plain"
    )
    name: Mapped[dict[str, Any]] = col(privacy="plain")
    """{"fi": …, "sv": …, "en": …}; a language may be missing."""
    picture: Mapped[str] = col(default="tool", privacy="plain")
    position: Mapped[int] = col(default=0, privacy="plain")
    requirement_keys: Mapped[list[str]] = col(default=list, privacy="plain")
    """Keys of requirements, of any unit: those of the trainee's unit count."""
    in_use: Mapped[bool] = col(default=True, privacy="plain")
    """A card that is not shown any more stays, for entries were written with it."""
    environment: Mapped[LearningEnvironment] = relationship(back_populates="cards")
