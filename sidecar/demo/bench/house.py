"""A house of its own for the benchmark: settings, application, a platform in memory."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import inspect

from lti import claims as c
from lti.testing import Activity, Course, FakePlatform, Tool
from sidecar import db, jobs, log, migrations
from sidecar.app import create_app
from sidecar.errors import SettingsError
from sidecar.settings import Settings

ISSUER = "https://moodle.example.org"
TOOL = "https://valo.example.org"
ACTIVITY = Activity("3", "Työpäiväkirja", 100.0)


@dataclass(frozen=True, kw_only=True)
class House:
    """The application, and the platform that launches it."""

    app: Flask
    platform: FakePlatform
    tool: Tool


@contextmanager
def open_house(folder: Path, database_url: str | None) -> Iterator[House]:
    """A migrated, empty house; its log goes to a file, as a service's log does."""
    settings = _settings(folder, database_url)
    _must_be_empty(settings.database_url)
    app = create_app(settings)
    with (folder / "log").open("w", encoding="utf-8") as log_file:
        _log_to(log_file)
        try:
            migrations.upgrade()
            yield House(app=app, **_platform())
        finally:
            _close()


def _settings(folder: Path, database_url: str | None) -> Settings:
    return Settings(
        base_url=TOOL,
        secret_key=secrets.token_urlsafe(48),
        database_url=database_url or f"sqlite:///{folder / 'bench.sqlite3'}",
        storage_url=f"file:{folder / 'files'}",
        dev=True,
    )


def _must_be_empty(url: str) -> None:
    if inspect(db.bind(url).engine).get_table_names():
        raise SettingsError("the benchmark needs an empty database; make a new one for --database")


def _log_to(log_file: Any) -> None:
    factory = structlog.PrintLoggerFactory(file=log_file)
    structlog.configure(**{**structlog.get_config(), "logger_factory": factory})


def _close() -> None:
    log.configure(json=True)
    jobs.release()
    db.database().release()
    db.database().engine.dispose()


def _platform() -> dict[str, Any]:
    course = Course("7", "Pintakäsittely", "PINTA", [ACTIVITY])
    platform = FakePlatform(ISSUER, course, [])
    made = platform.register(_tool_body(), platform.new_registration_token())
    return {"platform": platform, "tool": platform.tools[made["client_id"]]}


def _tool_body() -> dict[str, Any]:
    launch = f"{TOOL}/lti/launch"
    return {
        "initiate_login_uri": f"{TOOL}/lti/login",
        "jwks_uri": f"{TOOL}/lti/jwks.json",
        "client_name": "valo",
        "redirect_uris": [launch],
        "scope": f"{c.SCOPE_ROSTER} https://purl.imsglobal.org/spec/lti-ags/scope/score",
        c.TOOL_CONFIGURATION: {"domain": "valo.example.org", "target_link_uri": launch},
    }
