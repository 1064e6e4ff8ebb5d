"""Tutkinnon osat of a document in their order, each with points, form, scale and keys (§14)."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sidecar.qualifications import _modern, _older
from sidecar.qualifications._criteria import GRADES
from sidecar.qualifications._values import identifier, number
from sidecar.qualifications.snapshots import (
    Content,
    Group,
    RequirementSnapshot,
    Row,
    UnitSnapshot,
)
from sidecar.qualifications.text import (
    code_uri,
    localized,
    mapping,
    normalised,
    prose,
    sequence,
    string,
)

TREES = ("reformi", "ops", "naytto")
"""Suoritustavat, the preferred first (§9.12)."""
COMMON = ("tutke2", "reformi_tutke2")
_READERS = (
    _modern.read_groups,
    _modern.read_areas,
    _older.read_rows,
    _older.read_list,
    _modern.read_goals,
)
_MARKS = {
    "ammattitaitovaatimukset",
    "ammattitaitovaatimukset2019",
    "valmaTelmaSisalto",
    "geneerinenArviointiasteikko",
}

Unit = Mapping[str, Any]
Link = Mapping[str, Any]


def is_unit(value: object) -> bool:
    """True for an object that can only be a tutkinnon osa."""
    held = mapping(value)
    uri = _code_uri(held)
    known = uri.startswith("tutkinnonosat_") or held.get("osanTyyppi") == "tutkinnonosa"
    return known and bool(_MARKS & set(held))


def read_all(
    units: list[Any], trees: list[Any], default_scale: str | None
) -> tuple[UnitSnapshot, ...]:
    """All units of a document, in the order of its tree; nameless ones are no units (§9.8)."""
    links = _links(trees)
    found = [_read(unit, link) for unit, link in _ordered(units, links) if _is_named(unit)]
    scales = Counter(unit.scale for unit in found if unit.scale)
    usual = default_scale or (scales.most_common(1)[0][0] if scales else GRADES)
    return tuple(unit if unit.scale else replace(unit, scale=usual) for unit in found)


def _is_named(unit: Unit) -> bool:
    return bool(_name(unit) or _code_uri(unit))


def _links(trees: list[Any]) -> dict[str, Link]:
    """`tutkinnonOsaViitteet` of the preferred tree, by the id of the unit."""
    by_code = {string(mapping(tree).get("suoritustapakoodi")): mapping(tree) for tree in trees}
    chosen = next((by_code[code] for code in TREES if code in by_code), {})
    links = map(mapping, sequence(chosen.get("tutkinnonOsaViitteet")))
    by_unit = {string(link.get("_tutkinnonOsa")): link for link in links}
    return {unit_id: link for unit_id, link in by_unit.items() if unit_id}


def _ordered(units: list[Any], links: dict[str, Link]) -> list[tuple[Unit, Link]]:
    """Units by `jarjestys`.

    One that only another tree has comes last, or not at all when the chosen tree has its code
    (§9.11).
    """
    pairs = [(mapping(unit), links.get(_id(mapping(unit)))) for unit in units]
    known = {_code_uri(unit) for unit, link in pairs if link is not None} - {""}
    kept = [(u, link) for u, link in pairs if link is not None or _code_uri(u) not in known]
    return [(u, link or {}) for u, link in sorted(kept, key=lambda pair: _place(pair[1]))]


def _place(link: Link | None) -> tuple[bool, bool, int]:
    order = (link or {}).get("jarjestys")
    known = isinstance(order, int)
    return link is None, not known, order if isinstance(order, int) else 0


def _id(unit: Unit) -> str:
    return str(identifier(unit.get("id")) or "")


def _read(unit: Unit, link: Link) -> UnitSnapshot:
    content = _content(unit)
    uri = _code_uri(unit)
    keys = list(_keys(uri or _words(_name(unit)), content.rows))
    return UnitSnapshot(
        eperusteet_unit_id=identifier(unit.get("id")),
        code_uri=uri,
        code_version=identifier(mapping(unit.get("koodi")).get("versio")),
        name=_name(unit),
        points=_points(unit, link),
        kind=_kind(unit),
        scale=content.scale or "",
        form=content.form,
        demonstration_text=prose(unit.get("ammattitaidonOsoittamistavat")),
        assessment=_assessment(content, keys),
        requirements=tuple(_requirements(content.rows, keys)),
    )


def _content(unit: Unit) -> Content:
    """By content, not by year: the first form that gives any row (§14.3)."""
    found = (reader(unit) for reader in _READERS)
    return next((content for content in found if content), Content("none", []))


def _name(unit: Unit) -> dict[str, str]:
    return localized(mapping(unit.get("koodi")).get("nimi")) | localized(unit.get("nimi"))


def _code_uri(unit: Unit) -> str:
    return code_uri(unit.get("koodi")) or string(unit.get("koodiUri")).lower()


def _kind(unit: Unit) -> str:
    if unit.get("tyyppi") in COMMON:
        return "common"
    return "preparatory" if mapping(unit.get("valmaTelmaSisalto")) else "vocational"


def _points(unit: Unit, link: Link) -> str:
    """`laajuus` of the unit or its viite; with `laajuusMaksimi` (VALMA, TELMA) a range."""
    least = number(unit.get("laajuus")) or number(link.get("laajuus"))
    most = number(unit.get("laajuusMaksimi")) or number(link.get("laajuusMaksimi"))
    return f"{least}–{most}" if least and most and most != least else least or most


def _keys(unit_key: str, rows: list[Row]) -> Iterator[str]:
    """Keys of our own, for ePerusteet has none (§9.2): from codes and Finnish words.

    The same words again in a unit get a number, so that both keep their keys on the next import.
    """
    seen: Counter[str] = Counter()
    for row in rows:
        base = row.code_uri or _words(row.text)
        seen[base] += 1
        parts = [unit_key, base] + ([str(seen[base])] if seen[base] > 1 else [])
        yield hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _words(text: dict[str, str]) -> str:
    """The Finnish text, or the first there is, as it is compared."""
    return normalised(text.get("fi") or next(iter(text.values()), ""))


def _requirements(rows: list[Row], keys: list[str]) -> Iterator[RequirementSnapshot]:
    for position, (row, key) in enumerate(zip(rows, keys, strict=True), start=1):
        yield RequirementSnapshot(key, row.heading, row.text, row.code_uri, position)


def _assessment(content: Content, keys: list[str]) -> dict[str, Any]:
    return {
        "subject": content.subject,
        "groups": [_group(group, keys) for group in content.groups],
        "notes": content.notes,
        "unpaired": content.unpaired,
    }


def _group(group: Group, keys: list[str]) -> dict[str, Any]:
    return {
        "heading": group.heading,
        "subject": group.subject,
        "requirement_key": "" if group.row is None else keys[group.row],
        "levels": group.levels,
    }
