"""WAV, Ogg and MP3: simple rows of chunks, pages and frames.

Sources: Microsoft's RIFF/WAVE; RFC 3533 and RFC 7845 (Ogg, Opus); ISO/IEC 11172-3 (MP3).
"""

from sidecar.diary.sounds.walking import Cursor, Read

_WAV_HEAD = 12


def wav(data: bytes) -> Read:
    """`fmt ` and `data` of a RIFF file; other chunks are left out."""
    if int.from_bytes(data[4:8], "little") + 8 != len(data):
        raise ValueError("not as long as it says")
    chunks: dict[bytes, bytes] = {}
    cursor = Cursor(data, _WAV_HEAD)
    while not cursor.is_done:
        name, size = cursor.take(4), int.from_bytes(cursor.take(4), "little")
        chunks.setdefault(name, cursor.take(size))
        cursor.take(min(size % 2, cursor.end - cursor.at))
    form, sound = chunks[b"fmt "], chunks[b"data"]
    rate = int.from_bytes(form[8:12], "little")
    if rate == 0:
        raise ValueError("no speed")
    body = b"WAVE" + b"".join(_chunk(n, chunks[n]) for n in (b"fmt ", b"data"))
    return b"RIFF" + len(body).to_bytes(4, "little") + body, len(sound) / rate


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


_OPUS_RATE = 48_000


def ogg(data: bytes) -> Read:
    """Ogg pages with Opus or Vorbis, one stream."""
    rate, granule, streams = _ogg_rate(data), 0, set()
    cursor = Cursor(data)
    while not cursor.is_done:
        if cursor.take(5) != b"OggS\0":
            raise ValueError("not an Ogg page")
        cursor.take(1)
        ends_at = int.from_bytes(cursor.take(8), "little", signed=True)
        streams.add(cursor.take(4))
        cursor.take(8)
        cursor.take(sum(cursor.take(cursor.number(1))))
        granule = max(granule, ends_at)
    if len(streams) != 1:
        raise ValueError("more than one stream")
    return data, granule / rate


def _ogg_rate(data: bytes) -> int:
    first = data[28:]
    if first.startswith(b"OpusHead"):
        return _OPUS_RATE
    rate = int.from_bytes(first[12:16], "little")
    if not first.startswith(b"\x01vorbis") or rate == 0:
        raise ValueError("neither Opus nor Vorbis")
    return rate


_BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits of layer III, by MPEG version 1 (3) and 2 or 2.5."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_ID3_V1 = 128


def mp3(data: bytes) -> Read:
    """Frames of layer III from the first to the last; ID3 tags are left out."""
    start, end = _id3_length(data), len(data)
    if data[-_ID3_V1 : -_ID3_V1 + 3] == b"TAG":
        end -= _ID3_V1
    cursor, seconds, count = Cursor(data, start, end), 0.0, 0
    while not cursor.is_done:
        length, took = _frame(cursor.number(4))
        cursor.take(min(length - 4, cursor.end - cursor.at))
        seconds, count = seconds + took, count + 1
    if count < 2:  # noqa: PLR2004 - four bytes may look like a frame by chance
        raise ValueError("no frames")
    return data[start:end], seconds


def _id3_length(data: bytes) -> int:
    if not data.startswith(b"ID3"):
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame(head: int) -> tuple[int, float]:
    """Length in bytes and seconds of the frame with this head."""
    version, layer = head >> 19 & 3, head >> 17 & 3
    if head >> 21 != 0x7FF or layer != 1 or version not in _RATES:  # noqa: PLR2004 - MPEG's sync
        raise ValueError("not a frame of layer III")
    bitrate, rate = head >> 12 & 15, head >> 10 & 3
    if bitrate in (0, 15) or rate == 3:  # noqa: PLR2004 - values that MPEG forbids
        raise ValueError("not a frame of layer III")
    hertz = _RATES[version][rate]
    samples = 1152 if version == 3 else 576  # noqa: PLR2004 - MPEG version 1 has longer frames
    kilobits = _BITRATES[3 if version == 3 else 2][bitrate]  # noqa: PLR2004
    return samples * kilobits * 125 // hertz + (head >> 9 & 1), samples / hertz
