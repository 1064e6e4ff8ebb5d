"""Every sentence exists in Finnish and Swedish, with the same placeholders."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from sidecar.i18n import FOLDER, catalogue

ROOT = Path(__file__).resolve().parents[2]
METHODS = [
    ("sidecar/**.py", "python"),
    ("sidecar/templates/**.html", "jinja2.ext:babel_extract"),
]
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None}
KEYWORDS["ngettext"] = (1, 2)
ERRORS = {"ValoError", "NotFound", "Forbidden", "SessionOver", "Conflict", "BadInput"}
# Seen only by operators on the command line, who read English.
OPERATORS = ("sidecar/cli", "sidecar/privacy/archive.py", "sidecar/demo/", "sidecar/settings.py")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _marked() -> Iterator[tuple[str, str]]:
    """Sentences marked for translation: (where, msgid)."""
    found = extract_from_dir(
        str(ROOT), METHODS, keywords=KEYWORDS, directory_filter=lambda _path: True
    )
    for name, line, message, *_rest in found:
        if name.startswith("sidecar/demo/"):
            continue
        for single in message if isinstance(message, tuple) else (message,):
            if single:
                yield f"{name}:{line}", single


def _raised() -> Iterator[tuple[str, str]]:
    """Sentences of refusals: the first argument of our errors, and their `message`."""
    for path in sorted((ROOT / "sidecar").rglob("*.py")):
        where = str(path.relative_to(ROOT))
        if where.startswith(OPERATORS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            sentence = _sentence_of(node)
            if sentence:
                yield f"{where}:{node.lineno}", sentence  # type: ignore[attr-defined]


def _sentence_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        first = node.args[0] if node.args else None
        if name in ERRORS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            return first.value
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        names = [t.id for t in node.targets if isinstance(t, ast.Name)]
        if names == ["message"] and isinstance(node.value.value, str):
            return node.value.value
    return None


@pytest.fixture(scope="module")
def sentences() -> dict[str, str]:
    return {message: where for where, message in (*_marked(), *_raised())}


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_every_sentence_is_translated(sentences: dict[str, str], locale: str):
    known = {
        single
        for message in catalogue(locale)
        if message.id and all(_strings(message))
        for single in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    missing = [f"{where} {text!r}" for text, where in sentences.items() if text not in known]
    assert missing == []


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_placeholders_are_the_same(locale: str):
    wrong = []
    for message in catalogue(locale):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        asked = {p for single in ids for p in PLACEHOLDER.findall(single)}
        for translated in _strings(message):
            if set(PLACEHOLDER.findall(translated)) - asked:
                wrong.append(f"{message.id!r} → {translated!r}")
            if len(ids) == 1 and asked - set(PLACEHOLDER.findall(translated)):
                wrong.append(f"{message.id!r} → {translated!r}")
    assert wrong == []


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_no_translation_is_left_over(sentences: dict[str, str], locale: str):
    """A sentence nobody says any more goes; reasons of messages are matched by their own tests."""
    left = []
    source = "\n".join(
        p.read_text(encoding="utf-8")
        for p in (*(ROOT / "sidecar").rglob("*.py"), *(ROOT / "sidecar").rglob("*.html"))
    )
    folded = re.sub(r'"\s*\n\s*"', "", source)
    for message in catalogue(locale):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        left += [
            i
            for i in ids
            if i and i not in sentences and i.replace('"', '\\"') not in folded and i not in folded
        ]
    assert left == []


def test_both_languages_have_the_same_catalogues():
    names = [sorted(p.name for p in (FOLDER / locale).glob("*.po")) for locale in ("fi", "sv")]
    assert names[0] == names[1]


def _strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


@pytest.mark.parametrize("locale", ["fi", "sv"])
def test_a_percent_sign_never_stops_a_page(locale: str):
    """Templates fill in placeholders even where there are none: a lone % would be a fault."""
    wrong = []
    for message in catalogue(locale):
        for text in _strings(message):
            try:
                _ = text % dict.fromkeys(PLACEHOLDER.findall(text), 1)
            except (ValueError, TypeError, KeyError):
                wrong.append(text)
    assert wrong == []


def test_templates_mark_only_their_own_words():
    """`_()` makes its sentence safe markup; what a row holds goes through the filter `sentence`."""
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in sorted((ROOT / "sidecar" / "templates").rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b_\((?![\"'])", line)
    ]
    assert found == []


def test_an_imported_template_keeps_nobodys_language():
    """Its variables are set once a process: a sentence in one would stay in the first language."""
    templates = sorted((ROOT / "sidecar" / "templates").rglob("*.html"))
    texts = {path: path.read_text(encoding="utf-8") for path in templates}
    imported = set(re.findall(r"{% (?:from|import) \"([^\"]+)\"", "".join(texts.values())))
    found = [
        f"{path.name}: {line[:80]}"
        for path, text in texts.items()
        if str(path.relative_to(ROOT / "sidecar" / "templates")) in imported
        for line in re.sub(r"{% macro .*?{% endmacro %}", "", text, flags=re.DOTALL).splitlines()
        if "_(" in line
    ]
    assert imported
    assert found == []
