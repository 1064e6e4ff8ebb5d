"""Small documents of both generations, composed for the tests."""

import json
from typing import Any

from sidecar.qualifications.reader import parse
from sidecar.qualifications.snapshots import QualificationSnapshot, UnitSnapshot

LEVEL_ORDER = ("7", "5", "9", "8", "6")
"""As in real documents: not in the order of the grades."""


def text(fi: str, sv: str | None = None) -> dict[str, Any]:
    return {"_id": "1", "fi": fi, "sv": sv if sv is not None else f"{fi} på svenska"}


def code(uri: str) -> dict[str, Any]:
    return {"uri": uri, "arvo": uri.rpartition("_")[2], "nimi": None, "versio": 1}


def requirement(fi: str, uri: str | None = None) -> dict[str, Any]:
    return {"koodi": code(uri) if uri else None, "vaatimus": text(fi)}


def generic_scale() -> dict[str, Any]:
    return {
        "id": 1,
        "kohde": text("Opiskelija", "Den studerande"),
        "_arviointiAsteikko": "3",
        "osaamistasonKriteerit": [
            {"_osaamistaso": level, "kriteerit": [text(f"taso {level}")]} for level in LEVEL_ORDER
        ],
    }


def modern_unit(number: int = 111111, **other: Any) -> dict[str, Any]:
    uri = f"tutkinnonosat_{number}"
    return {
        "id": number,
        "nimi": text("Muuraus", "Murning"),
        "koodi": code(uri),
        "koodiUri": uri,
        "tyyppi": "normaali",
        "osanTyyppi": "tutkinnonosa",
        "ammattitaitovaatimukset": {"fi": "<dl><dt><i>Opiskelija</i></dt><dd>sama</dd></dl>"},
        "ammattitaitovaatimukset2019": {
            "kohde": text("Opiskelija"),
            "vaatimukset": [requirement("tulee ajoissa")],
            "kohdealueet": [
                {
                    "kuvaus": text("Laasti"),
                    "vaatimukset": [
                        requirement("sekoittaa laastin", "ammattitaitovaatimukset_77"),
                        requirement("pesee välineet", "temporary_5"),
                    ],
                },
                {"kuvaus": text("Tyhjä"), "vaatimukset": []},
                {"kuvaus": None, "vaatimukset": [requirement("pesee välineet"), {}, None]},
            ],
        },
        "ammattitaidonOsoittamistavat": text("<p>Muuraa&nbsp;seinän.</p><p>Siivoaa.</p>"),
        "geneerinenArviointiasteikko": generic_scale(),
        "arviointi": None,
    } | other


def target(heading: str | None, scale: str = "3", level: str = "7") -> dict[str, Any]:
    empty = [{"_osaamistaso": "8", "kriteerit": []}] if scale == "3" else []
    return {
        "otsikko": text(heading) if heading else None,
        "selite": text("Opiskelija"),
        "_arviointiAsteikko": scale,
        "osaamistasonKriteerit": [
            *empty,
            {"_osaamistaso": level, "osaamistaso": None, "kriteerit": [text("tekee hyvin")]},
        ],
    }


def area(heading: str, *targets: dict[str, Any], uri: str | None = None) -> dict[str, Any]:
    return {
        "otsikko": text(heading),
        "arvioinninKohteet": list(targets),
        "koodi": code(uri) if uri else None,
    }


def listed(intro: str, *items: str) -> str:
    return f"<p>{intro}</p>\n<ul>\n\t" + "\n\t".join(f"<li>{i}</li>" for i in items) + "\n</ul>"


def older_unit(number: int = 222222, **other: Any) -> dict[str, Any]:
    """Dialect A2: as many kohdealueet as list items."""
    return {
        "id": number,
        "nimi": text("Laatoitus", "Plattsättning"),
        "koodi": None,
        "koodiUri": f"tutkinnonosat_{number}",
        "tyyppi": "normaali",
        "osanTyyppi": "tutkinnonosa",
        "ammattitaitovaatimukset": {
            "fi": listed("Opiskelija osaa", "leikata laatan", "saumata pinnan"),
            "sv": listed("Den studerande kan", "skära plattan", "foga ytan"),
        },
        "arviointi": {
            "lisatiedot": None,
            "arvioinninKohdealueet": [
                area("Opiskelija leikkaa laatan.", target(None), uri="ammattitaitovaatimukset_5"),
                area("Opiskelija saumaa pinnan.", target(None)),
            ],
        },
    } | other


def qualification(*units: Any, **other: Any) -> dict[str, Any]:
    return {
        "id": 12345,
        "nimi": text("Muurarin tutkinto", "Murarexamen"),
        "diaarinumero": "OPH-1-2026",
        "koulutustyyppi": "koulutustyyppi_1",
        "voimassaoloAlkaa": 1_659_301_200_000,
        "voimassaoloLoppuu": None,
        "siirtymaPaattyy": 1_659_301_200_000,
        "globalVersion": {"aikaleima": 1_653_308_149_662},
        "suoritustavat": [],
        "tutkinnonOsat": list(units),
    } | other


def as_read(document: object) -> QualificationSnapshot:
    return parse(json.dumps(document).encode())


def unit_of(unit: dict[str, Any]) -> UnitSnapshot:
    return as_read(qualification(unit)).units[0]


def finnish(unit: UnitSnapshot) -> list[str]:
    return [requirement.text["fi"] for requirement in unit.requirements]
