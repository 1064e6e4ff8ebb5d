"""Names of blobs, and what can be wrong with a blob."""

import re
import secrets

from sidecar.errors import NotFound, ValoError

_NAME = re.compile(r"^[0-9a-f]{32}\.[a-z0-9]{1,8}$")


class NoSuchFile(NotFound, FileNotFoundError):
    """There is no blob of this name."""


class StorageAway(ValoError, OSError):
    """The storage is another system, and it does not answer or refuses; `reason` is for operators.

    `reason` is one line without personal data: what happened, and what to look at.
    """

    status = 503
    code = "E-FILES"
    message = "Photos and voice notes are out of reach just now. Your words are safe. Try again."

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


def new_name(suffix: str) -> str:
    """A name that nobody can guess."""
    return f"{secrets.token_hex(16)}.{suffix}"


def is_name(text: str) -> bool:
    """True for a name of ours: such a one climbs out of nowhere."""
    return _NAME.match(text) is not None


def checked(name: str) -> str:
    """The name; NoSuchFile when it cannot be one of ours."""
    if not is_name(name):
        raise NoSuchFile
    return name
