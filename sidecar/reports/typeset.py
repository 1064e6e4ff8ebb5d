"""From a view (JSON) and a layout (typst) to a tagged PDF, offline, in typst's own fonts.

Content reaches a layout as JSON, and is only ever shown there as text.
"""

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from sidecar.reports.ink import SQUARE, inked


def typeset(layout: Path, view: dict[str, Any], *, made_on: date, square: str) -> bytes:
    """PDF/UA-1; the same view gives the same bytes. `square` explains □ where one was needed."""
    try:
        return _compiled(layout, view, made_on, square, narrow=False)
    except typst.TypstError:  # letters that the fonts have, but cannot join: keep to Latin ones
        return _compiled(layout, view, made_on, square, narrow=True)


def _compiled(
    layout: Path, view: dict[str, Any], made_on: date, square: str, *, narrow: bool
) -> bytes:
    printable = _printable(view, narrow=narrow)
    counts = [json.dumps(v, ensure_ascii=False).count(SQUARE) for v in (view, printable)]
    printable["square"] = square if counts[0] != counts[1] else ""
    made: bytes = typst.compile(
        str(layout),
        format="pdf",
        root=str(layout.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(printable, ensure_ascii=False)},
        timestamp=datetime.combine(made_on, datetime.min.time(), UTC),
    )
    return made


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
    if isinstance(value, list):
        return [_printable(part, narrow=narrow) for part in value]
    return value
