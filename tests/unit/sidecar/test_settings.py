"""Settings: whatever is unknown or bad stops the start with one line that names the variable."""

import re
from pathlib import Path

import pytest

from sidecar.errors import SettingsError
from sidecar.settings import load

ROOT = Path(__file__).resolve().parents[3]
BUCKET = {
    "VALO_STORAGE_URL": "s3://valo-files/school",
    "VALO_S3_ENDPOINT": "https://s3.eu-north-1.amazonaws.com",
    "VALO_S3_ACCESS_KEY": "AKIA",
    "VALO_S3_SECRET_KEY": "secret",
}
GOOD = {"VALO_SECRET_KEY": "k" * 32, "VALO_BASE_URL": "https://valo.example.org"}


def test_what_is_given_is_read():
    settings = load({**GOOD, "VALO_DEV": "yes", "VALO_WEB_WORKERS": "7", "PATH": "/bin"})
    assert (settings.base_url, settings.dev, settings.web_workers) == (
        "https://valo.example.org",
        True,
        7,
    )
    assert settings.origin == "https://valo.example.org"
    assert load({**GOOD, "VALO_STORAGE_URL": "file:/srv/x"}).storage_url == "file:/srv/x"


def test_no_secret_shows_when_settings_are_printed():
    printed = repr(load({**GOOD, **BUCKET, "VALO_S3_SECRET_KEY": "kkkk"}))
    assert "kkkk" not in printed


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
        ("VALO_STORAGE_URL", "/var/files", "must begin with file: or s3://"),
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


@pytest.mark.parametrize("url", ["s3://valo", "s3://valo-files/a/b_c.d", "s3://1.2.valo"])
def test_a_bucket_is_a_storage(url: str):
    assert load({**GOOD, **BUCKET, "VALO_STORAGE_URL": url}).storage_url == url
    assert load({**GOOD, **BUCKET, "VALO_S3_ENDPOINT": "https://minio.school.fi:9000"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("VALO_STORAGE_URL", "s3://", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("VALO_STORAGE_URL", "s3:valo", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("VALO_STORAGE_URL", "s3://Valo", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("VALO_STORAGE_URL", "s3://valo/", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("VALO_STORAGE_URL", "s3://valo/../x", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("VALO_STORAGE_URL", "s3://key:secret@valo", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        ("VALO_S3_ENDPOINT", "", "must be set for VALO_STORAGE_URL=s3://…: https://HOST"),
        ("VALO_S3_ENDPOINT", "http://s3.school.fi", "https://HOST, without a path"),
        ("VALO_S3_ENDPOINT", "https://s3.school.fi/", "https://HOST, without a path"),
        ("VALO_S3_ENDPOINT", "https://s3.school.fi:x", "https://HOST, without a path"),
        ("VALO_S3_ENDPOINT", "s3.school.fi", "https://HOST, without a path"),
        ("VALO_S3_REGION", "Northern Europe", "is a region's name"),
        ("VALO_S3_ACCESS_KEY", "", "must be set for VALO_STORAGE_URL=s3://"),
        ("VALO_S3_SECRET_KEY", "", "must be set for VALO_STORAGE_URL=s3://"),
    ],
)
def test_a_bucket_with_something_missing_stops_the_start(name: str, value: str, sentence: str):
    with pytest.raises(SettingsError) as refused:
        load({**GOOD, **BUCKET, name: value})
    [line] = str(refused.value).splitlines()
    assert line.startswith(name)
    assert sentence in line


def test_in_development_a_bucket_may_be_reached_without_tls():
    settings = {**GOOD, **BUCKET, "VALO_DEV": "1", "VALO_S3_ENDPOINT": "http://127.0.0.1:9000"}
    assert load(settings).s3_endpoint == "http://127.0.0.1:9000"


def test_variables_of_the_tests_and_the_launcher_stop_no_start():
    """Whoever sets one for `./valo test` has it set for `./valo demo`, too."""
    text = "".join(path.read_text(encoding="utf-8") for path in _readers())
    named = set(re.findall(r"VALO_(?:REQUIRE|MOODLE|TEST|SHARED|SCREEN|PYTHON)[A-Z_]*", text))
    assert {"VALO_REQUIRE_PHP", "VALO_SHARED", "VALO_PYTHON"} <= named
    load({**GOOD, **dict.fromkeys(named, "1")})


def _readers() -> list[Path]:
    return [ROOT / "valo", ROOT / ".ci" / "run", *(ROOT / "tests").rglob("*.py")]
