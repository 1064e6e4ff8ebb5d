"""Storing what was read: an edition is written once and never changed (eperusteet.md §9.3)."""

from typing import Any

from sqlalchemy import insert, select

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.db import Base
from sidecar.identity.models import Person
from sidecar.qualifications.models import QualificationEdition, QualificationUnit, Requirement
from sidecar.qualifications.snapshots import (
    QualificationSnapshot,
    RequirementSnapshot,
    UnitSnapshot,
)


def import_edition(snapshot: QualificationSnapshot, *, by: Person | None) -> QualificationEdition:
    """Store the document inside the caller's transaction; the same document again is the same row.

    A document published anew has another hash and becomes another edition: papers keep theirs.
    """
    session = db.session()
    same = QualificationEdition.source_hash == snapshot.source_hash
    known = session.scalars(select(QualificationEdition).where(same)).one_or_none()
    if known is not None:
        return known
    edition = _edition(snapshot)
    session.add(edition)
    session.flush()
    _insert_units(edition.id, snapshot.units)
    _record(edition, snapshot, by)
    return edition


def _edition(snapshot: QualificationSnapshot) -> QualificationEdition:
    return QualificationEdition(
        eperusteet_id=snapshot.eperusteet_id,
        register_number=snapshot.register_number,
        name=snapshot.name,
        valid_from=snapshot.valid_from,
        valid_until=snapshot.valid_until,
        transition_until=snapshot.transition_until,
        published_at=snapshot.published_at,
        source_hash=snapshot.source_hash,
        imported_at=clock.now(),
    )


def _insert_units(edition_id: int, units: tuple[UnitSnapshot, ...]) -> None:
    """Three statements in all, however many rows."""
    placed = list(enumerate(units, start=1))
    _insert(QualificationUnit, [_unit_row(edition_id, unit, place) for place, unit in placed])
    ids = _unit_ids(edition_id)
    requirements = [
        _requirement_row(ids[place], requirement)
        for place, unit in placed
        for requirement in unit.requirements
    ]
    _insert(Requirement, requirements)


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> None:
    """One statement also when some values are None: else each shape of row would be its own."""
    if rows:
        db.session().execute(insert(table), rows, execution_options={"render_nulls": True})


def _unit_ids(edition_id: int) -> dict[int, int]:
    """Ids by position; SQLite cannot return them in order from one insert."""
    wanted = select(QualificationUnit.position, QualificationUnit.id)
    found = db.session().execute(wanted.where(QualificationUnit.edition_id == edition_id))
    return dict(found.all())


def _unit_row(edition_id: int, unit: UnitSnapshot, position: int) -> dict[str, Any]:
    return {
        "edition_id": edition_id,
        "eperusteet_unit_id": unit.eperusteet_unit_id,
        "code_uri": unit.code_uri,
        "code_version": unit.code_version,
        "name": unit.name,
        "points": unit.points,
        "kind": unit.kind,
        "scale": unit.scale,
        "form": unit.form,
        "demonstration_text": unit.demonstration_text,
        "assessment": unit.assessment,
        "position": position,
    }


def _requirement_row(unit_id: int, requirement: RequirementSnapshot) -> dict[str, Any]:
    return {
        "unit_id": unit_id,
        "requirement_key": requirement.requirement_key,
        "heading": requirement.heading,
        "text": requirement.text,
        "code_uri": requirement.code_uri,
        "position": requirement.position,
    }


def _record(
    edition: QualificationEdition, snapshot: QualificationSnapshot, by: Person | None
) -> None:
    details = {
        "eperusteet_id": snapshot.eperusteet_id,
        "register_number": snapshot.register_number,
        "source_hash": snapshot.source_hash,
        "units": len(snapshot.units),
        "requirements": sum(len(unit.requirements) for unit in snapshot.units),
    }
    record("qualification.imported", by=by, target=f"qualification:{edition.id}", details=details)
