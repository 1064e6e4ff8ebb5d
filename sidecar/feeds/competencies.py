"""A course's qualification as a framework of competencies: units, and below them requirements.

The `idnumber` of each is made of national codes, so that it stays the same when the document is
imported anew, and at most 100 characters long, which is what Moodle keeps.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from sidecar import db, i18n
from sidecar.demonstrations.scales import FAILED, grades_of
from sidecar.errors import N_
from sidecar.feeds.course import of_course
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationEdition, QualificationUnit, Requirement
from sidecar.tenancy.models import Context

_LONGEST = 100
_SHOWN = (N_("not yet"), N_("shown"))
_SHOWN_NAME = N_("Shown in work")
_SCALE_NAME = N_("Scale of the qualification: %(name)s")
Words = dict[str, str]


def frameworks_of(course: Context, codes: Iterable[str]) -> list[dict[str, Any]]:
    """One framework for each qualification of the course's periods, or of the unit codes asked."""
    units = _units(course, {code for code in codes if code})
    found: dict[int, list[QualificationUnit]] = {}
    for unit in units:
        found.setdefault(unit.edition_id, []).append(unit)
    return [_framework(group[0].edition, group) for group in found.values()]


def _units(course: Context, codes: set[str]) -> Sequence[QualificationUnit]:
    used = select(WorkPeriod.unit_id).where(of_course(course))
    newest = select(QualificationUnit.id).where(QualificationUnit.code_uri.in_(codes))
    query = (
        select(QualificationUnit)
        .where(QualificationUnit.id.in_(used) | QualificationUnit.id.in_(newest))
        .options(
            joinedload(QualificationUnit.edition), selectinload(QualificationUnit.requirements)
        )
        .order_by(QualificationUnit.edition_id.desc(), QualificationUnit.position)
    )
    return _once_each(db.session().scalars(query).all())


def _once_each(units: Sequence[QualificationUnit]) -> list[QualificationUnit]:
    """Of the same unit in several documents, the one that was imported last."""
    newest: dict[str, QualificationUnit] = {}
    for unit in units:
        newest.setdefault(unit_idnumber(unit), unit)
    return list(newest.values())


def _framework(edition: QualificationEdition, units: list[QualificationUnit]) -> dict[str, Any]:
    return {
        "idnumber": _short(f"valo-{edition.register_number or edition.id}"),
        "name": _words(edition.name),
        "description": _words(dict.fromkeys(i18n.LOCALES, edition.register_number)),
        "scale": _plain_scale(),
        "competencies": [row for unit in units for row in _unit(unit)],
    }


def _unit(unit: QualificationUnit) -> list[dict[str, Any]]:
    head = {
        "idnumber": unit_idnumber(unit),
        "parent": "",
        "kind": "unit",
        "name": _words(unit.name),
        "description": _words({}),
        "scale": _scale(unit.scale),
    }
    return [head, *(_requirement(unit, one) for one in unit.requirements)]


def _requirement(unit: QualificationUnit, one: Requirement) -> dict[str, Any]:
    return {
        "idnumber": requirement_idnumber(unit, one.requirement_key),
        "parent": unit_idnumber(unit),
        "kind": "requirement",
        "name": _words(one.text),
        "description": _words(one.heading),
        "scale": None,
    }


def unit_idnumber(unit: QualificationUnit) -> str:
    """The national code; a number of ours where the document has none."""
    return _short(unit.code_uri or f"valo-unit-{unit.eperusteet_unit_id or unit.id}")


def requirement_idnumber(unit: QualificationUnit, requirement_key: str) -> str:
    """The unit's and the requirement's own key."""
    return _short(f"{unit_idnumber(unit)}/{requirement_key}")


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - 17] + "-" + hashlib.sha256(text.encode()).hexdigest()[:16]


def _words(text: dict[str, Any]) -> Words:
    """Finnish and Swedish as the document has them, each standing in for the other."""
    fi, sv = str(text.get("fi") or ""), str(text.get("sv") or "")
    return {"fi": fi or sv, "sv": sv or fi, "en": str(text.get("en") or fi or sv)}


# -- scales --------------------------------------------------------------------------------------
def _plain_scale() -> dict[str, Any]:
    return {
        "idnumber": "valo-shown",
        "name": _translated(_SHOWN_NAME),
        "values": [_translated(one) for one in _SHOWN],
        "proficient": 1,
    }


def _scale(name: str) -> dict[str, Any]:
    """A unit's own scale, the lowest value first; `proficient`: the first that is a pass."""
    by_locale: dict[str, list[str]] = {}
    for code in i18n.LOCALES:
        with force_locale(code):
            grades = grades_of(name)
        failed = [words for grade, words in grades if grade == FAILED]
        by_locale[code] = failed + [words for grade, words in grades if grade != FAILED]
    count = len(by_locale[i18n.DEFAULT])
    return {
        "idnumber": f"valo-{name}",
        "name": {code: text % {"name": name} for code, text in _translated(_SCALE_NAME).items()},
        "values": [{code: by_locale[code][n] for code in i18n.LOCALES} for n in range(count)],
        "proficient": 1,
    }


def _translated(msgid: str) -> Words:
    return {code: i18n.translations(code).gettext(msgid) for code in i18n.LOCALES}
