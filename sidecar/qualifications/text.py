"""Texts of ePerusteet as plain text in each language (eperusteet.md §7), from any JSON value."""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from lxml import etree

LANGUAGES = ("fi", "sv", "en")
"""Languages that are kept. Others (se, ru) hold placeholders in real documents."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"\s+")
_BULLET = re.compile(r"^(?:[•·▪●*]|[-–—](?=\s))\s*")
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_KEPT = {"p", "br", "tr", "table", "blockquote", "pre"} | _LISTS | _HEADINGS
_BLOCKS = _KEPT | {"div"}
_PARSER = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)


@dataclass(frozen=True)
class Line:
    """A paragraph (depth 0) or a list item (depth 1, inside another 2, …)."""

    text: str
    depth: int = 0


def mapping(value: object) -> Mapping[str, Any]:
    """The value when it is a JSON object, else an empty one: nulls are anywhere (§9)."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """The value when it is a JSON list, else an empty one."""
    return value if isinstance(value, list) else []


def string(value: object) -> str:
    """A code, URI or number of a document: printable, on one line; empty when it is no string."""
    return _BLANKS.sub(" ", _UNPRINTABLE.sub("", value)).strip() if isinstance(value, str) else ""


@lru_cache(maxsize=2048)
def plain(value: str) -> str:
    """One line of plain text: tags gone, entities read, blanks folded."""
    clean = _UNPRINTABLE.sub("", value)
    if "<" in clean or "&" in clean:
        clean = _UNPRINTABLE.sub("", html.unescape(nh3.clean(clean, tags=set())))
    return _BLANKS.sub(" ", clean).strip()


def localized(value: object) -> dict[str, str]:
    """A text object (`fi`, `sv`, …) as plain lines; English that repeats the Finnish is left out.

    >>> localized({"fi": " Muuraus&nbsp;", "sv": None, "en": "Muuraus", "_id": "7"})
    {'fi': 'Muuraus'}
    """
    found = mapping(value)
    texts = {lang: plain(found[lang]) for lang in LANGUAGES if isinstance(found.get(lang), str)}
    if texts.get("en", "").casefold() == texts.get("fi", "").casefold():
        texts.pop("en", None)
    return {lang: text for lang, text in texts.items() if text}


def markup(value: object) -> dict[str, list[Line]]:
    """An HTML text object as lines in each language."""
    found = mapping(value)
    read = {lang: lines(found[lang]) for lang in LANGUAGES if isinstance(found.get(lang), str)}
    return {lang: rows for lang, rows in read.items() if rows}


def prose(value: object) -> dict[str, str]:
    """An HTML text object as plain text: a line for each paragraph, `–` before list items."""
    return {lang: joined(rows) for lang, rows in markup(value).items()}


def joined(rows: list[Line]) -> str:
    """Lines as one text."""
    return "\n".join(f"– {row.text}" if row.depth else row.text for row in rows)


@lru_cache(maxsize=64)
def _lines(value: str) -> tuple[Line, ...]:
    clean = nh3.clean(_UNPRINTABLE.sub("", value), tags=_KEPT, attributes={})
    try:
        root = etree.fromstring(f"<div>{clean}</div>", _PARSER)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        return tuple(Line(text) for text in [plain(value)] if text)
    return tuple(_walked(root))


def lines(value: str) -> list[Line]:
    """The paragraphs and list items of HTML; paragraphs that begin with a bullet become items."""
    return [_bulleted(line) for line in _lines(value)]


def _bulleted(line: Line) -> Line:
    mark = None if line.depth else _BULLET.match(line.text)
    return Line(line.text[mark.end() :], 1) if mark and mark.end() < len(line.text) else line


class _Walk:
    """Gathers the words of a tree into lines; a block ends the line before it."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.words: list[str] = []
        self.depth = 0

    def step(self, event: str, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            self.end_line()
        if tag == "li":
            self.depth += 1 if event == "start" else -1
        self.words.append((element.text if event == "start" else element.tail) or "")

    def end_line(self) -> None:
        text = string("".join(self.words))
        self.words.clear()
        if text:
            self.found.append(Line(text, self.depth))


def _walked(root: etree._Element) -> list[Line]:
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        walk.step(event, element)
    walk.end_line()
    return walk.found


def code_uri(code: object) -> str | None:
    """The URI of a koodi; drafts have `temporary_…`, which names nothing for long."""
    uri = string(mapping(code).get("uri")).lower()
    return None if not uri or uri.startswith("temporary") else uri


def under(outer: dict[str, str], inner: dict[str, str]) -> dict[str, str]:
    """A heading with the one above it before it, in every language that either has."""
    both = {lang: (outer.get(lang), inner.get(lang)) for lang in (*outer, *inner)}
    return {lang: ": ".join(part for part in parts if part) for lang, parts in both.items()}


def normalised(text: str) -> str:
    """A text as it is compared: case, blanks, kinds of hyphen and closing marks do not count."""
    folded = unicodedata.normalize("NFKC", text).replace("\u2010", "-").casefold()
    return _BLANKS.sub(" ", folded).strip(" .,;:")
