"""What an Undo button carries: signed, good for one person and for a few seconds."""

from typing import Any

from flask import current_app, g
from itsdangerous import BadSignature, URLSafeTimedSerializer

from sidecar.review.actions import UNDO_SECONDS

ONE, SEVERAL, SEEN = b"undo", b"undo several", b"undo seen"
"""Of which button: an entry's, that of entries approved together, that of the page of sights."""


def seal(button: bytes, value: Any) -> str:
    """A token of plain values for the viewer."""
    return str(_signer().dumps([g.viewer.person.id, value], salt=button))


def unseal(button: bytes, token: str) -> Any:
    """What a token of this viewer says; None when it is too old, or somebody else's."""
    try:
        person_id, value = _signer().loads(token, max_age=UNDO_SECONDS, salt=button)
    except BadSignature:
        return None
    return value if person_id == g.viewer.person.id else None


def _signer() -> URLSafeTimedSerializer:
    signer: URLSafeTimedSerializer = current_app.extensions["valo.notes"]
    return signer
