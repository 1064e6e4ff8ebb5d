"""A read-only snapshot of national qualification requirements (ePerusteet). Never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from sidecar.db import Base, col, key

_LONG: Mapping[str, Any] = {"deferred": True, "deferred_group": "long"}


class QualificationEdition(Base):
    """Tutkinnon perusteet as published at one moment (eperusteet.md §9: id, number and text)."""

    __tablename__ = "qualification_edition"
    id: Mapped[int] = key()
    eperusteet_id: Mapped[int | None] = col(index=True, privacy="plain")
    register_number: Mapped[str] = col(default="", privacy="plain")
    name: Mapped[dict[str, Any]] = col(privacy="plain")
    """{"fi": …, "sv": …}"""
    valid_from: Mapped[date | None] = col(privacy="plain")
    valid_until: Mapped[date | None] = col(privacy="plain")
    transition_until: Mapped[date | None] = col(privacy="plain")
    published_at: Mapped[datetime | None] = col(privacy="plain")
    source_hash: Mapped[str] = col(unique=True, privacy="plain")
    imported_at: Mapped[datetime] = col(privacy="plain")
    units: Mapped[list["QualificationUnit"]] = relationship(
        back_populates="edition", order_by="QualificationUnit.position"
    )


class QualificationUnit(Base):
    """Tutkinnon osa."""

    __tablename__ = "qualification_unit"
    id: Mapped[int] = key()
    edition_id: Mapped[int] = col(
        ForeignKey("qualification_edition.id"), index=True, privacy="plain"
    )
    eperusteet_unit_id: Mapped[int | None] = col(privacy="plain")
    code_uri: Mapped[str] = col(index=True, privacy="plain")
    """`tutkinnonosat_106512`; empty when the document has none."""
    code_version: Mapped[int | None] = col(privacy="plain")
    name: Mapped[dict[str, Any]] = col(privacy="plain")
    points: Mapped[str] = col(default="", privacy="plain")
    kind: Mapped[str] = col(default="vocational", privacy="plain")
    scale: Mapped[str] = col(privacy="plain")
    """grades-1-5, t1-k3 or accepted."""
    form: Mapped[str] = col(default="", privacy="plain")
    # The two long ones come when somebody reads them: every page of a work period names its unit.
    demonstration_text: Mapped[dict[str, Any]] = col(default=dict, privacy="plain", **_LONG)
    assessment: Mapped[dict[str, Any]] = col(default=dict, privacy="plain", **_LONG)
    position: Mapped[int] = col(privacy="plain")
    edition: Mapped[QualificationEdition] = relationship(back_populates="units")
    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="unit", order_by="Requirement.position"
    )


class Requirement(Base):
    """Ammattitaitovaatimus."""

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("unit_id", "position"),)
    id: Mapped[int] = key()
    unit_id: Mapped[int] = col(ForeignKey("qualification_unit.id"), privacy="plain")
    requirement_key: Mapped[str] = col(index=True, privacy="plain")
    heading: Mapped[dict[str, Any]] = col(default=dict, privacy="plain")
    text: Mapped[dict[str, Any]] = col(privacy="plain")
    code_uri: Mapped[str | None] = col(privacy="plain")
    position: Mapped[int] = col(privacy="plain")
    unit: Mapped[QualificationUnit] = relationship(back_populates="requirements")
