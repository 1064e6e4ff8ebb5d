"""Error pages: what happened, what to do, and a reference code that stands in the log too."""

import secrets

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from sidecar import forms, log
from sidecar.errors import BadInput, SessionOver, ValoError
from sidecar.web import headers

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_logger = log.get(__name__)
_SERVER_ERROR = 500
_PLAIN = {
    404: _l("This page is not here. It may have moved, or it belongs to somebody else."),
    405: _l("This did not work. Go back and try again."),
    413: _l("This is too big. Send fewer or smaller pictures."),
}
_FAULT = _l("Something went wrong here. It is not your fault. Try again in a moment.")


def register(app: Flask) -> None:
    """Answer every error with a page, or with JSON where the caller reads JSON."""
    app.register_error_handler(ValoError, _foreseen)
    app.register_error_handler(HTTPException, _from_werkzeug)
    app.register_error_handler(Exception, _fault)


def reference() -> str:
    """Eight letters to read out on the phone: K7F3-9Q2M."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _foreseen(error: ValoError) -> ResponseReturnValue:
    code = reference()
    _logger.info("refused", reference=code, code=error.code, endpoint=request.endpoint)
    sentence = gettext(error.message_key, **error.params)
    details = getattr(error, "facts", [])
    return _answer(error.status, error.code, sentence, code, fields=_fields(error), facts=details)


def _fields(error: ValoError) -> dict[str, list[str]]:
    return error.fields if isinstance(error, BadInput) else {}


def _from_werkzeug(error: HTTPException) -> ResponseReturnValue:
    status = error.code or _SERVER_ERROR
    if status < 400:  # noqa: PLR2004 - redirects of the router are not errors
        return error
    code = reference()
    _logger.info("refused", reference=code, status=status, path=request.path)
    sentence = _PLAIN.get(status) or (_FAULT if status >= _SERVER_ERROR else _PLAIN[405])
    return _answer(status, f"E-{status}", str(sentence), code)


def _fault(error: Exception) -> ResponseReturnValue:
    code = reference()
    _logger.error("fault", reference=code, endpoint=request.endpoint, exc_info=error)
    return _answer(_SERVER_ERROR, "E-FAULT", str(_FAULT), code)


def _answer(
    status: int,
    kind: str,
    sentence: str,
    code: str,
    *,
    fields: dict[str, list[str]] | None = None,
    facts: list[tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    if _reads_json():
        return jsonify(code=kind, message=sentence, reference=code, errors=fields or {}), status
    headers.may_be_framed_by_anyone()
    page = render_template(
        "errors/error.html",
        sentence=sentence,
        code=kind,
        reference=code,
        facts=facts or [],
        typed=typed_words(),
        viewer=g.get("viewer"),
        is_over=kind == SessionOver.code,
    )
    return page, status


def _reads_json() -> bool:
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or accepts.best == "application/json"


def typed_words() -> list[str]:
    """Texts of the form that came, so that nobody has to write them again."""
    if request.method != "POST" or request.path.startswith("/lti/"):
        return []
    try:
        return forms.typed(request.form)
    except HTTPException:
        return []
