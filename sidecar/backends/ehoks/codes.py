"""Names on the wire and codes of eHOKS (ehoks.md §3, §3.8)."""

import re

VOCATIONAL = "hankittavat-ammat-tutkinnon-osat"
LOCAL = "hankittavat-paikalliset-tutkinnon-osat"
COMMON = "hankittavat-yhteiset-tutkinnon-osat"
TUVA_PARTS = "hankittavat-koulutuksen-osat"
SUB_AREAS = "osa-alueet"
PERIODS = "osaamisen-hankkimistavat"
DEMONSTRATIONS = "osaamisen-osoittaminen"
WORKPLACE = "tyopaikalla-jarjestettava-koulutus"
GUIDE = "vastuullinen-tyopaikka-ohjaaja"
PERIOD_KEY = "yksiloiva-tunniste"
WAY = "osaamisen-hankkimistapa-koodi-uri"
BASIS = "oppisopimuksen-perusta-koodi-uri"
UNIT_URI = "tutkinnon-osa-koodi-uri"
UNIT_VERSION = "tutkinnon-osa-koodi-versio"
NEED = "osaamisen-hankkimisen-tarve"

AGREEMENTS = {
    "training_agreement": "osaamisenhankkimistapa_koulutussopimus",
    "apprenticeship": "osaamisenhankkimistapa_oppisopimus",
    "institution": "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus",
}
AT_WORKPLACE = ("training_agreement", "apprenticeship")
CODE_VERSION = 1
"""Of osaamisenhankkimistapa and oppisopimuksenperusta; the version in the plan is kept."""

_UNIT = re.compile(r"tutkinnonosat_\d+", re.ASCII)
_PHONE = re.compile(r"[-+0-9() ]{0,256}")


def is_unit_uri(text: str) -> bool:
    """Whether it looks like `tutkinnonosat_<number>`; whether the code exists nobody checks."""
    return _UNIT.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether it holds only what the guide's number may: digits, + - ( ) and space."""
    return _PHONE.fullmatch(text) is not None


def basis_uri(basis: str) -> str:
    """The code of an apprenticeship's ground: `01` → `oppisopimuksenperusta_01`."""
    known = basis.startswith("oppisopimuksenperusta_")
    return basis if known or not basis else f"oppisopimuksenperusta_{basis}"
