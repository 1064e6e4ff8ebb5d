"""Settings: whatever is unknown or bad stops the start with one line that names the variable."""

import re
from pathlib import Path

import pytest

from sidecar.errors import SettingsError
from sidecar.settings import load

ROOT = Path(__file__).resolve().parents[3]
GOOD = {"VALO_SECRET_KEY": "k" * 32, "VALO_BASE_URL": "https://valo.example.org"}


def test_what_is_given_is_read():
    settings = load({**GOOD, "VALO_DEV": "yes", "VALO_WEB_WORKERS": "7", "PATH": "/bin"})
    assert (settings.base_url, settings.dev, settings.web_workers) == (
        "https://valo.example.org",
        True,
        7,
    )
    assert settings.origin == "https://valo.example.org"
    assert load({**GOOD, "VALO_STORAGE_URL": "file:/srv/x"}).storage_folder == Path("/srv/x")


def test_the_secret_key_does_not_show_when_settings_are_printed():
    assert "kkkk" not in repr(load(GOOD))


def test_a_misspelt_variable_stops_the_start():
    with pytest.raises(SettingsError, match=r"VALO_BASEURL is not a setting.*\.env\.example"):
        load({**GOOD, "VALO_BASEURL": "https://valo.example.org"})


def test_the_secret_key_must_be_set():
    with pytest.raises(SettingsError, match="VALO_SECRET_KEY is not set; give it 32 or more"):
        load({"VALO_BASE_URL": "https://valo.example.org"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("VALO_SECRET_KEY", "short", "needs 32 or more characters"),
        ("VALO_BASE_URL", "http://valo.example.org", "must begin with https://"),
        ("VALO_BASE_URL", "valo.example.org", "must begin with https://"),
        ("VALO_BASE_URL", "https://valo.example.org/", "must not end with a slash"),
        ("VALO_BASE_URL", "https://valo.example.org/tool", "is only scheme and host"),
        ("VALO_BASE_URL", "https://", "is only scheme and host"),
        ("VALO_DATABASE_URL", "mysql://root@db/valo", "must begin with sqlite:/// or postgresql"),
        ("VALO_STORAGE_URL", "/var/files", "must begin with file:"),
        ("VALO_QUEUE_URL", "redis://localhost", "must begin with sqlite: or postgresql://"),
        ("VALO_DEV", "perhaps", "must be 1 or 0, not 'perhaps'"),
        ("VALO_WEB_WORKERS", "many", "must be a whole number from 1 to 64"),
        ("VALO_WEB_WORKERS", "0", "must be a whole number from 1 to 64"),
        ("VALO_WEB_WORKERS", "²", "must be a whole number from 1 to 64"),
        ("VALO_METRICS_BIND", "9180", "must be HOST:PORT, or empty"),
        ("VALO_METRICS_BIND", "127.0.0.1:metrics", "must be HOST:PORT, or empty"),
        ("VALO_METRICS_BIND", "127.0.0.1:65535", "must be HOST:PORT, or empty"),
    ],
)
def test_a_bad_value_is_one_clear_line(name: str, value: str, sentence: str):
    with pytest.raises(SettingsError) as refused:
        load({**GOOD, name: value})
    [line] = str(refused.value).splitlines()
    assert line.startswith(name)
    assert sentence in line


def test_variables_of_the_tests_and_the_launcher_stop_no_start():
    """Whoever sets one for `./valo test` has it set for `./valo demo`, too."""
    text = "".join(path.read_text(encoding="utf-8") for path in _readers())
    named = set(re.findall(r"VALO_(?:REQUIRE|MOODLE|TEST|SHARED|SCREEN|PYTHON)[A-Z_]*", text))
    assert {"VALO_REQUIRE_PHP", "VALO_SHARED", "VALO_PYTHON"} <= named
    load({**GOOD, **dict.fromkeys(named, "1")})


def _readers() -> list[Path]:
    return [ROOT / "valo", ROOT / ".ci" / "run", *(ROOT / "tests").rglob("*.py")]
