"""Addresses of our static files with a hash in them, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask

FOLDER = Path(__file__).resolve().parents[1] / "static"


def register(app: Flask) -> None:
    """Give templates `static_url`."""
    app.jinja_env.globals["static_url"] = static_url


@cache
def static_url(name: str) -> str:
    """`valo.css` → `/static/valo.css?v=1a2b3c4d`."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"
