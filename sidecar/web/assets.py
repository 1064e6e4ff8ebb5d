"""Our static files under an address that names their content: a browser may keep them for ever.

The version stands in the path, not behind it, so that what a module imports is kept as well: a
page whose scripts had to be asked for again would keep no words when the network goes.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, send_from_directory

from sidecar.identity.permissions import public

FOLDER = Path(__file__).resolve().parents[1] / "static"
FOR_EVER = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Serve the versioned addresses and give templates `static_url`."""
    app.add_url_rule("/static/v-<version>/<path:name>", view_func=versioned)
    app.jinja_env.globals["static_url"] = static_url


@public("style, scripts and pictures of the pages")
def versioned(version: str, name: str) -> Response:
    """A static file; a version that is not ours is answered with what we have, not to be kept."""
    answer = send_from_directory(FOLDER, name, max_age=None)
    if version == _version():
        answer.headers["Cache-Control"] = FOR_EVER
    return answer


@cache
def static_url(name: str) -> str:
    """`valo.css` → `/static/v-1a2b3c4d/valo.css`."""
    return f"/static/v-{_version()}/{name}"


@cache
def _version() -> str:
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    told = b"".join(path.name.encode() + path.read_bytes() for path in files)
    return hashlib.sha256(told).hexdigest()[:8]
