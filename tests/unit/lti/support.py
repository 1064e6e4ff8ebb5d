"""Small stand-ins: stores in memory, and a session whose answers are written down beforehand."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import requests

from lti.ports import Platform

ISSUER = "https://moodle.example.org"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def platform(**changed: Any) -> Platform:
    values = {
        "id": 1,
        "issuer": ISSUER,
        "client_id": "client-1",
        "auth_login_url": f"{ISSUER}/mod/lti/auth.php",
        "auth_token_url": f"{ISSUER}/mod/lti/token.php",
        "key_set_url": f"{ISSUER}/mod/lti/certs.php",
    }
    return Platform(**{**values, **changed})


def answer(status: int = 200, body: Any = None, **headers: str) -> requests.Response:
    made = requests.Response()
    made.status_code = status
    made._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    made.headers.update(headers)
    return made


Reply = requests.Response | Exception


class Session(requests.Session):
    """Gives one written answer after another, or asks a function; keeps what was sent."""

    def __init__(self, replies: list[Reply] | Callable[[str], Reply]) -> None:
        super().__init__()
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self._replies: Iterator[Reply] | Callable[[str], Reply] = (
            iter(replies) if isinstance(replies, list) else replies
        )

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        self.sent.append((method.upper(), url, kwargs))
        reply = self._replies(url) if callable(self._replies) else next(self._replies)
        if isinstance(reply, Exception):
            raise reply
        return reply


class Tokens:
    def __init__(self) -> None:
        self.kept: dict[tuple[int, str], tuple[str, datetime]] = {}

    def load(self, platform_id: int, scopes: str, now: datetime) -> str | None:
        token, ends = self.kept.get((platform_id, scopes), ("", now))
        return token if ends > now else None

    def save(self, platform_id: int, scopes: str, token: str, expires_at: datetime) -> None:
        self.kept[platform_id, scopes] = token, expires_at

    def forget(self, platform_id: int, scopes: str) -> None:
        self.kept.pop((platform_id, scopes), None)
