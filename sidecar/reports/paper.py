"""A demonstration paper as a tagged PDF (PDF/UA-1): typst sets it, offline, in its own fonts.

Content reaches the layout (paper.typ) as JSON, and is only ever shown there as text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from sidecar.reports.ink import on_one_line, shortened
from sidecar.reports.typeset import typeset
from sidecar.reports.words import WORDS, Language, grade_words, named

LampState = Literal["off", "half", "full"]
_LAYOUT = Path(__file__).with_name("paper.typ")
_HEADER_LIMIT = 60
_LONG = 1_200
"""Letters from which a row may go on over a page."""
_FACTS = 60
"""Letters that the day and the way of an entry take, with the space around them."""


@dataclass(frozen=True, kw_only=True)
class PaperEvidence:
    """What the work diary tells of one day."""

    day: date
    words: str
    hours: Decimal | None = None
    independence: str | None = None
    """alone, with_help or watched"""
    written_by: str = ""
    """The coach who wrote it for the learner; only what the learner confirmed is evidence."""


@dataclass(frozen=True, kw_only=True)
class PaperRequirement:
    """A requirement, its lamp, and the evidence beside it."""

    text: str
    state: LampState
    heading: str = ""
    evidence: Sequence[PaperEvidence] = ()


@dataclass(frozen=True, kw_only=True)
class PaperAssessorLine:
    """An assessor; kind is `provider` or `workplace`."""

    kind: str
    name: str
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperAssessment:
    """The decision, on the unit's own scale: grades-1-5, t1-k3 or accepted."""

    scale: str
    grade: str
    day: date
    grounds: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperCriteria:
    """Criteria of a grade under one heading; the subject begins each sentence."""

    heading: str
    subject: str
    sentences: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PaperLevel:
    """What a grade asks; without parts it lies between those beside it."""

    scale: str
    grade: str
    parts: Sequence[PaperCriteria] = ()


@dataclass(frozen=True, kw_only=True)
class PaperContent:
    """All that is printed. What is empty is left out, or said to be yet to come."""

    language: Language
    learner_name: str
    unit_name: str
    made_on: date
    provider_name: str = ""
    qualification_name: str = ""
    register_number: str = ""
    unit_code: str = ""
    points: str = ""
    workplace_name: str = ""
    business_id: str = ""
    workplace_description: str = ""
    first_day: date | None = None
    last_day: date | None = None
    work_situations: Sequence[str] = ()
    assessors: Sequence[PaperAssessorLine] = ()
    coach_name: str = ""
    teacher_name: str = ""
    requirements: Sequence[PaperRequirement] = ()
    assessment: PaperAssessment | None = None
    state: str = ""
    """writing, ready, received or assessed"""
    handed_over: str = ""
    """When and by whom, as it is printed."""
    received: str = ""
    levels: Sequence[PaperLevel] = ()
    """The unit's criteria, for whoever assesses with the paper in hand."""


def paper_pdf(content: PaperContent) -> bytes:
    """The paper as PDF/UA-1. The same content gives the same bytes."""
    square = WORDS[content.language]["square"]
    return typeset(_LAYOUT, _view(content), made_on=content.made_on, square=square)


def _view(content: PaperContent) -> dict[str, Any]:
    """Everything as the layout shows it: words, days as people write them, groups of rows."""
    words = WORDS[content.language]
    return {
        "language": content.language,
        "words": {key: value for key, value in words.items() if key != "square"},
        "title": ": ".join(filter(None, [words["paper"], on_one_line(content.unit_name)])),
        "learner": on_one_line(content.learner_name),
        "header": [shortened(t, _HEADER_LIMIT) for t in (content.learner_name, content.unit_name)],
        "made_on": {"year": content.made_on.year, "month": content.made_on.month}
        | {"day": content.made_on.day, "text": _day(content.made_on)},
        "facts": _facts(content),
        "description": content.workplace_description,
        "situations": [s for s in map(on_one_line, content.work_situations) if s],
        "assessors": [_assessor(content.language, line) for line in content.assessors],
        "lamps": _lamps(content),
        "groups": _groups(content),
        "assessment": _assessment(content),
        "levels": _levels(content),
        "between": _between(content),
    }


