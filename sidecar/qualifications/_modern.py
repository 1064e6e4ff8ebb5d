"""Units since 2020: `ammattitaitovaatimukset2019`, generic scales, common units (§4, §5).

VALMA and TELMA (`valmaTelmaSisalto`) have goals in a like shape and are read here too.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from sidecar.qualifications import _older
from sidecar.qualifications._criteria import GENERIC_SCALES, generic, scale_of
from sidecar.qualifications.snapshots import Content, Group, Row, Text
from sidecar.qualifications.text import code_uri, localized, mapping, sequence, string, under

OPTIONAL = {"fi": "valinnainen", "sv": "valfri", "en": "optional"}


def requirement_rows(value: object) -> list[Row]:
    """Rows of an object with `vaatimukset` (shown first) and `kohdealueet` (with headings)."""
    held = mapping(value)
    areas = [{"vaatimukset": held.get("vaatimukset")}, *sequence(held.get("kohdealueet"))]
    rows = (
        _row(item, localized(area.get("kuvaus")))
        for area in map(mapping, areas)
        for item in sequence(area.get("vaatimukset"))
    )
    return [row for row in rows if row.text]


def _row(item: object, heading: Text) -> Row:
    held = mapping(item)
    code = mapping(held.get("koodi"))
    text = localized(held.get("vaatimus")) or localized(code.get("nimi"))
    return Row(text, heading, code_uri(code))


def read_groups(unit: Mapping[str, Any]) -> Content | None:
    """Form (a) of §14: a 2019 object that has any requirement; an empty one does not count."""
    held = unit.get("ammattitaitovaatimukset2019")
    rows = requirement_rows(held)
    if not rows:
        return None
    scale = unit.get("geneerinenArviointiasteikko")
    number = string(unit.get("_geneerinenArviointiasteikko"))
    subject = localized(mapping(held).get("kohde"))
    named = scale_of(scale) or GENERIC_SCALES.get(number)
    return Content("groups", rows, generic(scale), named, subject)


def read_areas(unit: Mapping[str, Any]) -> Content | None:
    """Form (b): a common unit, whose requirements stand in its `osaAlueet`."""
    found = _merged([_area(mapping(area)) for area in sequence(unit.get("osaAlueet"))])
    return found if found.rows else None


def _merged(parts: list[Content]) -> Content:
    return Content(
        "areas",
        rows=list(chain.from_iterable(part.rows for part in parts)),
        groups=list(chain.from_iterable(part.groups for part in parts)),
        scale=next((part.scale for part in parts if part.scale), None),
        notes=_stacked([part.notes for part in parts]),
        unpaired=_stacked([part.unpaired for part in parts]),
    )


def _stacked(texts: list[Text]) -> Text:
    """The texts of each language, one under another."""
    found: Text = {}
    for lang, text in chain.from_iterable(text.items() for text in texts):
        found[lang] = f"{found[lang]}\n{text}" if lang in found else text
    return found


def _area(area: Mapping[str, Any]) -> Content:
    name = localized(area.get("nimi")) or localized(mapping(area.get("koodi")).get("nimi"))
    own = area.get("arviointi")
    return _merged(
        [
            Content("areas", [], generic(own, name), scale_of(own)),
            _goals(mapping(area.get("pakollisetOsaamistavoitteet")), name),
            _goals(mapping(area.get("valinnaisetOsaamistavoitteet")), _optional(name)),
            *(
                _older_goals(mapping(goal), name)
                for goal in sequence(area.get("osaamistavoitteet"))
            ),
        ]
    )


def _goals(goals: Mapping[str, Any], name: Text) -> Content:
    rows = requirement_rows(goals.get("tavoitteet"))
    named = [Row(row.text, under(name, row.heading), row.code_uri) for row in rows]
    return Content("areas", named)


def _older_goals(goal: Mapping[str, Any], area: Text) -> Content:
    name = area if goal.get("pakollinen") is not False else _optional(area)
    found = _older.read_listed(goal.get("tavoitteet"), goal.get("arviointi"))
    rows = [Row(row.text, name, row.code_uri) for row in found.rows]
    groups = [Group(g.levels, under(name, g.heading), g.subject) for g in found.groups]
    return replace(found, form="areas", rows=rows, groups=groups)


def _optional(name: Text) -> Text:
    return {lang: f"{text} ({OPTIONAL[lang]})" for lang, text in name.items()}


def read_goals(unit: Mapping[str, Any]) -> Content | None:
    """Form (e): `osaamistavoite` of VALMA and TELMA, which have goals and no requirements."""
    rows = [
        Row(text, localized(mapping(goal).get("nimi")))
        for goal in sequence(mapping(unit.get("valmaTelmaSisalto")).get("osaamistavoite"))
        for text in map(localized, sequence(mapping(goal).get("tavoitteet")))
        if text
    ]
    return Content("goals", rows, scale="accepted") if rows else None
