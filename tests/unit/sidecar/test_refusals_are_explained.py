"""Every refused launch and grade has a sentence in three languages and a row in the manual."""

import re
from pathlib import Path

import pytest

from lti.errors import Problem
from sidecar import i18n
from sidecar.grading import outcomes, reading
from sidecar.launches import problems
from sidecar.roster import jobs as roster

ROOT = Path(__file__).resolve().parents[3]
MANUAL = (ROOT / "docs" / "how-to" / "register-in-moodle.md").read_text(encoding="utf-8")
CODES = re.compile(r'code=f?"([GR]-[A-Z]+)')


@pytest.mark.parametrize("problem", Problem)
def test_a_refused_launch(problem: Problem):
    sentence = problems._SENTENCES[problem]
    for locale in ("fi", "sv"):
        assert i18n.translations(locale).gettext(sentence) != sentence
    assert f"| `{problem.value}` |" in MANUAL


@pytest.mark.parametrize("module", [outcomes, reading, roster], ids=lambda m: m.__name__)
def test_a_refused_grade_or_list(module):
    source = Path(module.__file__).read_text(encoding="utf-8")
    for code in CODES.findall(source):
        family = "R-…" if code.startswith("R-") else code
        assert family in MANUAL, code