def _facts(content: PaperContent) -> list[list[str]]:
    """Pairs of label and value; without those that have no value."""
    words = WORDS[content.language]
    business = f"{words['business_id']} {content.business_id}" if content.business_id else ""
    values = {
        "learner": content.learner_name,
        "provider": content.provider_name,
        "qualification": content.qualification_name,
        "unit": content.unit_name,
        "points": f"{content.points} {words['points_unit']}" if content.points else "",
        "unit_code": content.unit_code,
        "register": content.register_number,
        "when": _span(content.first_day, content.last_day, content.language),
        "workplace": ", ".join(filter(None, [content.workplace_name, business])),
        "coach": content.coach_name,
        "teacher": content.teacher_name,
        "state": named(content.language, content.state),
        "handed_over": content.handed_over,
        "received": content.received,
    }
    return [[words[key], on_one_line(value)] for key, value in values.items() if value.strip()]


def _assessor(language: Language, line: PaperAssessorLine) -> list[str]:
    return [named(language, line.kind), on_one_line(line.name), on_one_line(line.organisation)]


def _lamps(content: PaperContent) -> dict[str, Any]:
    """The board of lamps, and the same in words: `2 yksin · 1 autettuna · 1 vielä ilman valoa`."""
    states = [row.state for row in content.requirements]
    counts = [(states.count(state), state) for state in ("full", "half", "off")]
    said = [f"{n} {named(content.language, f'lit_{state}')}" for n, state in counts if n]
    return {"states": states, "words": " · ".join(said)}


def _groups(content: PaperContent) -> list[dict[str, Any]]:
    """Requirements under their headings, in their own order."""
    heading: Callable[[PaperRequirement], str] = lambda row: on_one_line(row.heading)  # noqa: E731
    return [
        {"heading": name, "rows": [_row(content.language, row) for row in rows]}
        for name, rows in groupby(content.requirements, heading)
    ]


def _row(language: Language, row: PaperRequirement) -> dict[str, Any]:
    return {
        "text": row.text,
        "state": row.state,
        "state_words": named(language, row.state),
        "long": len(row.text) + sum(len(each.words) + _FACTS for each in row.evidence) > _LONG,
        "evidence": [
            {
                "facts": _evidence_facts(language, each),
                "words": each.words,
                "written_by": _written_by(language, each),
            }
            for each in row.evidence
        ],
    }


def _written_by(language: Language, each: PaperEvidence) -> str:
    name = on_one_line(each.written_by)
    return WORDS[language]["written_by"].format(name=name) if name else ""


def _evidence_facts(language: Language, each: PaperEvidence) -> str:
    """`17.11.2026 · 6,5 h · yksin`."""
    hours = f"{_decimal(each.hours)}\u00a0h" if each.hours is not None else ""
    return " · ".join(filter(None, [_day(each.day), hours, named(language, each.independence)]))


def _assessment(content: PaperContent) -> dict[str, Any] | None:
    given = content.assessment
    if given is None:
        return None
    words, language = WORDS[content.language], content.language
    pairs = {
        "grade": grade_words(language, given.scale, given.grade),
        "scale": named(language, given.scale),
        "assessed_on": _day(given.day),
    }
    return {
        "facts": [[words[key], on_one_line(value)] for key, value in pairs.items() if value],
        "grounds": given.grounds,
    }


def _levels(content: PaperContent) -> list[dict[str, Any]]:
    """Grades that have criteria of their own, in words, with these under their headings."""
    return [
        {
            "grade": grade_words(content.language, level.scale, level.grade),
            "parts": [
                {
                    "heading": on_one_line(part.heading),
                    "subject": on_one_line(part.subject),
                    "sentences": list(part.sentences),
                }
                for part in level.parts
            ],
        }
        for level in content.levels
        if level.parts
    ]


def _between(content: PaperContent) -> str:
    """`Viereisten arvosanojen välissä: 2 tyydyttävä, 4 hyvä.`; empty when there are none."""
    language = content.language
    bare = [level for level in content.levels if not level.parts]
    grades = ", ".join(grade_words(language, level.scale, level.grade) for level in bare)
    return WORDS[language]["between"].format(grades=grades) if grades else ""


def _decimal(number: Decimal) -> str:
    """6,5 for 6.50; 10 for 10.00."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def _span(first: date | None, last: date | None, language: Language) -> str:
    """`7.–8.12.2026` in Finnish, `7–8.12.2026` in Swedish, as short as each allows."""
    if first is None or last is None or first == last:
        return "".join(_day(day) for day in [first or last] if day)
    if (first.year, first.month) != (last.year, last.month):
        return f"{_day(first)} – {_day(last)}"
    return f"{first.day}{'.' if language == 'fi' else ''}–{_day(last)}"
