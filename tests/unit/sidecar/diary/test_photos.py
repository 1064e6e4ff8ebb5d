"""Photos: what is taken, what is left behind, and that nothing but a kind sentence comes out."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sidecar.diary.photos import LONGEST_SIDE, MOST_BYTES, THUMBNAIL_SIDE, read_picture
from sidecar.errors import BadInput
from tests.unit.sidecar.diary import pictures

SAMPLES = (pictures.from_a_phone(), pictures.jpeg(), pictures.png(), pictures.webp())


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def test_position_camera_and_comments_are_gone():
    made = read_picture(pictures.from_a_phone())
    for content in (made.content, made.thumbnail):
        picture = opened(content)
        assert not picture.getexif()
        assert not {"exif", "comment", "xmp"} & set(picture.info)
        assert b"Exif" not in content
        assert b"60.1699N" not in content
        assert b"Puhelin" not in content


def test_a_photo_held_upright_stands_upright():
    made = read_picture(pictures.from_a_phone())
    picture = opened(made.content)
    assert picture.size == (made.width, made.height) == (40, 80)
    red, _, blue = picture.getpixel((20, 10))
    assert red > blue
    red, _, blue = picture.getpixel((20, 70))
    assert blue > red


@pytest.mark.parametrize("data", [pictures.jpeg(), pictures.png(), pictures.webp()])
def test_what_phones_and_screens_make_becomes_jpeg(data: bytes):
    made = read_picture(data)
    assert opened(made.content).format == opened(made.thumbnail).format == "JPEG"
    assert (made.width, made.height) == (60, 40)


def test_a_large_photo_becomes_smaller_and_keeps_its_shape():
    made = read_picture(pictures.jpeg(4000, 1000))
    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)
    assert opened(made.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 4)


def test_of_a_polyglot_only_the_picture_is_kept():
    made = read_picture(pictures.polyglot())
    assert b"<script>" not in made.content + made.thumbnail
    assert b"<html>" not in made.content + made.thumbnail


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "not a picture"),
        (pictures.TEXT, "not a picture"),
        (pictures.PDF, "not a picture"),
        (pictures.SVG, "not a picture"),
        (pictures.gif(), "not a picture"),
        (pictures.jpeg()[:200], "not a picture"),
        (pictures.HEIC, "HEIC"),
        (pictures.bomb(), "picture"),
        (pictures.bomb(8_000), "too big"),
        (b"\xff\xd8" + b"\x00" * MOST_BYTES, "too big"),
    ],
    ids=["empty", "text", "pdf", "svg", "gif", "half", "heic", "bomb", "small bomb", "heavy"],
)
def test_what_is_no_photo_gets_a_sentence(data: bytes, word: str):
    with pytest.raises(BadInput) as caught:
        read_picture(data)
    assert word in caught.value.message_key


@settings(max_examples=400)
@given(data=st.data())
def test_a_damaged_file_is_a_picture_or_a_sentence_never_a_fault(data: st.DataObject):
    whole = data.draw(st.sampled_from(SAMPLES))
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(content)))
    try:
        made = read_picture(bytes(content[:end]))
    except BadInput:
        return
    assert opened(made.content).size == (made.width, made.height)


def test_a_photo_of_forty_megapixels_is_taken_and_made_small():
    made = read_picture(pictures.jpeg(7300, 5480))
    assert (made.width, made.height) == (2000, 1501)
    assert len(made.content) < 1_000_000
