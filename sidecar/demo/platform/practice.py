"""The platform behind the pages: kept in memory, saved as JSON after each change."""

import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import current_app

from lti.testing import FakePlatform, Tool
from sidecar import http
from sidecar.demo.platform.people import FIGURES, course

EXTENSION = "practice"


class Practice:
    """The fake platform, its file, and its way to reach the tool."""

    def __init__(self, issuer: str, tool_url: str, state_path: Path | None) -> None:
        self.tool_url, self.state_path = tool_url.rstrip("/"), state_path
        self.http: requests.Session = http.session(allow_private=True)
        self.lock = threading.RLock()
        """Requests come in several threads; a change and its saving are one step."""
        self.fake = FakePlatform(issuer.rstrip("/"), course(), [f.account() for f in FIGURES])
        self._load()

    def tool(self) -> Tool | None:
        """The tool that activities open: the newest one that lives at our tool's address."""
        tools = list(self.fake.tools.values())
        ours = [t for t in tools if login_url(t).startswith(self.tool_url + "/")]
        return next(reversed(ours or tools), None)

    def fetch(self, url: str) -> Any:
        """A JSON document of the tool. Raises requests.RequestException."""
        return self.http.get(url, headers={"Accept": "application/json"}).json()

    def save(self) -> None:
        """Write the state; the file is whole at every moment."""
        if self.state_path is None:
            return
        with self.lock:
            self.state_path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.state_path.with_suffix(".new")
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(self.fake.dump(), ensure_ascii=False), encoding="utf-8")
            beside.replace(self.state_path)

    def _load(self) -> None:
        if self.state_path is not None and self.state_path.exists():
            self.fake.load(json.loads(self.state_path.read_text(encoding="utf-8")))
        else:
            self.save()


def practice() -> Practice:
    """The one of this application."""
    found: Practice = current_app.extensions[EXTENSION]
    return found


def login_url(tool: Tool) -> str:
    """Where launches of a tool begin."""
    return str(tool.body["initiate_login_uri"])


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
