"""The coach's answer by voice: one voice note, checked and stored before the transaction."""

from flask import request

from sidecar.diary.attaching import StoredFile, forget, take
from sidecar.errors import BadInput


def take_voice() -> StoredFile | None:
    """The voice note of the form; of several, the last. BadInput when it is none."""
    taken = take([], request.files.getlist("sounds")[-1:], None)
    if taken.problems:
        raise BadInput(fields={"sounds": taken.problems})
    return taken.files[0] if taken.files else None


def let_go(voice: StoredFile | None) -> None:
    """Nothing came of the answer: the voice note leaves the storage."""
    forget([voice] if voice else [])
