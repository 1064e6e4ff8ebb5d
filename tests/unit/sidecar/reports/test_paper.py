"""The printed paper, read back: its texts, its tags, and that nothing typed can stop it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sidecar.reports.ink import inked
from sidecar.reports.paper import (
    PaperAssessment,
    PaperAssessorLine,
    PaperContent,
    PaperCriteria,
    PaperEvidence,
    PaperLevel,
    PaperRequirement,
    paper_pdf,
)
from sidecar.reports.words import NAMED, WORDS, grade_words

ROWS = (
    PaperRequirement(
        heading="Työn suunnittelu",
        text="suojaa työkohteen",
        state="full",
        evidence=[
            PaperEvidence(
                day=date(2026, 11, 17),
                words="Peitin lattian – hinta 45 €.",
                hours=Decimal("6.50"),
                independence="alone",
            )
        ],
    ),
    PaperRequirement(heading="Työn suunnittelu", text="valitsee pohjan", state="half"),
    PaperRequirement(heading="Työn toteutus", text="huoltaa välineet", state="off"),
)
PAPER = PaperContent(
    language="fi",
    learner_name="Aino Öhman",
    unit_name="Maalaustyöt",
    made_on=date(2026, 12, 9),
    provider_name="Esimerkkilän ammattiopisto",
    qualification_name="Pintakäsittelyalan perustutkinto",
    register_number="OPH-0000-2026",
    unit_code="tutkinnonosat_999001",
    points="30",
    workplace_name="Kerrostalo, Satamakatu 4",
    business_id="0000000-0",
    workplace_description="Kahden asunnon maalaus.",
    first_day=date(2026, 12, 7),
    last_day=date(2026, 12, 8),
    work_situations=["Seinien maalaus"],
    assessors=[
        PaperAssessorLine(kind="provider", name="Matti Opettaja", organisation="Opisto"),
        PaperAssessorLine(kind="workplace", name="Åsa Målare", organisation="Väri Oy"),
    ],
    coach_name="Kaija Valmentaja",
    teacher_name="Matti Opettaja",
    requirements=ROWS,
    assessment=PaperAssessment(
        scale="grades-1-5", grade="4", day=date(2026, 12, 8), grounds="Huolellinen työ."
    ),
    state="assessed",
)
HOSTILE = '#panic() *x* _y_ ] [ $z$ `q` \\ "w" <a> @b = h // no /* c */ ${k} #{1+1} \\u{41}'


def levels(sentences: int = 1) -> list[PaperLevel]:
    """Criteria at 1, 3 and 5, as older requirements have them."""
    return [
        PaperLevel(
            scale="grades-1-5",
            grade=grade,
            parts=[
                PaperCriteria(
                    heading="Työprosessin hallinta",
                    subject="Opiskelija",
                    sentences=[f"tekee {word} #strong[työn] {n}" for n in range(sentences)],
                )
            ]
            if word
            else [],
        )
        for grade, word in zip("12345", ("ohjatusti", "", "hyvin", "", "taiten"), strict=True)
    ]


def read(paper: PaperContent) -> PdfReader:
    return PdfReader(BytesIO(paper_pdf(paper)))


def text_of(paper: PaperContent) -> str:
    pages = " ".join(page.extract_text() for page in read(paper).pages)
    return " ".join(pages.replace("\u200b", "").replace("\u00a0", " ").split())


def saying(words: str, **more: Any) -> PaperContent:
    """A paper whose one diary entry has these words."""
    evidence = [PaperEvidence(day=date(2026, 1, 1), words=words)]
    row = PaperRequirement(text="tekee", state="half", evidence=evidence)
    return replace(PAPER, requirements=[row], **more)


def structure(reader: PdfReader) -> list[str]:
    """Roles of all elements of the tag tree, in reading order."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            found += [str(node["/S"])] if "/S" in node else []
            waiting += [node["/K"]] if "/K" in node else []
    return found


def test_finnish_paper_says_everything() -> None:
    text = text_of(PAPER)
    for expected in (
        "Näyttötutkintopaperit: Maalaustyöt", "Aino Öhman", "Esimerkkilän ammattiopisto",
        "Pintakäsittelyalan perustutkinto", "OPH-0000-2026", "tutkinnonosat_999001", "30 osp",
        "Kerrostalo, Satamakatu 4, Y-tunnus 0000000-0", "Kahden asunnon maalaus.", "7.–8.12.2026",
        "Seinien maalaus", "Työelämän edustaja", "Åsa Målare", "Väri Oy", "Kaija Valmentaja",
        "1 yksin · 1 autettuna · 1 vielä ilman valoa", "Työn toteutus", "suojaa työkohteen",
        "Osaan yksin", "17.11.2026 · 6,5 h · yksin", "Peitin lattian – hinta 45 €.",
        "Tästä ei ole vielä merkintää.", "4 hyvä", "Huolellinen työ.", "Tulostettu 9.12.2026",
    ):  # fmt: skip
        assert expected in text
    assert "□" not in text


