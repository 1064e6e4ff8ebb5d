"""Settings: environment variables `VALO_…`, read once; unknown or bad ones stop the start."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from sidecar.errors import SettingsError

_MIN_SECRET = 32
_LAST_PORT = 65_535
_Check = tuple[bool, str, str]
"""Whether it is good, the setting, and the rule."""
_BUCKET = re.compile(r"^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$")
_REGION = re.compile(r"^[a-z0-9-]+$")
# Read by the tests and the launcher, not by the application.
NOT_OURS = frozenset(
    {"VALO_SHARED", "VALO_TEST_POSTGRES_URL", "VALO_REQUIRE_BROWSER", "VALO_REQUIRE_POSTGRES"}
    | {"VALO_MOODLE_URL", "VALO_MOODLE_PASSWORD", "VALO_MOODLE_CRON", "VALO_REQUIRE_PHP"}
    | {"VALO_SCREENSHOTS", "VALO_PYTHON"}
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings; the field `base_url` is the variable `VALO_BASE_URL`, and so on."""

    base_url: str = "http://127.0.0.1:8080"
    """Address as browsers and the platform see it: scheme and host, no path, no slash at the end;
    https, unless `VALO_DEV`."""
    secret_key: str = field(repr=False)
    """32 or more random characters. Encrypts secrets in the database and signs notes. Lost:
    platform keys and back-end passwords are lost, register again. To make one:
    `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`"""
    database_url: str = "sqlite:///var/valo.sqlite3"
    """`sqlite:///FILE` (three slashes: relative, four: absolute) or
    `postgresql+psycopg://user:password@host/name`."""
    storage_url: str = "file:var/files"
    """Where photos and voice notes lie: `file:FOLDER`, `s3://BUCKET` or `s3://BUCKET/PREFIX`."""
    s3_endpoint: str = ""
    """For a bucket: address of the server that speaks S3, without a path, such as
    `https://s3.eu-north-1.amazonaws.com`; https, unless `VALO_DEV`."""
    s3_region: str = "us-east-1"
    """Region that S3 signatures name; servers of one's own mostly want the default."""
    s3_access_key: str = ""
    """Access key of S3; it may list, read, write and delete in the bucket."""
    s3_secret_key: str = field(default="", repr=False)
    """Secret of that access key."""
    queue_url: str = ""
    """Where jobs wait: `sqlite:FILE` or `postgresql://…`; empty: beside the database (SQLite) or in
    it (PostgreSQL)."""
    dev: bool = False
    """Allows http, and platforms and back-ends on private addresses; shows the gallery. Never in
    production."""
    caller_id: str = "valo.unconfigured"
    """`Caller-Id` for national services: organisation OID, a dot, the system's name."""
    log_json: bool = True
    """Logs as JSON lines; `0`: for reading."""
    web_workers: int = 2
    """Processes of `./valo serve`, 1 to 64; each has 8 threads."""
    web_bind: str = "127.0.0.1:8080"
    """Where `./valo serve` listens."""
    metrics_bind: str = ""
    """`HOST:PORT` at which `./valo serve` answers `/metrics` for Prometheus; the worker takes the
    next port. Empty: none. Keep it off the internet."""
    smtp_url: str = field(default="", repr=False)
    """Mail server for notices: `smtp://USER:PASSWORD@HOST:587` (with STARTTLS) or `smtps://…:465`;
    special characters as `%40`. Empty: no letters, notices come through the platform or stand on
    the page. `./valo check` logs in and says goodbye."""
    mail_from: str = ""
    """Sender of letters; empty: `valo@` and the host of `VALO_BASE_URL`."""

    @property
    def origin(self) -> str:
        """Scheme and host of `base_url`."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"


def variable(name: str) -> str:
    """The environment variable of a field: `base_url` → `VALO_BASE_URL`."""
    return f"VALO_{name.upper()}"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings out of the environment.

    Raises SettingsError with one line that names the variable and says what to do.
    """
    environ = os.environ if environ is None else environ
    known = {variable(f.name): f for f in fields(Settings)}
    given = {k: v for k, v in environ.items() if k.startswith("VALO_") and k not in NOT_OURS}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting of valo; see .env.example")
    if "VALO_SECRET_KEY" not in given:
        raise SettingsError("VALO_SECRET_KEY is not set; give it 32 or more random characters")
    values = {known[k].name: _parse(k, known[k].type, v) for k, v in given.items()}
    settings = Settings(**values)  # type: ignore[arg-type]
    _check(settings)
    return settings


