"""Criteria of a unit's grades, grade by grade, for whoever assesses (eperusteet.md §3, §4, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sidecar.demonstrations.scales import grades_of
from sidecar.qualifications.models import QualificationUnit, Requirement

Text = Mapping[str, str]
EASY_TO_READ = 40
"""How many criteria may stand open on a page without hiding the form below them."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Criteria under one heading; the subject begins each sentence: "Opiskelija …"."""

    heading: Text
    subject: Text
    criteria: list[Text]


@dataclass(frozen=True, kw_only=True)
class Level:
    """A grade, its words and what it asks; without parts it lies between those beside it."""

    grade: str
    words: str
    parts: list[Part]


def levels_of(unit: QualificationUnit, requirements: list[Requirement]) -> list[Level]:
    """The grades that have criteria or lie between such; empty when the document has none."""
    texts = {one.requirement_key: one.text for one in requirements}
    groups = unit.assessment.get("groups") or []
    levels = [
        Level(grade=grade, words=words, parts=_parts(groups, grade, texts))
        for grade, words in grades_of(unit.scale)
        if grade != "failed"
    ]
    return levels if any(level.parts for level in levels) else []


def how_many(levels: list[Level]) -> int:
    """All criteria together."""
    return sum(len(part.criteria) for level in levels for part in level.parts)


def _parts(groups: list[dict[str, Any]], grade: str, texts: Mapping[str, Any]) -> list[Part]:
    return [
        Part(
            heading=group["heading"] or texts.get(group["requirement_key"], {}),
            subject=group["subject"],
            criteria=level["criteria"],
        )
        for group in groups
        for level in group["levels"]
        if level["grade"] == grade
    ]
