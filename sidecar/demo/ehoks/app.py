"""The practice service as one application: CAS, the API and pages to look at."""

import socket
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response

from sidecar.demo.ehoks import api, cas, pages, replies
from sidecar.demo.ehoks.faults import Faults
from sidecar.demo.ehoks.state import State

_Wsgi = Callable[..., Iterable[bytes]]


def create_ehoks(state_path: Path | None) -> Flask:
    """The application. `state_path`: JSON file that keeps the plans; None keeps them in memory.

    `app.extensions`: `ehoks` is its State, `faults` its Faults, `tickets` its TicketOffice.
    """
    app = Flask("sidecar.demo.ehoks", template_folder="templates", static_folder=None)
    app.extensions["ehoks"] = State(state_path)
    app.extensions["faults"] = Faults()
    app.extensions["tickets"] = cas.TicketOffice()
    for part in (cas.blueprint, api.blueprint, pages.blueprint):
        app.register_blueprint(part)
    for status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        app.register_error_handler(status, _no_route)
    app.after_request(_with_headers)
    app.wsgi_app = _breaking(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _no_route(_error: Exception) -> Response:
    return replies.answer({"reason": "Route not found"}, HTTPStatus.NOT_FOUND)


def _with_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _breaking(wsgi: _Wsgi) -> _Wsgi:
    """Drops the connection after a request whose answer was ordered to be lost."""

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        held: list[tuple[Any, ...]] = []

        def hold(*args: Any) -> None:
            held.append(args)

        body = wsgi(environ, hold)
        if environ.get("valo.drop_answer"):
            _hang_up(environ)
            raise ConnectionResetError("the answer is lost, as ordered")
        start_response(*held[0])
        return body

    return call


def _hang_up(environ: dict[str, Any]) -> None:
    """The development server would keep the connection open; in tests there is none."""
    connection: socket.socket | None = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
