"""Voice notes: checked to be sound and nothing else, then written anew, so that all hear them."""

from collections.abc import Callable
from dataclasses import dataclass

from sidecar.diary.sounds.anew import NotASound, TooLong, written_anew
from sidecar.diary.sounds.mp4 import mp4
from sidecar.diary.sounds.plain import mp3, ogg, wav
from sidecar.diary.sounds.walking import Read
from sidecar.diary.sounds.webm import webm
from sidecar.errors import BadInput
from sidecar.storage import loose

MOST_BYTES = 8 * 1024 * 1024
LONGEST = 5 * 60
"""Seconds. The page itself stops after two minutes."""
MEDIA_TYPE = "audio/mp4"
"""Of each stored voice note: AAC in M4A, which old iPhones play, too."""
_NO_SOUND = "This file is not a voice note that we can play. Record it here, or send M4A or MP3."
_TOO_LONG = "This voice note is too long. Speak a shorter one: at most 5 minutes."


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A voice note as M4A, and its length in seconds."""

    content: bytes
    seconds: int


@dataclass(frozen=True, kw_only=True)
class StoredSound:
    """A sound in the storage, under a name that nobody can guess."""

    blob: str
    sound: Sound


def read_sound(data: bytes) -> Sound:
    """The voice note, safe to play. BadInput with a kind sentence when it is not one.

    OSError when this machine cannot run the decoder just now.
    """
    container, content = checked(data)
    try:
        made, seconds = written_anew(content, container, longest=LONGEST)
    except NotASound as error:
        raise BadInput(_NO_SOUND) from error
    except TooLong as error:
        raise BadInput(_TOO_LONG) from error
    return Sound(content=made, seconds=max(1, seconds))


def checked(data: bytes) -> tuple[str, bytes]:
    """Its container's name, and the bytes without what is not sound. BadInput as `read_sound`."""
    if len(data) > MOST_BYTES:
        raise BadInput("This voice note is too big. Speak a shorter one: at most 5 minutes.")
    container, walk = _walker(data)
    try:
        content, seconds = walk(data)
    except (ValueError, KeyError, IndexError, RecursionError) as error:
        raise BadInput(_NO_SOUND) from error
    if seconds is not None and seconds > LONGEST:
        raise BadInput(_TOO_LONG)
    return container, content


def _walker(data: bytes) -> tuple[str, Callable[[bytes], Read]]:
    """By the first bytes, never by the name or by what the sender says."""
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "matroska", webm
    if data.startswith(b"OggS"):
        return "ogg", ogg
    if data[4:8] == b"ftyp":
        return "mov", mp4
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav", wav
    return "mp3", mp3


def store(sound: Sound) -> StoredSound:
    """Write it into the storage."""
    [blob] = loose.keep([sound.content], suffix="m4a")
    return StoredSound(blob=blob, sound=sound)
