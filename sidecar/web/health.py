"""`/healthz`: this process answers. `/readyz`: database and storage answer too."""

from collections.abc import Callable

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from sidecar import db, log, storage
from sidecar.identity.permissions import public

blueprint = Blueprint("health", __name__)
_logger = log.get(__name__)
Check = Callable[[], None]


def checks() -> dict[str, Check]:
    """What must work before pages can: name → function that raises."""
    return {"database": _database, "storage": lambda: storage.storage().ready()}


def _database() -> None:
    db.session().execute(text("SELECT 1"))


@blueprint.get("/healthz")
@public("asked by the machine that starts us")
def healthz() -> ResponseReturnValue:
    """200 as long as the process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public("asked by the machine that sends us visitors")
def readyz() -> ResponseReturnValue:
    """200 when all checks pass, else 503 with the names of those that fail."""
    failed = [
        name
        for name, check in current_app.extensions["valo.ready_checks"].items()
        if not _passes(name, check)
    ]
    return jsonify(status="failing" if failed else "ok", failing=failed), 503 if failed else 200


def _passes(name: str, check: Check) -> bool:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready
        _logger.warning("not_ready", check=name, error=type(error).__name__)
        return False
    return True
