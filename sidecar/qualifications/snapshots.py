"""What was read from an ePerusteet document: the tables' columns as values, not yet stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Text = dict[str, str]
"""Plain text in each language: {"fi": …, "sv": …}; a language that is not there has no key."""


@dataclass(frozen=True)
class RequirementSnapshot:
    """Ammattitaitovaatimus: one row that a person can show evidence for."""

    requirement_key: str
    heading: Text
    text: Text
    code_uri: str | None
    position: int


@dataclass(frozen=True)
class UnitSnapshot:
    """Tutkinnon osa with its requirements, in the order of the document.

    `kind` is vocational, common (yhteiset tutkinnon osat) or preparatory (VALMA, TELMA).
    `form` tells how the requirements stood in the document: groups (2019), areas (osaAlueet), rows
    (a kohdealue for each), list, prose, goals (osaamistavoite) or none.
    `assessment` is `{"subject": text, "groups": [{"heading": text, "subject": text,
    "requirement_key": key or "", "levels": [{"grade": "3", "criteria": [text]}]}], "notes": text,
    "unpaired": text}`; levels are sorted and those without criteria left out, `unpaired` holds the
    requirements of a language whose rows could not be matched with the Finnish ones.
    """

    eperusteet_unit_id: int | None
    code_uri: str
    code_version: int | None
    name: Text
    points: str
    kind: str
    scale: str
    form: str
    demonstration_text: Text
    assessment: dict[str, Any]
    requirements: tuple[RequirementSnapshot, ...]


@dataclass(frozen=True)
class QualificationSnapshot:
    """Tutkinnon perusteet, or a single unit given as a document of its own."""

    eperusteet_id: int | None
    register_number: str
    name: Text
    valid_from: date | None
    valid_until: date | None
    transition_until: date | None
    published_at: datetime | None
    source_hash: str
    units: tuple[UnitSnapshot, ...]


@dataclass(frozen=True)
class Row:
    """A requirement before it has its key and position."""

    text: Text
    heading: Text = field(default_factory=dict)
    code_uri: str | None = None


@dataclass(frozen=True)
class Group:
    """Criteria under one heading; `row` is the index of the row they judge, if a single one."""

    levels: list[dict[str, Any]]
    heading: Text = field(default_factory=dict)
    subject: Text = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True)
class Content:
    """Requirements and assessment of one unit, whichever format they stood in."""

    form: str
    rows: list[Row]
    groups: list[Group] = field(default_factory=list)
    scale: str | None = None
    subject: Text = field(default_factory=dict)
    notes: Text = field(default_factory=dict)
    unpaired: Text = field(default_factory=dict)
