"""Every code that a person can see stands in the manual: what it means, and what to do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lti.errors import Problem
from sidecar import errors, i18n
from sidecar.grading import outcomes
from sidecar.launches import problems
from sidecar.roster import jobs as roster
from sidecar.web.errors import _PLAIN

ROOT = Path(__file__).resolve().parents[3]
MANUAL = (ROOT / "docs" / "how-to" / "register-in-moodle.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[A-Z]+-.*?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
CODE = re.compile(r"`([A-Z]+-[A-Z0-9…-]+)`")
IN_SOURCE = re.compile(r"""code=f?"([GR]-[A-Z0-9-]*)(\{)?""")


def _rows() -> dict[str, tuple[str, str]]:
    """Meaning and advice by code; `R-TOKEN-…` stands for any number."""
    found = {}
    for codes, meaning, advice in ROW.findall(MANUAL):
        found |= dict.fromkeys(CODE.findall(codes), (meaning, advice))
    return found


def _codes() -> Iterator[str]:
    yield from (problem.value for problem in Problem)
    yield from (f"E-{status}" for status in _PLAIN)
    yield "E-FAULT"
    yield from _of_classes(errors.ValoError)
    yield from (f"G-{status}" for status in outcomes._REFUSALS)
    yield from (f"R-{status}" for status in roster._REFUSALS)
    for path in (*ROOT.glob("sidecar/grading/*.py"), *ROOT.glob("sidecar/roster/*.py")):
        for code, is_open in IN_SOURCE.findall(path.read_text(encoding="utf-8")):
            if code not in ("G-", "R-"):
                yield f"{code}…" if is_open else code


def _of_classes(parent: type[errors.ValoError]) -> Iterator[str]:
    yield parent.code
    for child in parent.__subclasses__():
        if "code" in vars(child):
            yield from _of_classes(child)


def test_the_codes_are_found():
    """The search below finds what it should: one of each family."""
    found = set(_codes())
    assert {"LTI-KEY", "E-INPUT", "E-REGISTRATION", "E-404", "G-404", "G-READ-…"} <= found
    assert {"R-LIST", "R-TOKEN-…", "R-403"} <= found


@pytest.mark.parametrize("code", sorted(set(_codes())))
def test_each_code_is_explained(code: str):
    meaning, advice = _rows()[code]
    assert len(meaning) > 10
    assert len(advice) > 6


@pytest.mark.parametrize("code", sorted(_rows()))
def test_nothing_is_explained_that_does_not_exist(code: str):
    assert code in set(_codes()) | {"R-…"}


@pytest.mark.parametrize("problem", Problem)
def test_a_refused_launch_speaks_three_languages(problem: Problem):
    sentence = problems._SENTENCES[problem]
    for locale in ("fi", "sv"):
        assert i18n.translations(locale).gettext(sentence) != sentence
