"""Scales and criteria of ePerusteet (eperusteet.md §8): `arviointiasteikko`, `osaamistaso`."""

from typing import Any

from sidecar.qualifications.snapshots import Group
from sidecar.qualifications.text import localized, mapping, sequence, string

ACCEPTED, T1_K3, GRADES = "accepted", "t1-k3", "grades-1-5"
SCALES = {"1": ACCEPTED, "2": T1_K3, "3": GRADES}
LEVELS = {
    "1": (ACCEPTED, "accepted"),
    "2": (T1_K3, "1"),
    "3": (T1_K3, "2"),
    "4": (T1_K3, "3"),
    "5": (GRADES, "1"),
    "6": (GRADES, "2"),
    "7": (GRADES, "3"),
    "8": (GRADES, "4"),
    "9": (GRADES, "5"),
}
"""Scale and grade of an `osaamistaso`; grades as the koodistot write them (T1, H2, K3: 1, 2, 3)."""
GENERIC_SCALES = {"6783341": GRADES, "7599640": GRADES}
"""Generic scales that a document may hold by number only (`_geneerinenArviointiasteikko`)."""


def reference(node: object, name: str) -> str:
    """The id behind `name`: an object beside it, or a string under `_name`; else empty."""
    held = mapping(node)
    found = mapping(held.get(name)).get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found) if abs(found) < 2**63 else ""
    return string(held.get(f"_{name}"))


def scale_of(node: object) -> str | None:
    """The scale of a kohde or a generic scale: by its own id, else by the levels it uses."""
    named = SCALES.get(reference(node, "arviointiAsteikko"))
    if named:
        return named
    for level in sequence(mapping(node).get("osaamistasonKriteerit")):
        known = LEVELS.get(reference(level, "osaamistaso"))
        if known:
            return known[0]
    return None


def levels(node: object) -> list[dict[str, Any]]:
    """`osaamistasonKriteerit` as grades with criteria, lowest first; the lists are unordered."""
    found = []
    for level in sequence(mapping(node).get("osaamistasonKriteerit")):
        known = LEVELS.get(reference(level, "osaamistaso"))
        texts = [localized(text) for text in sequence(mapping(level).get("kriteerit"))]
        criteria = [text for text in texts if text]
        if known and criteria:
            found.append((reference(level, "osaamistaso"), known[1], criteria))
    return [{"grade": grade, "criteria": criteria} for _, grade, criteria in sorted(found, key=_id)]


def _id(found: tuple[str, str, Any]) -> str:
    return found[0]


def generic(scale: object, heading: dict[str, str] | None = None) -> list[Group]:
    """The criteria of a `geneerinenArviointiasteikko`: one group for the whole unit."""
    found = levels(scale)
    subject = localized(mapping(scale).get("kohde"))
    return [Group(found, heading=heading or {}, subject=subject)] if found else []
