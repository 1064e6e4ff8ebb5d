"""A practice qualification in ePerusteet's wire format since 2020 (eperusteet.md §2, §4).

The sentences are our own, in plain language; no real qualification has them.
"""

import json
from typing import Any

Text = dict[str, str]
Sentence = tuple[str, str]

REGISTER_NUMBER = "OPH-0000-2026"
UNIT_CODE = "tutkinnonosat_999001"
_BEGINS = 1_767_218_400_000
"""1 January 2026 at midnight in Finland, in milliseconds."""
_PUBLISHED = 1_767_261_600_000

_SITE: list[tuple[Sentence, list[Sentence]]] = [
    (
        ("Työpäivän valmistelu", "Att förbereda arbetsdagen"),
        [
            ("tulee työmaalle sovittuun aikaan", "kommer till bygget på avtalad tid"),
            (
                "katsoo piirroksesta, mitä päivän aikana tehdään",
                "ser på ritningen vad som ska göras under dagen",
            ),
            (
                "kysyy neuvoa, kun ohje jää epäselväksi",
                "frågar om råd när en anvisning är oklar",
            ),
            (
                "varaa työkalut ja tarvikkeet työn viereen",
                "tar fram verktyg och material till arbetsplatsen",
            ),
        ],
    ),
    (
        ("Rakentaminen käsin ja koneilla", "Att bygga för hand och med maskiner"),
        [
            ("mittaa ja merkitsee puutavaran", "mäter och märker virket"),
            ("sahaa laudat oikeaan mittaan", "sågar brädorna i rätt längd"),
            ("kiinnittää levyt ruuveilla tai nauloilla", "fäster skivor med skruv eller spik"),
            (
                "sekoittaa laastin pakkauksen ohjeen mukaan",
                "blandar bruket enligt förpackningens anvisning",
            ),
            ("tarkistaa vesivaa'alla, että pinta on suora", "kontrollerar ytan med vattenpass"),
        ],
    ),
    (
        ("Turvallinen ja siisti työmaa", "Ett tryggt och städat bygge"),
        [
            (
                "käyttää kypärää, suojalaseja ja turvakenkiä",
                "använder hjälm, skyddsglasögon och skyddsskor",
            ),
            (
                "kertoo heti vaarasta, jonka huomaa",
                "berättar genast om en fara som hen märker",
            ),
            ("nostaa raskaat taakat oikein", "lyfter tunga saker på rätt sätt"),
            ("lajittelee jätteet omiin astioihin", "sorterar avfallet i rätt kärl"),
        ],
    ),
    (
        ("Työ yhdessä muiden kanssa", "Att arbeta med andra"),
        [
            (
                "sopii työnjaosta työparin kanssa",
                "kommer överens med sin arbetskamrat om vem som gör vad",
            ),
            (
                "kertoo päivän päätteeksi, mitä sai valmiiksi",
                "berättar i slutet av dagen vad som blev färdigt",
            ),
        ],
    ),
]

_PAINT: list[tuple[Sentence, list[Sentence]]] = [
    (
        ("Pinnan valmistelu", "Att förbereda ytan"),
        [
            ("suojaa lattian ja kalusteet", "täcker golv och möbler"),
            ("täyttää kolot ja hioo pinnan", "spacklar hål och slipar ytan"),
        ],
    ),
    (
        ("Maalaaminen", "Att måla"),
        [
            ("valitsee pintaan sopivan maalin", "väljer en färg som passar ytan"),
            ("maalaa pinnan tasaisesti", "målar ytan jämnt"),
            ("puhdistaa välineet työn jälkeen", "rengör redskapen efter arbetet"),
        ],
    ),
]

_CRITERIA: list[tuple[int, Sentence, list[Sentence]]] = [
    (
        5,
        ("Tyydyttävä 1", "Nöjaktiga 1"),
        [
            ("tekee työn, kun saa ohjeet vaihe kerrallaan", "gör jobbet med råd i varje steg"),
            ("korjaa työtään, kun siitä sanotaan", "rättar sitt arbete på uppmaning"),
        ],
    ),
    (
        6,
        ("Tyydyttävä 2", "Nöjaktiga 2"),
        [
            ("tekee tutut vaiheet itse", "gör bekanta steg själv"),
            ("kysyy apua uudessa tilanteessa", "ber om hjälp i en ny situation"),
        ],
    ),
    (
        7,
        ("Hyvä 3", "Goda 3"),
        [
            ("tekee koko työn itse tavallisena päivänä", "gör hela jobbet själv en vanlig dag"),
            ("huomaa omat virheensä", "märker sina egna fel"),
        ],
    ),
    (
        8,
        ("Hyvä 4", "Goda 4"),
        [
            ("suunnittelee työn ja tekee sen itse", "planerar och gör jobbet själv"),
            ("perustelee, miksi valitsi työtavan", "motiverar sitt val av arbetssätt"),
        ],
    ),
    (
        9,
        ("Kiitettävä 5", "Berömliga 5"),
        [
            ("löytää keinon myös yllättävässä tilanteessa", "hittar en utväg när något överraskar"),
            ("auttaa muita onnistumaan", "hjälper andra att lyckas"),
        ],
    ),
]