def test_swedish_paper_says_everything() -> None:
    text = text_of(replace(PAPER, language="sv"))
    for expected in (
        "Yrkesprovshandlingar: Maalaustyöt", "30 kp", "FO-nummer 0000000-0",
        "7–8.12.2026", "Företrädare för arbetslivet", "1 på egen hand · 1 med hjälp",
        "Vad jag kan och hur jag visar det", "Ännu utan ljus", "4 goda", "Utskrivet 9.12.2026",
    ):  # fmt: skip
        assert expected in text
    assert "Osaan" not in text


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pdf_is_declared_accessible(language: Any) -> None:
    reader = read(replace(PAPER, language=language))
    root: Any = reader.trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == f"{language}-FI"
    assert reader.metadata is not None
    assert reader.metadata.title == f"{WORDS[language]['paper']}: Maalaustyöt"
    assert reader.metadata.author == "Aino Öhman"


def test_headings_and_table_headers_are_tagged() -> None:
    roles = structure(read(PAPER))
    assert roles.count("/Table") == 3
    assert roles.count("/TH") == 3 + 2 + 2
    assert roles.count("/H1") + roles.count("/H2") + roles.count("/H3") >= 7
    assert "/L" in roles
    assert "/Figure" not in roles  # lamps are decoration: the words beside them say the same


def test_every_page_has_names_and_number() -> None:
    reader = read(replace(PAPER, requirements=ROWS * 20))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "Aino Öhman · Maalaustyöt" in text
        assert f"Sivu {number} / {len(reader.pages)}" in text


def test_a_row_stays_on_one_page_and_a_long_one_goes_on() -> None:
    words = "Peitin lattian, teippasin listat ja siivosin lopuksi kaiken. " * 4
    evidence = [PaperEvidence(day=date(2026, 11, 17), words=words)]
    rows = [
        PaperRequirement(text=f"alku{n} {'ja tekee sen huolella ' * 6}loppu{n}", state="full",
                         evidence=evidence)
        for n in range(30)
    ]  # fmt: skip
    pages = [page.extract_text() for page in read(replace(PAPER, requirements=rows)).pages]
    starts = {n: [i for i, text in enumerate(pages) if f"alku{n} " in text] for n in range(30)}
    ends = {n: [i for i, text in enumerate(pages) if f"loppu{n}\n" in text] for n in range(30)}
    assert starts == ends
    long = PaperRequirement(text="tekee", state="full", evidence=evidence * 40)
    assert len(read(replace(PAPER, requirements=[long])).pages) > 2


def test_fonts_are_inside_the_file_and_not_of_the_machine() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in read(PAPER).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all(name.startswith("LibertinusSerif") for name in fonts)


def test_hostile_text_is_only_text() -> None:
    lines = [PaperAssessorLine(kind=HOSTILE, name=HOSTILE, organisation=HOSTILE)]
    text = text_of(
        saying(HOSTILE, learner_name=HOSTILE, unit_name=HOSTILE, assessors=lines, state=HOSTILE)
    )
    assert "#panic() *x* _y_ ] [ $z$ `q` \\" in text
    assert "// no /* c */ ${k} #{1+1} \\u{41}" in text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x07c\x1bd\x7f", "abcd"),
        ("ho\u0308pe\u00ada \u202eab\u202c", "höpea ab"),
        ("yksi\r\nkaksi\u2028kolme\n\n\n\nneljä", "yksi\nkaksi\nkolme\n\nneljä"),
        ("hyvä 👍🏽👩\u200d🔧 päivä", "hyvä □ päivä"),
        ("漢字 \ud800", "□ □"),
        ("tab\tja \u00a0 välit", "tab ja välit"),
        ("Ђорђе Дмитрий Ελλη ăâîșț ðþ", "Ђорђе Дмитрий Ελλη ăâîșț ðþ"),
    ],
)
def test_letters_that_cannot_be_printed(typed: str, printed: str) -> None:
    assert inked(typed) == printed
    assert paper_pdf(saying(typed))


def test_white_square_is_explained_only_where_it_stands() -> None:
    assert WORDS["fi"]["square"] in text_of(saying("hyvä 👍"))
    assert WORDS["fi"]["square"] not in text_of(saying("hyvä"))


def test_all_letters_that_are_let_through_can_be_printed() -> None:
    every = "".join(map(chr, range(0x20, 0x11000)))
    letters = "".join(dict.fromkeys(inked(every).replace("\u200b", "")))
    assert "€" in letters
    assert "ж" in letters
    paper = saying(" ".join(letters))
    assert "\u0411" in text_of(paper)  # not fallen back to Latin letters alone


