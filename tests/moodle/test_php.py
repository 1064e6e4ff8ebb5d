"""The block's PHP without a Moodle: it parses, its pure services work, its parts fit together."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = ROOT / "moodle_plugin"
STRING = re.compile(r"^\$string\['([^']+)'\] = ", re.MULTILINE)
LANGUAGES = ("en", "fi", "sv")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("VALO_REQUIRE_PHP"):
            pytest.fail(f"VALO_REQUIRE_PHP is set, but there is no {name} here")
        pytest.skip(f"no {name} here: the block's PHP was NOT tried")
    return found


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def _files(pattern: str) -> list[Path]:
    found = sorted(BLOCK.rglob(pattern))
    assert found, pattern
    return found


def test_every_file_parses():
    php = _program("php")
    files = _files("*.php")
    check = "foreach (array_slice($argv, 1) as $f) { try { token_get_all(file_get_contents($f), "
    check += "TOKEN_PARSE); } catch (ParseError $e) { echo $f, ': ', $e->getMessage(), PHP_EOL; } }"
    assert _run(php, "-r", check, "--", *map(str, files)).stdout == ""


def test_pure_services():
    phpunit = _program("phpunit")
    options = [
        "--do-not-cache-result",
        "--no-configuration",
        "--test-suffix",
        "_test.php",
        "--fail-on-warning",
    ]
    bootstrap = ["--bootstrap", str(ROOT / "tests/moodle/php/bootstrap.php")]
    done = _run(phpunit, *options, *bootstrap, str(BLOCK / "tests" / "local"))
    assert done.returncode == 0, done.stdout[-3000:]
    found = re.search(r"OK \((\d+) tests", done.stdout)
    assert found, done.stdout
    assert int(found[1]) >= 26


def test_every_file_has_the_licence_and_tags():
    for path in _files("*.php"):
        text = path.read_text("utf-8")
        assert text.startswith("<?php\n// This file is part of Moodle"), path
        assert "@package    block_valo" in text, path
        assert "GNU GPL v3 or later" in text, path


def test_strings_are_sorted_and_complete():
    found = {lang: _strings(lang) for lang in LANGUAGES}
    for lang in LANGUAGES:
        assert found[lang] == sorted(found[lang]), lang
        assert found[lang] == found["en"], lang


def test_every_string_that_is_used_is_there():
    known = set(_strings("en"))
    php = "\n".join(p.read_text("utf-8") for p in _files("*.php") if "/tests/" not in str(p))
    used = set(re.findall(r"get_string\(\s*'([\w:]+)',\s*'block_valo'", php))
    used |= set(re.findall(r"\$say\('(\w+)'\)", php))
    for template in _files("*.mustache"):
        used |= set(re.findall(r"\{\{#str\}\} ?(\w+), block_valo", template.read_text("utf-8")))
    assert len(used) > 40
    assert used <= known, used - known


def test_each_message_provider_and_capability_has_a_name():
    known = set(_strings("en"))
    providers = _keys("db/messages.php", r"^    '(\w+)' => \['defaults'")
    assert providers
    assert {f"messageprovider:{name}" for name in providers} <= known
    assert {f"valo:{name}" for name in _keys("db/access.php", r"'block/valo:(\w+)'")} <= known
    caches = _keys("db/caches.php", r"^    '(\w+)' => \[")
    assert {f"cachedef_{name}" for name in caches} <= known


def test_the_built_script_belongs_to_its_source():
    """Moodle's grunt writes both files; the map holds the very source that was built."""
    source = (BLOCK / "amd/src/card.js").read_text("utf-8")
    build = BLOCK / "amd/build"
    built = (build / "card.min.js").read_text("utf-8")
    assert json.loads((build / "card.min.js.map").read_text("utf-8"))["sourcesContent"] == [source]
    assert built.startswith('define("block_valo/card",["exports","core/ajax"],(function(')
    assert built.rstrip().endswith("//# sourceMappingURL=card.min.js.map")
    for name in re.findall(r"const \[?(\w+)|'(\w{3,})'", source.partition("export const")[2]):
        assert "".join(name) in built, name


def test_templates_carry_an_example_that_is_json():
    for path in _files("*.mustache"):
        found = re.search(r"Example context \(json\):\n(.*?)\n\}\}", path.read_text("utf-8"), re.S)
        assert found, path
        json.loads(found[1])


def _strings(lang: str) -> list[str]:
    return STRING.findall((BLOCK / f"lang/{lang}/block_valo.php").read_text("utf-8"))


def _keys(name: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (BLOCK / name).read_text("utf-8"), re.MULTILINE))