def _parse(name: str, kind: object, text: str) -> str | bool | int:
    if kind is bool or kind == "bool":
        if text.lower() not in ("1", "true", "yes", "0", "false", "no", ""):
            raise SettingsError(f"{name} must be 1 or 0, not {text!r}")
        return text.lower() in ("1", "true", "yes")
    if kind is int or kind == "int":
        if not text.isdecimal() or not 1 <= int(text) <= 64:  # noqa: PLR2004 - the rule itself
            raise SettingsError(f"{name} must be a whole number from 1 to 64, not {text!r}")
        return int(text)
    return text.strip()


def _check(settings: Settings) -> None:
    parts = urlsplit(settings.base_url)
    schemes = ("http", "https") if settings.dev else ("https",)
    checks: list[_Check] = [
        (len(settings.secret_key) >= _MIN_SECRET, "secret_key", "needs 32 or more characters"),
        (parts.scheme in schemes, "base_url", f"must begin with {' or '.join(schemes)}://"),
        (bool(parts.hostname) and not parts.path.strip("/"), "base_url", "is only scheme and host"),
        (not settings.base_url.endswith("/"), "base_url", "must not end with a slash"),
        (
            settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")),
            "database_url",
            "must begin with sqlite:/// or postgresql+psycopg://",
        ),
        *_storage_checks(settings, schemes),
        (
            settings.queue_url.startswith(("sqlite:", "postgresql://")) or not settings.queue_url,
            "queue_url",
            "must begin with sqlite: or postgresql://",
        ),
        (_is_address(settings.metrics_bind), "metrics_bind", "must be HOST:PORT, or empty"),
        (_is_smtp(settings.smtp_url), "smtp_url", "must be smtp://HOST:PORT or smtps://HOST:PORT"),
        (
            not settings.mail_from or "@" in settings.mail_from,
            "mail_from",
            "must be an e-mail address",
        ),
    ]
    for good, name, sentence in checks:
        if not good:
            raise SettingsError(f"{variable(name)} {sentence}")


def _storage_checks(settings: Settings, schemes: tuple[str, ...]) -> list[_Check]:
    url = settings.storage_url
    if not url.startswith("s3:"):
        return [(url.startswith("file:"), "storage_url", "must begin with file: or s3://")]
    keys = ("s3_access_key", "s3_secret_key")
    return [
        (bool(_BUCKET.match(url)), "storage_url", "must be s3://BUCKET or s3://BUCKET/PREFIX"),
        (_is_server(settings.s3_endpoint, schemes), "s3_endpoint", _endpoint_rule(schemes)),
        (bool(_REGION.match(settings.s3_region)), "s3_region", "is a region's name: eu-north-1"),
        *((bool(getattr(settings, k)), k, "must be set for VALO_STORAGE_URL=s3://…") for k in keys),
    ]


def _endpoint_rule(schemes: tuple[str, ...]) -> str:
    begin = " or ".join(f"{scheme}://" for scheme in schemes)
    return f"must be set for VALO_STORAGE_URL=s3://…: {begin}HOST, without a path"


def _is_server(url: str, schemes: tuple[str, ...]) -> bool:
    """Scheme and host, perhaps a port, and nothing else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        return False
    return parts.scheme in schemes and bool(host) and url == f"{parts.scheme}://{parts.netloc}"


def _is_address(text: str) -> bool:
    """HOST:PORT with a port that has a next one, or nothing."""
    host, colon, port = text.rpartition(":")
    return not text or bool(host and colon and port.isdecimal() and 0 < int(port) < _LAST_PORT)


def _is_smtp(url: str) -> bool:
    if not url:
        return True
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and port != 0