def test_arabic_and_hebrew_names_are_printed() -> None:
    assert paper_pdf(replace(PAPER, learner_name="محمد علي لا", coach_name="שרה"))


@settings(max_examples=25)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_makes_a_paper(typed: str) -> None:
    assert paper_pdf(saying(typed, learner_name=typed)).startswith(b"%PDF")


def test_very_long_words_break_into_lines() -> None:
    long = "https://" + "x" * 400
    pages = read(saying(long, workplace_name="Ö" * 400, learner_name="N" * 300)).pages
    lines = [line for page in pages for line in page.extract_text().splitlines()]
    assert max(len(word) for line in lines for word in line.split() if "xx" in word) < 60
    assert sum(line.count("x") for line in lines) == 400


def test_criteria_stand_below_the_assessment_grade_by_grade() -> None:
    paper = replace(PAPER, levels=levels())
    text = text_of(paper)
    places = [
        text.index(words)
        for words in (
            "Huolellinen työ.", "Mitä kukin arvosana tarkoittaa", "1 tyydyttävä",
            "Työprosessin hallinta Opiskelija", "tekee ohjatusti #strong[työn] 0", "3 hyvä",
            "tekee hyvin", "5 kiitettävä", "tekee taiten",
            "Viereisten arvosanojen välissä: 2 tyydyttävä, 4 hyvä.",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    swedish = text_of(replace(paper, language="sv"))
    assert "Vad varje vitsord betyder" in swedish
    assert "Mellan vitsorden intill: 2 nöjaktiga, 4 goda." in swedish
    assert structure(read(paper)).count("/LI") == 1 + 3
    assert "Mitä kukin arvosana" not in text_of(PAPER)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_empty_paper_is_a_paper(language: Any) -> None:
    empty = PaperContent(language=language, learner_name="", unit_name="", made_on=date(2026, 1, 1))
    text, words = text_of(empty), WORDS[empty.language]
    assert words["assessors_none"] in text
    assert words["assessment_none"] in text


def test_same_content_gives_same_bytes_also_from_many_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(paper_pdf, [PAPER] * 8))) == 1


@pytest.mark.parametrize(
    ("first", "last", "language", "shown"),
    [
        (date(2026, 12, 7), None, "fi", "7.12.2026"),
        (date(2026, 12, 7), date(2026, 12, 7), "fi", "7.12.2026"),
        (date(2026, 11, 30), date(2026, 12, 8), "fi", "30.11.2026 – 8.12.2026"),
    ],
)
def test_days_as_people_write_them(first: Any, last: Any, language: Any, shown: str) -> None:
    paper = replace(PAPER, first_day=first, last_day=last, language=language)
    assert f"{WORDS[paper.language]['when']} {shown}" in text_of(paper)


def test_grades_in_words() -> None:
    assert grade_words("fi", "grades-1-5", "3") == "3 hyvä"
    assert grade_words("sv", "t1-k3", "3") == "3 berömliga"
    assert grade_words("fi", "accepted", "accepted") == "hyväksytty"
    assert grade_words("sv", "grades-1-5", "failed") == "ännu inte godkänd"
    assert grade_words("fi", "t1-k3", "5") == "5"
    assert grade_words("fi", "own", "²") == "²"


def test_both_languages_have_the_same_words() -> None:
    for table in (WORDS, NAMED):
        assert table["fi"].keys() == table["sv"].keys()
        assert all(all(words.values()) for words in table.values())


def _many(rows: int, each: int) -> PaperContent:
    words = "Maalasin tänään seinän ja opin samalla, miten pohjamaali valitaan. "
    evidence = [PaperEvidence(day=date(2026, 1, d), words=words * 3) for d in range(1, each + 1)]
    row = PaperRequirement(text="vaatimus " * 8, state="half", evidence=evidence)
    return replace(
        PAPER, requirements=[replace(row, heading=f"Osa {i // 10}") for i in range(rows)]
    )


def test_large_paper_is_whole() -> None:
    text = text_of(_many(60, 10))
    assert text.count("Osaan autettuna") == 60
    assert text.count("10.1.2026") == 60
    assert text.count("Ammattitaitovaatimus") > 6  # the header row comes again on each page


def test_usual_paper_is_quick() -> None:
    """The budget is 150 ms; processor time, twice that, for a machine with other work too."""
    paper_pdf(PAPER)
    took = []
    for made_on in (date(2026, 1, day) for day in range(1, 6)):
        started = time.process_time()
        paper_pdf(replace(_many(15, 2), made_on=made_on, levels=levels(9)))
        took.append(time.process_time() - started)
    assert min(took) < 0.3
