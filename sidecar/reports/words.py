"""The words of a printed paper. Its language is chosen apart from the language of the page."""

from typing import Literal

Language = Literal["fi", "sv"]

WORDS: dict[Language, dict[str, str]] = {
    "fi": {
        "paper": "Näyttötutkintopaperit",
        "learner": "Opiskelija",
        "provider": "Koulutuksen järjestäjä",
        "qualification": "Tutkinto",
        "unit": "Tutkinnon osa",
        "unit_code": "Tutkinnon osan koodi",
        "points": "Laajuus",
        "points_unit": "osp",
        "register": "Perusteiden diaarinumero",
        "workplace": "Paikka",
        "business_id": "Y-tunnus",
        "when": "Aika",
        "coach": "Valmentaja",
        "teacher": "Opettaja",
        "state": "Paperien vaihe",
        "handed_over": "Luovutettu",
        "received": "Vastaanotettu",
        "facts": "Näytön tiedot",
        "place": "Kuvaus paikasta",
        "situations": "Työtilanteet",
        "assessors": "Arvioijat",
        "assessors_none": "Arvioijia ei ole vielä nimetty.",
        "role": "Rooli",
        "name": "Nimi",
        "organisation": "Organisaatio",
        "skills": "Mitä osaan ja millä sen näytän",
        "skills_none": "Ammattitaitovaatimuksia ei ole vielä valittu.",
        "requirement": "Ammattitaitovaatimus",
        "evidence": "Työpäiväkirjasta",
        "evidence_none": "Tästä ei ole vielä merkintää.",
        "written_by": "{name} kirjoitti tämän opiskelijan puolesta. Opiskelija on vahvistanut sen.",
        "assessment": "Arviointi",
        "assessment_none": "Näyttöä ei ole vielä arvioitu.",
        "scale": "Arviointiasteikko",
        "grade": "Arvosana",
        "assessed_on": "Arvioitu",
        "grounds": "Perustelut",
        "criteria": "Mitä kukin arvosana tarkoittaa",
        "between": "Viereisten arvosanojen välissä: {grades}.",
        "made_on": "Tulostettu",
        "page": "Sivu",
        "square": "□ on merkki, jota tälle paperille ei voi painaa.",
    },
    "sv": {
        "paper": "Yrkesprovshandlingar",
        "learner": "Studerande",
        "provider": "Utbildningsanordnare",
        "qualification": "Examen",
        "unit": "Examensdel",
        "unit_code": "Examensdelens kod",
        "points": "Omfattning",
        "points_unit": "kp",
        "register": "Grundernas diarienummer",
        "workplace": "Plats",
        "business_id": "FO-nummer",
        "when": "Tid",
        "coach": "Tränare",
        "teacher": "Lärare",
        "state": "Handlingarnas skede",
        "handed_over": "Överlämnade",
        "received": "Mottagna",
        "facts": "Uppgifter om yrkesprovet",
        "place": "Om platsen",
        "situations": "Arbetssituationer",
        "assessors": "Bedömare",
        "assessors_none": "Bedömarna har inte utsetts ännu.",
        "role": "Roll",
        "name": "Namn",
        "organisation": "Organisation",
        "skills": "Vad jag kan och hur jag visar det",
        "skills_none": "Inga krav på yrkesskicklighet har valts ännu.",
        "requirement": "Krav på yrkesskicklighet",
        "evidence": "Ur arbetsdagboken",
        "evidence_none": "Det finns ingen anteckning om detta ännu.",
        "written_by": "{name} skrev det här för den studerande, som har bekräftat det.",
        "assessment": "Bedömning",
        "assessment_none": "Yrkesprovet har inte bedömts ännu.",
        "scale": "Bedömningsskala",
        "grade": "Vitsord",
        "assessed_on": "Bedömt",
        "grounds": "Motivering",
        "criteria": "Vad varje vitsord betyder",
        "between": "Mellan vitsorden intill: {grades}.",
        "made_on": "Utskrivet",
        "page": "Sida",
        "square": "□ är ett tecken som inte kan tryckas på det här pappret.",
    },
}

NAMED: dict[Language, dict[str, str]] = {
    "fi": {
        "writing": "kirjoitetaan",
        "ready": "luovutettu",
        "received": "vastaanotettu",
        "assessed": "arvioitu",
        "provider": "Opettaja tai muu järjestäjän edustaja",
        "workplace": "Työelämän edustaja",
        "alone": "yksin",
        "with_help": "autettuna",
        "watched": "katsoin vierestä",
        "full": "Osaan yksin",
        "half": "Osaan autettuna",
        "off": "Vielä ilman valoa",
        "lit_full": "yksin",
        "lit_half": "autettuna",
        "lit_off": "vielä ilman valoa",
        "grades-1-5": "1–5",
        "t1-k3": "1–3",
        "accepted": "hyväksytty",
        "failed": "ei vielä hyväksytty",
    },
    "sv": {
        "writing": "skrivs",
        "ready": "överlämnade",
        "received": "mottagna",
        "assessed": "bedömda",
        "provider": "Lärare eller annan företrädare för anordnaren",
        "workplace": "Företrädare för arbetslivet",
        "alone": "på egen hand",
        "with_help": "med hjälp",
        "watched": "jag tittade på",
        "full": "Kan på egen hand",
        "half": "Kan med hjälp",
        "off": "Ännu utan ljus",
        "lit_full": "på egen hand",
        "lit_half": "med hjälp",
        "lit_off": "ännu utan ljus",
        "grades-1-5": "1–5",
        "t1-k3": "1–3",
        "accepted": "godkänd",
        "failed": "ännu inte godkänd",
    },
}
"""Words of stored codes: states, kinds of assessor, independence, lamps, scales, grades."""

_FI = ("tyydyttävä", "hyvä", "kiitettävä")
_SV = ("nöjaktiga", "goda", "berömliga")
_LEVELS = {"grades-1-5": (0, 0, 1, 1, 2), "t1-k3": (0, 1, 2)}


def named(language: Language, code: str | None) -> str:
    """The words of a stored code; the code itself when we have none."""
    return NAMED[language].get(code or "", code or "")


def grade_words(language: Language, scale: str, grade: str) -> str:
    """A grade with its word: `3 hyvä` on the scale 1–5, `3 kiitettävä` on 1–3."""
    levels = _LEVELS.get(scale, ())
    number = int(grade) if grade in {"1", "2", "3", "4", "5"} else 0
    if not 1 <= number <= len(levels):
        return named(language, grade)
    return f"{number} {(_FI if language == 'fi' else _SV)[levels[number - 1]]}"
