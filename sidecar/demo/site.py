"""The demo's building site and its eight task cards (all made up)."""

from sidecar.environments.actions import new_card, new_site
from sidecar.environments.models import LearningEnvironment
from sidecar.identity.permissions import Viewer
from sidecar.qualifications.models import QualificationUnit

_SITE = {
    "name": "Kerrostalon työmaa",
    "address": "Satamakatu 4, Esimerkkilä",
    "hours": "8.00–15.00",
    "bring": "turvakengät\nkypärä\ntyöturvallisuuskortti",
}
# Names in Finnish, Swedish and English, picture, and the sentences of demo/qualification.py.
_CARDS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("Mittaus", "Mätning", "Measuring", "ruler", ("katsoo piirroksesta", "mittaa ja merkitsee")),
    ("Sahaus", "Sågning", "Sawing", "saw", ("sahaa laudat", "käyttää kypärää")),
    ("Levyt", "Skivor", "Boards", "hammer", ("kiinnittää levyt", "tarkistaa vesivaa'alla")),
    ("Laasti", "Bruk", "Mortar", "bucket", ("sekoittaa laastin",)),
    ("Kantaminen", "Bära", "Carrying", "cart", ("nostaa raskaat taakat",)),
    ("Siivous", "Städning", "Tidying up", "broom", ("lajittelee jätteet",)),
    ("Turvallisuus", "Säkerhet", "Safety", "helmet", ("kertoo heti vaarasta", "käyttää kypärää")),
    ("Työ parin kanssa", "Arbete i par", "Work in pairs", "people", ("sopii työnjaosta",)),
)


def build_site(coach: Viewer, unit: QualificationUnit) -> LearningEnvironment:
    """The site with its cards; they bring what the unit has of our own practice sentences."""
    site = new_site(coach, dict(_SITE))
    for number, (fi, sv, en, picture, begins) in enumerate(_CARDS, start=1):
        names = {"name_fi": fi, "name_sv": sv, "name_en": en}
        more = {"picture": picture, "position": number, "in_use": True, "unit_id": unit.id}
        new_card(coach, site, {**names, **more, "requirements": _keys(unit, begins)})
    return site


def _keys(unit: QualificationUnit, begins: tuple[str, ...]) -> list[str]:
    return [
        one.requirement_key
        for one in unit.requirements
        if str(one.text.get("fi", "")).startswith(begins)
    ]
