"""What every view needs: a note that survives the redirect without a cookie, and the redirect.

Flask's own flash needs its session cookie, which a browser may refuse inside a frame. The note
travels signed in the address instead: nobody can make our page say something else.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, jsonify, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from sidecar import crypto

_PARAMETER = "note"
_LIFE = 120
"""Seconds: a reload much later does not say it again."""


def register(app: Flask, *, secret_key: str) -> None:
    """Give templates `get_flashed_messages` with the same meaning as Flask's."""
    signer = URLSafeTimedSerializer(crypto.derive(secret_key, b"notes"))
    app.extensions["valo.notes"] = signer
    app.jinja_env.globals["get_flashed_messages"] = notes


def flash(text: str, kind: str = "good") -> None:
    """Say something on the next page; kind: good or notice."""
    g.setdefault("notes", []).append((kind, text))


def go(endpoint: str, **values: Any) -> Response:
    """303 to a page of ours, so that a reload repeats nothing."""
    return go_to(url_for(endpoint, **values))


def go_to(url: str) -> Response:
    """303 to an address of ours that is already made; a script that sends a form gets it as JSON.

    A script cannot keep a redirect from being followed: the page would be fetched twice.
    """
    if g.get("notes"):
        url, hash_mark, anchor = url.partition("#")
        signed = current_app.extensions["valo.notes"].dumps(g.notes)
        url += ("&" if "?" in url else "?") + urlencode({_PARAMETER: signed}) + hash_mark + anchor
    if request.accept_mimetypes.best == "application/json":
        return jsonify(address=url)
    return redirect(url, code=303)  # type: ignore[return-value]


def notes(with_categories: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - Flask's signature
    """The notes that came with this request."""
    found = [tuple(n) for n in _from_address()] + list(g.get("notes", []))
    return found if with_categories else [text for _kind, text in found]


def _from_address() -> list[list[str]]:
    signed = request.args.get(_PARAMETER)
    if not signed:
        return []
    try:
        found: list[list[str]] = current_app.extensions["valo.notes"].loads(signed, max_age=_LIFE)
    except BadSignature:
        return []
    return found
