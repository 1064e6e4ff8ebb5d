"""CAS: who we are. A ticket-granting ticket is kept, each call takes a service ticket of its own.

Source: ehoks.md §2. A service ticket lives for seconds and works once.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import requests

from sidecar.backends.base import N_

GRANT_LIFE = 2 * 60 * 60.0
"""Seconds after which we ask for a new one, as eHOKS's own client does; CAS keeps them 8 hours."""


class NothingWritten(Exception):
    """The call certainly changed nothing; try again later. `reason` is an English msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LoginRefused(Exception):
    """CAS does not know this user name and password."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """A provider's service user and where it signs in; all addresses without a slash at the end."""

    cas_url: str
    service: str
    username: str
    password: str = field(repr=False)
    caller_id: str

    def key(self) -> str:
        """What tells two logins apart, without the password in it."""
        parts = f"{self.cas_url}\n{self.username}\n{self.password}"
        return hashlib.sha256(parts.encode()).hexdigest()


class Grants:
    """Ticket-granting tickets of this process, a login each; shared by its threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[str, float]] = {}

    def get(self, login: Login) -> str | None:
        """The ticket of a login, unless it is old."""
        with self._lock:
            grant, since = self._kept.get(login.key(), ("", 0.0))
        return grant if grant and self._clock() - since < GRANT_LIFE else None

    def keep(self, login: Login, grant: str) -> None:
        """Keep a new one."""
        with self._lock:
            self._kept[login.key()] = (grant, self._clock())

    def forget(self, login: Login) -> None:
        """The one we had is gone at CAS."""
        with self._lock:
            self._kept.pop(login.key(), None)


GRANTS = Grants()


class Tickets:
    """Gives service tickets for one login."""

    def __init__(self, session: requests.Session, login: Login, grants: Grants = GRANTS) -> None:
        self._session, self._login, self._grants = session, login, grants

    def take(self) -> str:
        """A fresh service ticket. Raises LoginRefused or NothingWritten."""
        for _ in range(2):
            answer = self._post(f"/{self._grant()}", {"service": self._login.service})
            if answer.status_code == HTTPStatus.OK and answer.text.strip():
                return answer.text.strip()
            self._grants.forget(self._login)
            if answer.status_code != HTTPStatus.NOT_FOUND:
                break
        raise NothingWritten(N_("The national sign-in gave no ticket. We try again later."))

    def _grant(self) -> str:
        kept = self._grants.get(self._login)
        if kept is not None:
            return kept
        names = {"username": self._login.username, "password": self._login.password}
        answer = self._post("", names)
        grant = answer.headers.get("Location", "").rstrip("/").rsplit("/", 1)[-1]
        if answer.status_code != HTTPStatus.CREATED or not grant:
            raise _refusal(answer.status_code)
        self._grants.keep(self._login, grant)
        return grant

    def _post(self, path: str, form: dict[str, str]) -> requests.Response:
        url = f"{self._login.cas_url}/v1/tickets{path}"
        headers = {"Caller-Id": self._login.caller_id}
        try:
            return self._session.post(url, data=form, headers=headers)
        except requests.RequestException as error:
            raise NothingWritten(
                N_("The national sign-in does not answer. We try again later.")
            ) from error


def _refusal(status: int) -> Exception:
    if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return LoginRefused("user name or password")
    return NothingWritten(N_("The national sign-in does not answer. We try again later."))
