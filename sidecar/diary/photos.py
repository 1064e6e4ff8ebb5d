"""Photos: checked, turned upright, made smaller, written anew without position or camera data."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from sidecar.errors import BadInput
from sidecar.storage import loose

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
THUMBNAIL_SIDE = 400
MOST_BYTES = 10 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIC = tuple(
    b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A re-encoded photo: JPEG bytes, those of its thumbnail, and the size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class StoredPicture:
    """A picture in the storage, under names that nobody can guess."""

    blob: str
    thumbnail: str
    picture: Picture


def read_picture(data: bytes) -> Picture:
    """The photo, safe to show. BadInput with a kind sentence when it is not one we can read."""
    if len(data) > MOST_BYTES:
        raise BadInput("This picture is too big. Take a smaller one: at most 10 MB.")
    if data[4:12] in _HEIC:
        raise BadInput(
            "This picture is in Apple's own form (HEIC). In the camera settings choose “Most "
            "compatible”, or send a screenshot of the picture."
        )
    try:
        return _encode(data)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise BadInput(
            "This file is not a picture that we can open. Send a photo (JPEG, PNG or WebP)."
        ) from error


def _encode(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=_FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise BadInput("This picture is too big. Take a smaller one: at most 10 MB.")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    # Comments and the like would be written out again.
    upright.info = {}
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(
        content=_jpeg(upright),
        thumbnail=_jpeg(small),
        width=upright.width,
        height=upright.height,
    )


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue()


def store(picture: Picture) -> StoredPicture:
    """Write both sizes into the storage."""
    blob, thumbnail = loose.keep([picture.content, picture.thumbnail], suffix="jpg")
    return StoredPicture(blob=blob, thumbnail=thumbnail, picture=picture)
