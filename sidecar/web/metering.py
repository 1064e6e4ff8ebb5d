"""Counts each answer and its time; the endpoint's name, not the address, for addresses hold ids."""

from time import perf_counter

from flask import Flask, Response, g, request

from sidecar import metrics

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def register(app: Flask) -> None:
    """Start a clock before each request, count after it."""
    app.before_request(_start)
    app.after_request(_count)


def _start() -> None:
    g.started = perf_counter()


def _count(response: Response) -> Response:
    seconds = perf_counter() - g.get("started", perf_counter())
    method = request.method if request.method in _METHODS else "other"
    metrics.count_request(request.endpoint or "", method, response.status_code, seconds)
    return response
