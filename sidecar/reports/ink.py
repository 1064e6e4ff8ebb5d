"""Text as the fonts of a printed paper can show it: nothing a person typed may stop the paper.

PDF/UA refuses a character that no font can draw. Whatever the fonts lack (emoji, CJK, …) becomes
one white square □, which the paper then explains.
"""

import re
import unicodedata

SQUARE = "□"
_LATIN = "\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u25a1"
_WIDER = (
    "\u0384-\u038a\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u04ff\u0531-\u0556\u0561-\u0587"
    "\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a\u0660-\u0669\u067e\u0686\u0698"
    "\u06a9\u06af\u06cc\u06f0-\u06f9\u10d0-\u10f0\u1e00-\u1eff\u2070\u2071\u2074-\u208e"
    "\u2116\u2122\u2126\u2153-\u215e\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff\u2605\u2606"
    "\u2639\u263a\u2640\u2642\u2660-\u2667\u2713-\u2718\u2764"
)
_BEYOND_LATIN = re.compile(f"[^{_LATIN}]+")
_BEYOND = re.compile(f"[^{_LATIN}{_WIDER}]+")
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n(?: ?\n)+ ?")
_LONG = re.compile(r"\S{36,}")
_HIDDEN = {"Cc", "Cf", "Mn", "Me"}
"""Controls, joiners, direction marks, and marks left over when letters have been composed."""


def inked(text: str, *, narrow: bool = False) -> str:
    """The text in letters that can be printed; narrow keeps to Latin letters only."""
    composed = _NEWLINES.sub("\n", unicodedata.normalize("NFC", text))
    spaced = _BLANKS.sub(" ", composed)
    shown = "".join(c for c in spaced if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    printable = (_BEYOND_LATIN if narrow else _BEYOND).sub(SQUARE, shown)
    return _LONG.sub(_breakable, _EMPTY_LINES.sub("\n\n", printable)).strip()


def on_one_line(text: str) -> str:
    """The text without line breaks, for names and labels."""
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """The beginning of a text that must fit its place, such as a running header."""
    line = on_one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _breakable(found: re.Match[str]) -> str:
    """A long word with places (zero width spaces) where a line may end."""
    word = found.group()
    return "\u200b".join(word[i : i + 20] for i in range(0, len(word), 20))
