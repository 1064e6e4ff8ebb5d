"""Choosing the requirements that an entry shows, and confirming them."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from sidecar import db
from sidecar.evidence.models import EntryRequirement
from sidecar.qualifications.models import Requirement


def choose(entry_id: int, unit_id: int, requirement_ids: Iterable[int]) -> None:
    """Make these the requirements of an entry; those of other units are left out."""
    wanted = _of_unit(unit_id, requirement_ids)
    session = db.session()
    kept = set()
    for row in _rows(entry_id):
        if row.requirement_id in wanted:
            kept.add(row.requirement_id)
        else:
            session.execute(delete(EntryRequirement).where(EntryRequirement.id == row.id))
    session.add_all(
        EntryRequirement(entry_id=entry_id, requirement_id=new) for new in sorted(wanted - kept)
    )


def _of_unit(unit_id: int, requirement_ids: Iterable[int]) -> set[int]:
    ids = list(requirement_ids)
    if not ids:
        return set()
    query = select(Requirement.id).where(Requirement.unit_id == unit_id, Requirement.id.in_(ids))
    return set(db.session().scalars(query))


def _rows(entry_id: int) -> list[EntryRequirement]:
    query = select(EntryRequirement).where(EntryRequirement.entry_id == entry_id)
    return list(db.session().scalars(query))


def chosen(entry_id: int) -> list[int]:
    """The ids of the requirements of an entry."""
    return sorted(row.requirement_id for row in _rows(entry_id))


def confirm(entry_id: int, *, yes: bool = True) -> None:
    """The coach approved: what the entry shows is evidence now; `yes` False takes it back."""
    for row in _rows(entry_id):
        row.confirmed = yes
