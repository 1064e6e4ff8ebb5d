"""Sound files for the tests, made on the spot: byte by byte, or spoken by a real encoder."""

import io
import math
import struct
from array import array
from functools import cache

import av

SECRET = b"60.1699N 24.9384E <script>alert(1)</script>"


def wav(seconds: int = 1, *, more: bytes = b"") -> bytes:
    """8,000 samples a second, one byte each; `more`: chunks before the sound."""
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    sound = b"data" + struct.pack("<I", 8000 * seconds) + b"\x80" * (8000 * seconds)
    body = b"WAVE" + form + more + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


def wav_chunk(content: bytes) -> bytes:
    return b"LIST" + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def ogg(seconds: int = 1, *, head: bytes = b"OpusHead\x01\x01") -> bytes:
    """Two pages: the head, and one with a packet that ends after so many seconds."""
    return _page(head, granule=0) + _page(b"\x01" * 40, granule=48_000 * seconds)


def _page(packet: bytes, *, granule: int) -> bytes:
    head = b"OggS\0\x02" + struct.pack("<qIII", granule, 77, 0, 0)
    return head + bytes([1, len(packet)]) + packet


def webm(
    *,
    kind: int = 2,
    at: int = 1500,
    doc_type: bytes = b"webm",
    tags: bytes = b"",
    unknown_sizes: bool = True,
) -> bytes:
    """As Chromium's recorder writes it: sizes of segment and cluster unknown."""
    head = element("1A45DFA3", element("4282", doc_type))
    info = element("1549A966", element("2AD7B1", (1_000_000).to_bytes(3, "big")))
    tracks = element("1654AE6B", element("AE", element("D7", b"\1") + element("83", bytes([kind]))))
    block = element("A3", b"\x81" + at.to_bytes(2, "big") + b"\x80sound")
    cluster = element("1F43B675", element("E7", b"\0") + block, unknown=unknown_sizes)
    more = element("1254C367", tags) if tags else b""
    return head + element("18538067", info + more + tracks + cluster, unknown=unknown_sizes)


def element(id_: str, content: bytes, *, unknown: bool = False) -> bytes:
    size = (1 << 56) - 1 if unknown else len(content)
    return bytes.fromhex(id_) + (size | 1 << 56).to_bytes(8, "big") + content


def mp4(*, handler: bytes = b"soun", seconds: int = 3, place: bytes = b"") -> bytes:
    """As an iPhone writes it, cut down to what we look at."""
    head = b"\0" * 12 + struct.pack(">II", 1000, 1000 * seconds) + b"\0" * 80
    handled = box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)
    track = box(b"trak", box(b"mdia", handled))
    moov = box(b"moov", box(b"mvhd", head) + track + (box(b"udta", place) if place else b""))
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + box(b"mdat", b"sound" * 20) + moov


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def mp3(frames: int = 40, *, tag: bytes = b"") -> bytes:
    """64 kilobits, 44,100 samples a second: 208 bytes a frame."""
    id3 = b""
    if tag:
        size = len(tag)
        id3 = b"ID3\x04\0\0" + bytes(
            [size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]
        )
    return id3 + tag + (b"\xff\xfb\x50\xc4" + b"\0" * 204) * frames


ALL = {"audio/wav": wav, "audio/ogg": ogg, "audio/webm": webm, "audio/mp4": mp4, "audio/mpeg": mp3}

_SPOKEN = {
    "audio/webm": ("webm", "libopus"),
    "audio/ogg": ("ogg", "libopus"),
    "audio/mp4": ("ipod", "aac"),
    "audio/mpeg": ("mp3", "mp3"),
    "audio/wav": ("wav", "pcm_s16le"),
}
SPOKEN_KINDS = sorted(_SPOKEN)


@cache
def spoken(media_type: str, seconds: int = 2, *, title: str = "") -> bytes:
    """A tone that can really be played, as phones and browsers record it."""
    container, codec = _SPOKEN[media_type]
    rate, buffer = 48_000, io.BytesIO()
    with av.open(buffer, "w", format=container) as target:
        if title:
            target.metadata["title"] = title
        stream = target.add_stream(codec, rate=rate)
        stream.layout = "mono"
        for frame in _tone(rate, seconds):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def _tone(rate: int, seconds: int):
    piece = 960
    samples = [int(9_000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(piece)]
    for n in range(rate * seconds // piece):
        frame = av.AudioFrame(format="s16", layout="mono", samples=piece)
        frame.planes[0].update(array("h", samples).tobytes())
        frame.sample_rate, frame.pts = rate, n * piece
        yield frame


@cache
def film() -> bytes:
    """A WebM with a picture and no sound."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="webm") as target:
        stream = target.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            target.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def heard(data: bytes) -> tuple[str, float, dict[str, str], list[str]]:
    """Of a file: codec, seconds, what it says about itself, and the kinds of its streams."""
    with av.open(io.BytesIO(data)) as source:
        stream = source.streams.audio[0]
        samples = sum(frame.samples for frame in source.decode(stream))
        says = {**source.metadata, **stream.metadata}
        kinds = [one.type for one in source.streams]
        return stream.codec_context.name, samples / stream.rate, says, kinds
