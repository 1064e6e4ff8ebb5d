"""MP4 and M4A, as iPhones record them. Source: ISO/IEC 14496-12."""

from collections.abc import Iterator
from dataclasses import dataclass

from sidecar.diary.sounds.walking import Cursor, Read

_TOP = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"moof", b"sidx", b"mfra"}
_PARENTS = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"edts", b"mvex", b"minf", b"stbl"}
_NOT_SOUND = {b"udta", b"meta", b"uuid"}
_LARGE = 1
_DEEPEST = 6


@dataclass(frozen=True)
class _Box:
    """A box of MP4."""

    name: bytes
    head: int
    start: int
    end: int


def mp4(data: bytes) -> Read:
    """Boxes from the first byte to the last, with sound only; other data is blanked."""
    cleaned, kinds, seconds = bytearray(data), set(), None
    boxes = list(_boxes(data, 0, len(data)))
    if boxes[0].name != b"ftyp" or not {b"moov", b"mdat"} <= {box.name for box in boxes}:
        raise ValueError("not an MP4 with content")
    for box in boxes:
        if box.name == b"hdlr":
            kinds.add(data[box.start + 8 : box.start + 12])
        elif box.name == b"mvhd":
            seconds = _mp4_seconds(data[box.start : box.end])
        elif box.name in _NOT_SOUND | {b"free", b"skip", b"wide"}:
            cleaned[box.head + 4 : box.head + 8] = b"free"
            cleaned[box.start : box.end] = bytes(box.end - box.start)
    if kinds != {b"soun"}:
        raise ValueError("not only sound")
    return bytes(cleaned), seconds


def _boxes(data: bytes, start: int, end: int, *, depth: int = 0) -> Iterator[_Box]:
    cursor = Cursor(data, start, end)
    while not cursor.is_done:
        head = cursor.at
        size, name = cursor.number(4), cursor.take(4)
        size = cursor.number(8) if size == _LARGE else size or end - head
        box = _Box(name, head, cursor.at, head + size)
        if not depth and name not in _TOP | _NOT_SOUND:
            raise ValueError("a strange box")
        cursor.take(box.end - cursor.at)
        yield box
        if name in _PARENTS and depth < _DEEPEST:
            yield from _boxes(data, box.start, box.end, depth=depth + 1)


def _mp4_seconds(head: bytes) -> float | None:
    """Of `mvhd`; a file written piece by piece says 0, which is not known."""
    is_long = head[:1] == b"\1"
    scale = int.from_bytes(head[20:24] if is_long else head[12:16], "big")
    length = int.from_bytes(head[24:32] if is_long else head[16:20], "big")
    return length / scale if scale and length else None
