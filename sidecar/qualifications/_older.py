"""Units up to about 2019: HTML in `ammattitaitovaatimukset`, criteria in `arviointi` (§3)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sidecar.qualifications._criteria import levels, scale_of
from sidecar.qualifications.snapshots import Content, Group, Row, Text
from sidecar.qualifications.text import (
    LANGUAGES,
    Line,
    code_uri,
    localized,
    mapping,
    markup,
    normalised,
    prose,
    sequence,
    under,
)

_FIXED = re.compile(r"^[\d.\s]*(työprosess|työmenetelm|työn perust|elinikäi)")
_NAMELESS = "nimetön"


def read_rows(unit: Mapping[str, Any]) -> Content | None:
    """Form (c), dialects A2 and A3: every kohdealue is a requirement with its own criteria."""
    areas = _areas(unit.get("arviointi"))
    titles = [localized(area.get("otsikko")) for area in areas]
    listed = len(_items(unit.get("ammattitaitovaatimukset")))
    if not all(titles) or any(map(_is_fixed, titles)) or listed not in (0, len(areas)):
        return None
    rows = [
        Row(t, code_uri=code_uri(area.get("koodi"))) for t, area in zip(titles, areas, strict=True)
    ]
    groups = [
        Group(levels(kohde), localized(kohde.get("otsikko")), localized(kohde.get("selite")), index)
        for index, area in enumerate(areas)
        for kohde in _targets(area)
    ]
    notes = prose(mapping(unit.get("arviointi")).get("lisatiedot"))
    scale = _scale(areas)
    return Content("rows", rows, _filled(groups), scale, notes=notes) if rows else None


def read_list(unit: Mapping[str, Any]) -> Content | None:
    """Forms (c) with the four fixed headings, and (d): the list items are the rows."""
    found = read_listed(unit.get("ammattitaitovaatimukset"), unit.get("arviointi"))
    return found if found.rows else None


def read_listed(requirements: object, assessment: object) -> Content:
    """List items as rows, criteria apart under their headings; without a list, one whole text."""
    areas = _areas(assessment)
    groups = [
        Group(levels(kohde), _title(area, kohde), localized(kohde.get("selite")))
        for area in areas
        for kohde in _targets(area)
    ]
    rows, unpaired = _paired(_blocks(requirements))
    form = "list" if rows else "prose"
    whole = prose(requirements)
    rows = rows or ([Row(whole)] if whole else [])
    notes = prose(mapping(assessment).get("lisatiedot"))
    unpaired_text = {lang: whole[lang] for lang in unpaired}
    return Content(form, rows, _filled(groups), _scale(areas), notes=notes, unpaired=unpaired_text)


def _areas(assessment: object) -> list[Mapping[str, Any]]:
    return [mapping(a) for a in sequence(mapping(assessment).get("arvioinninKohdealueet"))]


def _targets(area: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [mapping(kohde) for kohde in sequence(area.get("arvioinninKohteet"))]


def _filled(groups: list[Group]) -> list[Group]:
    return [group for group in groups if group.levels]


def _scale(areas: list[Mapping[str, Any]]) -> str | None:
    found = (scale_of(kohde) for area in areas for kohde in _targets(area))
    return next((scale for scale in found if scale), None)


def _is_fixed(title: Text) -> bool:
    text = normalised(title.get("fi", ""))
    return text == _NAMELESS or bool(_FIXED.match(text))


def _title(area: Mapping[str, Any], kohde: Mapping[str, Any]) -> Text:
    """`otsikko` of the kohdealue and of the kohde together; "Nimetön" means that it has none."""
    outer, inner = localized(area.get("otsikko")), localized(kohde.get("otsikko"))
    if normalised(outer.get("fi", "")) == _NAMELESS:
        outer = {}
    return under(outer, inner)


Item = tuple[str, str]
"""A heading (the paragraph before the list, or empty) and the text of one list item."""


def _grouped(lines: list[Line]) -> Iterator[Item]:
    """List items; what is nested in an item stands after the item's own text (§9.7)."""
    heading, item = "", ""
    for line in lines:
        if line.depth > 1 and item:
            item = f"{item}\n– {line.text}"
            continue
        if item:
            yield heading, item
        item = line.text if line.depth else ""
        heading = heading if line.depth else line.text
    if item:
        yield heading, item


def _blocks(html: object) -> dict[str, list[Item]]:
    return {lang: list(_grouped(rows)) for lang, rows in markup(html).items()}


def _items(html: object) -> list[Item]:
    blocks = _blocks(html)
    return next((blocks[lang] for lang in LANGUAGES if blocks.get(lang)), [])


def _paired(blocks: dict[str, list[Item]]) -> tuple[list[Row], list[str]]:
    """Rows paired by index where the counts are equal (§9.5), and languages that do not pair."""
    base = next((blocks[lang] for lang in LANGUAGES if blocks.get(lang)), [])
    paired = [lang for lang in LANGUAGES if base and len(blocks.get(lang, [])) == len(base)]
    rows = [
        Row(
            {lang: blocks[lang][index][1] for lang in paired},
            {lang: blocks[lang][index][0] for lang in paired if blocks[lang][index][0]},
        )
        for index in range(len(base))
    ]
    left = [lang for lang in blocks if lang not in paired]
    return rows, left if rows else []
