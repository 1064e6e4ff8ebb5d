"""Reading ePerusteet documents of both generations into snapshots (eperusteet.md §14).

`read` takes what JSON gave, whatever it is; what it does not understand it refuses with BadInput.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sidecar.errors import BadInput
from sidecar.qualifications import _units
from sidecar.qualifications._values import day, identifier, moment
from sidecar.qualifications.snapshots import (
    QualificationSnapshot,
    RequirementSnapshot,
    UnitSnapshot,
)
from sidecar.qualifications.text import localized, mapping, sequence, string

__all__ = [
    "QualificationSnapshot",
    "RequirementSnapshot",
    "UnitSnapshot",
    "load_file",
    "parse",
    "read",
]

MAX_BYTES = 20 * 1024 * 1024
"""Real documents are 1 to 5 MB."""
PREPARATORY = ("koulutustyyppi_5", "koulutustyyppi_18", "koulutustyyppi_40")
WITHOUT_GRADES = ("koulutustyyppi_11", "koulutustyyppi_12", *PREPARATORY)


def load_file(path: Path) -> QualificationSnapshot:
    """Read one document from a file."""
    try:
        with path.open("rb") as file:
            source = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadInput("The file %(name)s cannot be read.", name=path.name) from error
    return parse(source)


def parse(source: bytes) -> QualificationSnapshot:
    """Read one document from its bytes."""
    _refuse_large(source)
    try:
        document = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise BadInput("This is not JSON. Give a document as ePerusteet offers it.") from error
    return read(document, source=source)


def read(document: object, *, source: bytes) -> QualificationSnapshot:
    """Read a `PerusteKaikkiDto`, a single tutkinnon osa, or a list or page of tutkinnon osat.

    `source` is the document as it came: its hash tells later whether it is already here.
    """
    _refuse_large(source)
    whole = document if isinstance(document, dict) and "tutkinnonOsat" in document else {}
    units = sequence(whole.get("tutkinnonOsat")) if whole else _loose_units(document)
    default = "accepted" if whole.get("koulutustyyppi") in WITHOUT_GRADES else None
    found = _units.read_all(units, sequence(whole.get("suoritustavat")), default)
    if not found:
        raise _refusal(document)
    if not any(unit.requirements for unit in found):
        raise BadInput("No unit in this document has requirements.")
    return _edition(whole, found, hashlib.sha256(source).hexdigest())


def _edition(
    whole: Mapping[str, Any], units: tuple[UnitSnapshot, ...], source_hash: str
) -> QualificationSnapshot:
    version = mapping(whole.get("globalVersion")).get("aikaleima")
    return QualificationSnapshot(
        eperusteet_id=identifier(whole.get("id")),
        register_number=string(whole.get("diaarinumero")),
        name=localized(whole.get("nimi")) or units[0].name,
        valid_from=day(whole.get("voimassaoloAlkaa")),
        valid_until=day(whole.get("voimassaoloLoppuu")),
        transition_until=day(whole.get("siirtymaPaattyy")),
        published_at=moment(whole.get("viimeisinJulkaisuAika")) or moment(version),
        source_hash=source_hash,
        units=units,
    )


def _loose_units(document: object) -> list[Any]:
    """Units that stand alone: one object, a list, or `data` of a search page."""
    if isinstance(document, dict):
        found = sequence(document.get("data")) if "data" in document else [document]
    else:
        found = sequence(document)
    return [unit for unit in found if _units.is_unit(unit)]


def _refuse_large(source: bytes) -> None:
    if len(source) > MAX_BYTES:
        raise BadInput(
            "This document is larger than %(limit)s MB.", limit=MAX_BYTES // (1024 * 1024)
        )


def _refusal(document: object) -> BadInput:
    """Why a document gave no unit."""
    held = mapping(document)
    if sequence(held.get("koulutuksenOsat")):
        return BadInput(
            "This document has parts of education and no units with requirements. "
            "valo cannot use it."
        )
    if "tutkinnonOsat" in held:
        return BadInput("This document has no units.")
    rows = sequence(held.get("data")) or [held]
    if any("suoritustavat" in mapping(r) or "diaarinumero" in mapping(r) for r in rows):
        return BadInput(
            "This document describes a qualification but its units are left out. "
            "Get the whole document from ePerusteet."
        )
    return BadInput("This is not a qualification document of ePerusteet.")
