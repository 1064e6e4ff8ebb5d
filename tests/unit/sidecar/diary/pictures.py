"""Picture files for the tests, made on the spot."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.ExifTags import IFD, Base

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64
TEXT = "Tämä ei ole kuva.".encode()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SECRET = b"60.1699N 24.9384E <script>alert(1)</script>"


def jpeg(width: int = 60, height: int = 40, **how) -> bytes:
    return _saved(Image.new("RGB", (width, height), "teal"), "JPEG", **how)


def png(width: int = 60, height: int = 40) -> bytes:
    return _saved(Image.new("RGBA", (width, height), (0, 128, 128, 90)), "PNG")


def webp(width: int = 60, height: int = 40) -> bytes:
    return _saved(Image.new("RGB", (width, height), "teal"), "WEBP")


def gif() -> bytes:
    return _saved(Image.new("P", (60, 40)), "GIF")


def from_a_phone() -> bytes:
    """Held upright: stored lying, the left half red, to be turned; with camera and position."""
    picture = Image.new("RGB", (80, 40), "blue")
    picture.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "Puhelin Oy"
    place = exif.get_ifd(IFD.GPSInfo)
    place[1], place[2] = "N", (60.0, 10.0, 11.0)
    place[3], place[4] = "E", (24.0, 56.0, 18.0)
    return _saved(picture, "JPEG", exif=exif, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET)


def polyglot() -> bytes:
    """A picture for one reader, a page with a script for another."""
    return jpeg(comment=SECRET) + b"<html>" + SECRET


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(b"\x00" * 100))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    mark = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + mark


def _saved(picture: Image.Image, form: str, **how) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, form, **how)
    return buffer.getvalue()
