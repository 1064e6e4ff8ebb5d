"""WebM, as browsers record it. Source: RFC 8794 (EBML), RFC 9559 (Matroska)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sidecar.diary.sounds.walking import Cursor, Read

_EBML, _SEGMENT, _CLUSTER, _VOID = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0xEC
_INFO, _TRACKS, _TAGS = 0x1549A966, 0x1654AE6B, 0x1254C367
_SEEK, _CUES, _CRC = 0x114D9B74, 0x1C53BB6B, 0xBF
_IN_SEGMENT = {_SEEK, _INFO, _TRACKS, _TAGS, _CUES, _CLUSTER, _VOID, _CRC}
_TIME, _SIMPLE_BLOCK, _GROUP, _BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
_IN_CLUSTER = {_TIME, _SIMPLE_BLOCK, _GROUP, 0xA7, 0xAB, _VOID, _CRC}
_TRACK, _TRACK_KIND, _SCALE, _DOC_TYPE = 0xAE, 0x83, 0x2AD7B1, 0x4282
_IS_SOUND = 2
_USUAL_SCALE = 1_000_000


@dataclass(frozen=True)
class _Element:
    """An element of WebM; `end` is None where the recorder did not know its size."""

    id: int
    head: int
    start: int
    end: int | None


def webm(data: bytes) -> Read:
    """One EBML head and one segment with sound tracks only; tags are blanked."""
    head, segment = _two(data)
    if _child(data, head, _DOC_TYPE).rstrip(b"\0") not in (b"webm", b"matroska"):
        raise ValueError("not WebM")
    parts = list(_segment(data, segment))
    tracks = (t for p in parts if p.id == _TRACKS for t in _inside(data, p) if t.id == _TRACK)
    kinds = {_kind(data, track) for track in tracks}
    if kinds != {_IS_SOUND}:
        raise ValueError("not only sound")
    cleaned = bytearray(data)
    for one in parts:
        if one.id == _TAGS and one.end is not None:
            _blank(cleaned, one, one.end)
    return bytes(cleaned), _seconds(data, parts)


def _seconds(data: bytes, parts: list[_Element]) -> float:
    begins, time, scale = 0, 0, _USUAL_SCALE
    for one in parts:
        if one.id == _INFO:
            scale = int.from_bytes(_child(data, one, _SCALE), "big") or _USUAL_SCALE
        elif one.id == _TIME:
            begins = int.from_bytes(data[one.start : one.end], "big")
        elif one.id in (_SIMPLE_BLOCK, _GROUP):
            time = max(time, begins + _since(data, one))
    return time * scale / 1e9


def _two(data: bytes) -> tuple[_Element, _Element]:
    cursor = Cursor(data)
    head = _element(cursor)
    if head.id != _EBML or head.end is None:
        raise ValueError("no EBML head")
    cursor.at = head.end
    segment = _element(cursor)
    if segment.id != _SEGMENT or segment.end not in (None, len(data)):
        raise ValueError("not one segment to the end")
    return head, segment


def _element(cursor: Cursor) -> _Element:
    head = cursor.at
    first = cursor.number(1)
    length = 9 - first.bit_length()
    if length > 4:  # noqa: PLR2004 - an id has at most four bytes
        raise ValueError("not an id")
    id_ = int.from_bytes(bytes([first]) + cursor.take(length - 1), "big")
    size = _size(cursor)
    end = None if size is None else cursor.at + size
    if end is not None and end > cursor.end:
        raise ValueError("the file ends too early")
    return _Element(id_, head, cursor.at, end)


def _size(cursor: Cursor) -> int | None:
    first = cursor.number(1)
    length = 9 - first.bit_length()
    if first == 0:
        raise ValueError("not a size")
    value = int.from_bytes(bytes([first & (0xFF >> length)]) + cursor.take(length - 1), "big")
    return None if value == (1 << (7 * length)) - 1 else value


def _segment(data: bytes, segment: _Element) -> Iterator[_Element]:
    """What is in the segment and, flat, in its clusters."""
    cursor = Cursor(data, segment.start, segment.end)
    while not cursor.is_done:
        one = _element(cursor)
        if one.id not in _IN_SEGMENT | _IN_CLUSTER:
            raise ValueError("a strange element")
        if one.id == _CLUSTER:
            continue
        if one.end is None:
            raise ValueError("no size")
        cursor.at = one.end
        yield one


def _inside(data: bytes, parent: _Element) -> Iterator[_Element]:
    cursor = Cursor(data, parent.start, parent.end)
    while not cursor.is_done:
        one = _element(cursor)
        if one.end is None:
            raise ValueError("no size")
        cursor.at = one.end
        yield one


def _child(data: bytes, parent: _Element, id_: int) -> bytes:
    found = next((one for one in _inside(data, parent) if one.id == id_), None)
    return data[found.start : found.end] if found else b""


def _kind(data: bytes, track: _Element) -> int:
    return int.from_bytes(_child(data, track, _TRACK_KIND), "big")


def _since(data: bytes, one: _Element) -> int:
    """When a block begins, after its cluster: two bytes behind the track's number."""
    block = data[one.start : one.end] if one.id == _SIMPLE_BLOCK else _child(data, one, _BLOCK)
    return int.from_bytes(block[1:3], "big", signed=True)


def _blank(cleaned: bytearray, one: _Element, end: int) -> None:
    """A Void element of eight size bytes over the whole place; a place too small stays."""
    room = end - one.head - 9
    if room >= 0:
        size = (room | (1 << 56)).to_bytes(8, "big")
        cleaned[one.head : end] = bytes([_VOID]) + size + b"\0" * room
