"""Looking up units and requirements. They are public and national: everybody may read them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.errors import NotFound
from sidecar.qualifications.models import QualificationUnit, Requirement

FALLBACKS = ("fi", "sv")
_WITH_EDITION = joinedload(QualificationUnit.edition)
_OF_UNIT = (
    select(Requirement)
    .where(Requirement.unit_id == bindparam("unit"))
    .order_by(Requirement.position)
)


def units() -> list[QualificationUnit]:
    """The units of all editions, the edition imported last first, with their edition loaded."""
    newest_first = (QualificationUnit.edition_id.desc(), QualificationUnit.position)
    found = select(QualificationUnit).options(_WITH_EDITION).order_by(*newest_first)
    return list(db.session().scalars(found))


def unit(unit_id: int) -> QualificationUnit:
    """One unit with its edition; raises NotFound."""
    found = db.session().get(QualificationUnit, unit_id, options=[_WITH_EDITION])
    if found is None:
        raise NotFound
    return found


def requirements_of(unit_id: int) -> list[Requirement]:
    """The requirements of a unit in their order; none for a unit that is not here."""
    return list(db.session().scalars(_OF_UNIT, {"unit": unit_id}))


def in_language(text: Mapping[str, Any], locale: str) -> str:
    """A text in this language, else in Finnish, Swedish or any other; empty when there is none.

    >>> in_language({"fi": "Muuraus", "sv": "Murning"}, "en")
    'Muuraus'
    """
    wanted = (text.get(lang) for lang in (locale, *FALLBACKS, *sorted(text)))
    return next((found for found in wanted if isinstance(found, str) and found), "")
