"""A demonstration paper as a tagged PDF (PDF/UA-1): typst sets it, offline, in its own fonts.

Content (`content.content_of`) reaches the layout (paper.typ) as JSON, and is only ever text there.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from sidecar.reports.ink import inked

_LAYOUT = Path(__file__).with_name("paper.typ")


def paper_pdf(content: dict[str, Any]) -> bytes:
    """The paper as PDF/UA-1."""
    try:
        return _typeset(content, narrow=False)
    except typst.TypstError:  # letters that the fonts have, but cannot join: keep to Latin ones
        return _typeset(content, narrow=True)


def _typeset(content: dict[str, Any], *, narrow: bool) -> bytes:
    data = json.dumps(_printable(content, narrow=narrow), ensure_ascii=False)
    made: bytes = typst.compile(
        _layout(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"data": data},
    )
    return made


@cache
def _layout() -> bytes:
    return _LAYOUT.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Only those inside the typst package: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _printable(value: Any, *, narrow: bool) -> Any:
    """The same JSON value with each text as the fonts can show it."""
    if isinstance(value, str):
        return inked(value, narrow=narrow)
    if isinstance(value, dict):
        return {key: _printable(part, narrow=narrow) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(part, narrow=narrow) for part in value]
    return value
