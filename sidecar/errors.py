"""Foreseeable refusals: each has a status, a stable code and a sentence for the person.

`message` is an English msgid with named placeholders; the page translates it. Parameters hold no
personal data, for they are logged.
"""

from collections.abc import Mapping


def N_(sentence: str) -> str:  # noqa: N802 - the customary name of this mark
    """Mark an English sentence that is translated later, where it is shown."""
    return sentence


class ValoError(Exception):
    """Something the program foresaw and can explain."""

    status = 400
    code = "E-REQUEST"
    message = "This did not work. Go back and try again."

    def __init__(self, message: str | None = None, **params: object) -> None:
        self.message_key = message or type(self).message
        self.params = params
        super().__init__(self.message_key)


class NotFound(ValoError):
    """No such thing, or not among the things this person may see: the answer is the same."""

    status = 404
    code = "E-NOT-FOUND"
    message = "This page is not here. It may have moved, or it belongs to somebody else."


class Forbidden(ValoError):
    """The person is known, but this is not theirs to do."""

    status = 403
    code = "E-FORBIDDEN"
    message = "You cannot do this with your role. Ask the administrator if you should."


class SessionOver(ValoError):
    """The page session is gone; nothing typed may be lost, so the page shows it."""

    status = 401
    code = "E-SESSION-OVER"
    message = "You were away for a while. Open valo again from Moodle."


class Conflict(ValoError):
    """Somebody, or another window, was first."""

    status = 409
    code = "E-CONFLICT"
    message = "This was changed elsewhere at the same time. Look at the newest and try again."


class TooMany(ValoError):
    """More from one address than a school sends."""

    status = 429
    code = "E-TOO-MANY"
    message = "This is a lot at once. Wait a minute and try again."


class BadInput(ValoError):
    """A form or a document with mistakes; `fields` maps a field name to sentences."""

    status = 422
    code = "E-INPUT"
    message = "Some answers need a look."

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: Mapping[str, list[str]] | None = None,
        **params: object,
    ) -> None:
        super().__init__(message, **params)
        self.fields: dict[str, list[str]] = dict(fields or {})


class SettingsError(Exception):
    """A setting is unknown or bad; the message is one line for the operator."""