def _text(sentence: Sentence) -> Text:
    return {"fi": sentence[0], "sv": sentence[1]}


_STUDENT = ("Opiskelija", "Den studerande")


def _level(number: int, name: Sentence) -> dict[str, Any]:
    return {"id": number, "otsikko": _text(name)}


def _scale() -> dict[str, Any]:
    levels = [_level(number, name) for number, name, _ in _CRITERIA]
    return {
        "id": 999900,
        "nimi": _text(("Harjoittelun arviointiasteikko", "Bedömningsskala för övning")),
        "kohde": _text(_STUDENT),
        "arviointiAsteikko": {"id": 3, "osaamistasot": levels},
        "osaamistasonKriteerit": [
            {"osaamistaso": _level(number, name), "kriteerit": [_text(c) for c in criteria]}
            for number, name, criteria in _CRITERIA
        ],
    }


def _requirements(areas: list[tuple[Sentence, list[Sentence]]]) -> dict[str, Any]:
    return {
        "kohde": _text(_STUDENT),
        "vaatimukset": [],
        "kohdealueet": [
            {
                "kuvaus": _text(heading),
                "vaatimukset": [{"koodi": None, "vaatimus": _text(one)} for one in sentences],
            }
            for heading, sentences in areas
        ],
    }


def _unit(
    number: int,
    name: Sentence,
    shown: Sentence,
    areas: list[tuple[Sentence, list[Sentence]]],
) -> dict[str, Any]:
    uri = f"tutkinnonosat_{number}"
    return {
        "id": number,
        "nimi": _text(name),
        "koodi": {
            "nimi": _text(name),
            "arvo": str(number),
            "uri": uri,
            "koodisto": "tutkinnonosat",
            "versio": 1,
        },
        "koodiUri": uri,
        "koodiArvo": str(number),
        "tyyppi": "normaali",
        "osanTyyppi": "tutkinnonosa",
        "ammattitaidonOsoittamistavat": {"fi": f"<p>{shown[0]}</p>", "sv": f"<p>{shown[1]}</p>"},
        "ammattitaitovaatimukset2019": _requirements(areas),
        "geneerinenArviointiasteikko": _scale(),
        "arviointi": None,
        "osaAlueet": [],
    }


DOCUMENT: dict[str, Any] = {
    "id": 999000,
    "nimi": _text(("Rakentamisen perustutkinto (harjoitus)", "Grundexamen i byggande (övning)")),
    "diaarinumero": REGISTER_NUMBER,
    "koulutustyyppi": "koulutustyyppi_1",
    "toteutus": "ammatillinen",
    "kielet": ["fi", "sv"],
    "voimassaoloAlkaa": _BEGINS,
    "voimassaoloLoppuu": None,
    "siirtymaPaattyy": None,
    "viimeisinJulkaisuAika": _PUBLISHED,
    "globalVersion": {"aikaleima": _PUBLISHED},
    "suoritustavat": [
        {
            "suoritustapakoodi": "reformi",
            "laajuusYksikko": "OSAAMISPISTE",
            "tutkinnonOsaViitteet": [
                {"id": 1, "laajuus": 25, "jarjestys": 1, "_tutkinnonOsa": "999001"},
                {"id": 2, "laajuus": 15, "jarjestys": 2, "_tutkinnonOsa": "999002"},
            ],
        }
    ],
    "tutkinnonOsat": [
        _unit(
            999001,
            ("Rakennustyömaalla työskentely (harjoitus)", "Att arbeta på ett bygge (övning)"),
            (
                "Opiskelija näyttää osaamisensa tekemällä töitä rakennustyömaalla tai pajalla.",
                "Den studerande visar sitt kunnande genom att arbeta på ett bygge.",
            ),
            _SITE,
        ),
        _unit(
            999002,
            ("Pintojen maalaus (harjoitus)", "Målning av ytor (övning)"),
            (
                "Opiskelija näyttää osaamisensa maalaamalla huoneen seinät.",
                "Den studerande visar sitt kunnande genom att måla väggarna i ett rum.",
            ),
            _PAINT,
        ),
    ],
}


def as_bytes() -> bytes:
    """The document as it would come over the wire."""
    return json.dumps(DOCUMENT, ensure_ascii=False, indent=1).encode()
