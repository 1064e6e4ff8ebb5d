"""The calls of eHOKS that a provider's service user may make (ehoks.md §1).

Numbers keep the form in which they were read: decimals are `Decimal` on the way in and out.
Replies to errors repeat personal data (§1.6): of those only kind and places are kept.
"""

import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from sidecar.backends.base import N_
from sidecar.backends.ehoks.cas import NothingWritten, Tickets

BUDGET = 45.0
"""Seconds for one delivery: no call begins later, so that it ends within the outbox's lease."""
_WRITES = ("POST", "PUT")
_OLD_TICKET = "Ticket may be expired"
_BEFORE_SAVING = ("Error while contacting Koski", "Error while fetching oppija")
_NO_RIGHTS_CHECK = "Unable to check access rights"
DOES_NOT_ANSWER = N_("eHOKS does not answer. We try again later.")
LINKED_DOWN = N_("A service behind eHOKS is down. We try again later.")
NOT_UNDERSTOOD = N_("eHOKS answered in a way that we do not understand. We try again later.")


class MaybeWritten(Exception):
    """A write was sent and its answer is lost or says nothing: it may have arrived."""


class ServiceRefused(Exception):
    """eHOKS said no. `text` is its own short text, `places` where in the body the mistakes are."""

    def __init__(self, status: int, text: str = "", errors: Any = None) -> None:
        super().__init__(f"status {status}")
        self.status, self.text = status, text
        self.is_model_error = errors is not None
        self.places = list(_places(errors))


@dataclass
class Calls:
    """One delivery's or reading's calls, with a time limit for all of them together."""

    session: requests.Session
    api: str
    caller_id: str
    tickets: Tickets
    started: float = field(default_factory=time.monotonic)

    def find(self, study_right_oid: str) -> int | None:
        """Number of the plan of a study right; None when there is none (§1.2)."""
        answer = self._ask(f"/hoks/opiskeluoikeus/{quote(study_right_oid)}")
        try:
            return None if answer is None else int(answer["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise NothingWritten(NOT_UNDERSTOOD) from error

    def get(self, plan_ref: int) -> dict[str, Any] | None:
        """A whole plan, as it stands in `data`; None when it is gone."""
        return self._ask(f"/hoks/{plan_ref}")

    def create(self, body: dict[str, Any]) -> int:
        """POST a new plan; its number."""
        answer = self._send("POST", "/hoks", body)
        try:
            return int(loads(_text(answer))["meta"]["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise MaybeWritten from error

    def replace(self, plan_ref: int, body: dict[str, Any]) -> None:
        """PUT a whole plan."""
        self._send("PUT", f"/hoks/{plan_ref}", body)

    def _ask(self, path: str) -> dict[str, Any] | None:
        try:
            answer = self._send("GET", path)
            data = loads(_text(answer))["data"]
        except ServiceRefused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise
        except (ValueError, KeyError, TypeError) as error:
            raise NothingWritten(NOT_UNDERSTOOD) from error
        if not isinstance(data, dict):
            raise NothingWritten(NOT_UNDERSTOOD)
        return data

    def _send(self, method: str, path: str, body: Any = None) -> requests.Response:
        """One call; with a fresh ticket once more when the ticket was too old (nothing was done).

        Raises NothingWritten, MaybeWritten, ServiceRefused or LoginRefused.
        """
        answer = self._once(method, path, body)
        if answer.status_code == HTTPStatus.UNAUTHORIZED and _OLD_TICKET in _text(answer):
            answer = self._once(method, path, body)
        if answer.status_code not in (HTTPStatus.OK, HTTPStatus.NO_CONTENT):
            raise _failure(method, answer)
        return answer

    def _once(self, method: str, path: str, body: Any) -> requests.Response:
        self._check_time()
        headers = {"ticket": self.tickets.take(), "Caller-Id": self.caller_id}
        self._check_time()
        data = None if body is None else dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            return self.session.request(method, self.api + path, data=data, headers=headers)
        except requests.RequestException as error:
            if method in _WRITES and not _never_sent(error):
                raise MaybeWritten from error
            raise NothingWritten(DOES_NOT_ANSWER) from error

    def _check_time(self) -> None:
        if time.monotonic() - self.started > BUDGET:
            raise NothingWritten(DOES_NOT_ANSWER)


def _never_sent(error: requests.RequestException) -> bool:
    """Whether no connection came about: then certainly nothing arrived."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    refused = isinstance(cause, NewConnectionError | ConnectionRefusedError)
    return refused or isinstance(error, requests.ConnectTimeout)


def _failure(method: str, answer: requests.Response) -> Exception:
    """What an answer that is no success means (§1.5)."""
    status, body = answer.status_code, _json(_text(answer))
    text = str(body.get("error") or body.get("reason") or "") if isinstance(body, dict) else ""
    if _NO_RIGHTS_CHECK in text or status == HTTPStatus.TOO_MANY_REQUESTS:
        return NothingWritten(LINKED_DOWN)
    if _OLD_TICKET in text:
        return NothingWritten(N_("The national sign-in gave no ticket. We try again later."))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        if method in _WRITES and not text.startswith(_BEFORE_SAVING):
            return MaybeWritten()
        return NothingWritten(LINKED_DOWN)
    errors = body.get("errors") if isinstance(body, dict) else None
    in_body = isinstance(body, dict) and "body-params" in (body.get("in") or ())
    return ServiceRefused(status, text or _text(answer)[:200], errors if in_body else None)


def _text(answer: requests.Response) -> str:
    return answer.content.decode("utf-8", "replace")


def _json(text: str) -> Any:
    try:
        return loads(text)
    except ValueError:
        return None


def _places(errors: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths of the leaves of an error tree; sound list items are null (§1.6)."""
    if isinstance(errors, dict):
        for name, below in errors.items():
            yield from _places(below, (*at, name))
    elif isinstance(errors, list):
        for index, below in enumerate(errors):
            yield from _places(below, (*at, index))
    elif errors is not None:
        yield at


def loads(text: str) -> Any:
    """Parse JSON; decimals stay exactly as written. ValueError when it is not JSON."""
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    """JSON of what `loads` gave, digit for digit."""
    mark = secrets.token_hex(8)
    text = json.dumps(
        value,
        ensure_ascii=False,
        separators=(",", ":"),
        default=lambda number: f"{mark}{_decimal(number)}",
    )
    return re.sub(f'"{mark}([^"]*)"', r"\1", text)


def _decimal(number: Any) -> Decimal:
    if not isinstance(number, Decimal):
        raise TypeError(type(number).__name__)
    return number


def storable(value: Any) -> Any:
    """The same with ordinary numbers, for a JSON column."""
    return json.loads(dumps(value))
