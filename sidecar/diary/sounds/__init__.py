"""Voice notes: checked to be sound and nothing else, and kept as they were spoken."""

from collections.abc import Callable
from dataclasses import dataclass

from sidecar import storage
from sidecar.diary.sounds.mp4 import mp4
from sidecar.diary.sounds.plain import mp3, ogg, wav
from sidecar.diary.sounds.walking import Read
from sidecar.diary.sounds.webm import webm
from sidecar.errors import BadInput

MOST_BYTES = 8 * 1024 * 1024
LONGEST = 5 * 60
"""Seconds. The page itself stops after two minutes."""


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A voice note: its bytes without names and places, and its length where it is known."""

    content: bytes
    media_type: str
    seconds: int | None


@dataclass(frozen=True, kw_only=True)
class StoredSound:
    """A sound in the storage, under a name that nobody can guess."""

    blob: str
    sound: Sound


def read_sound(data: bytes) -> Sound:
    """The voice note, safe to play. BadInput with a kind sentence when it is not one."""
    if len(data) > MOST_BYTES:
        raise BadInput("This voice note is too big. Speak a shorter one: at most 5 minutes.")
    media_type, walk = _walker(data)
    try:
        content, seconds = walk(data)
    except (ValueError, KeyError, IndexError, RecursionError) as error:
        raise BadInput(
            "This file is not a voice note that we can play. Record it here, or send M4A or MP3."
        ) from error
    if seconds is not None and seconds > LONGEST:
        raise BadInput("This voice note is too long. Speak a shorter one: at most 5 minutes.")
    return Sound(
        content=content,
        media_type=media_type,
        seconds=None if seconds is None else round(seconds),
    )


def _walker(data: bytes) -> tuple[str, Callable[[bytes], Read]]:
    """By the first bytes, never by the name or by what the sender says."""
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "audio/webm", webm
    if data.startswith(b"OggS"):
        return "audio/ogg", ogg
    if data[4:8] == b"ftyp":
        return "audio/mp4", mp4
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "audio/wav", wav
    return "audio/mpeg", mp3


def store(sound: Sound) -> StoredSound:
    """Write it into the storage."""
    suffix = sound.media_type.partition("/")[2]
    return StoredSound(blob=storage.storage().put(sound.content, suffix=suffix), sound=sound)
