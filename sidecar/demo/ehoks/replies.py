"""Answers of the service: the envelope and the shapes of its errors (ehoks.md §1.5, §1.6)."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response

DUPLICATE = "HOKS with the same opiskeluoikeus-oid already exists"
ARCHIVED = (
    "Archived HOKS with given opiskeluoikeus oid found. Contact eHOKS support for more information."
)
NO_ACCESS = "No access is allowed. Check Opintopolku privileges and 'opiskeluoikeus'"
OLD_TICKET = "User not found for given ticket. Ticket may be expired."
KOSKI_DOWN = "Error while contacting Koski: connection refused"


class Answered(Exception):
    """Ends a request with an error answer."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body


def answer(body: Any, status: int = HTTPStatus.OK) -> Response:
    """JSON in UTF-8; no reply may be kept."""
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, content_type="application/json; charset=utf-8")


def wrapped(data: Any, meta: dict[str, Any] | None = None) -> Response:
    """A success in its envelope."""
    return answer({"meta": meta or {}, "data": data})


def empty() -> Response:
    """204."""
    return Response(status=HTTPStatus.NO_CONTENT)


def error(status: int, text: str, name: str = "error") -> Answered:
    """A short error text."""
    return Answered(status, {name: text})


def unknown(exception: str) -> Answered:
    """500 for what the service did not foresee."""
    body = {"type": "unknown-exception", "class": exception}
    return Answered(HTTPStatus.INTERNAL_SERVER_ERROR, body)


def refused(errors: Any, value: Any, where: str = "body-params") -> Answered:
    """400 of the model; repeats what was sent."""
    body = {
        "errors": errors,
        "type": "compojure.api.exception/request-validation",
        "coercion": "schema",
        "value": value,
        "in": ["request", where],
    }
    return Answered(HTTPStatus.BAD_REQUEST, body)


def not_json(text: str) -> Answered:
    """400 for a body that is not JSON."""
    body = {
        "type": "muuntaja/decode",
        "format": "application/json",
        "charset": "utf-8",
        "original": text[:100],
        "message": "Malformed application/json request.",
    }
    return Answered(HTTPStatus.BAD_REQUEST, body)
