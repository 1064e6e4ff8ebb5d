"""Voice notes: what is sound is kept, without names and places; what is not is told kindly."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.diary import sounds
from sidecar.errors import BadInput
from tests.unit.sidecar.diary import pictures, recordings

NOT_PLAYABLE = "This file is not a voice note that we can play."


@pytest.mark.parametrize("media_type", sorted(recordings.ALL))
def test_each_kind_is_known_by_its_bytes_and_stays_the_same(media_type: str):
    made = recordings.ALL[media_type]()
    sound = sounds.read_sound(made)
    assert (sound.media_type, sound.content) == (media_type, made)
    assert sound.seconds in (1, 2, 3)


@pytest.mark.parametrize(
    "made",
    [
        recordings.wav(more=recordings.wav_chunk(recordings.SECRET)),
        recordings.webm(tags=recordings.element("7373", recordings.SECRET)),
        recordings.mp4(place=recordings.SECRET),
        recordings.mp3(tag=recordings.SECRET),
    ],
    ids=["wav", "webm", "mp4", "mp3"],
)
def test_names_and_places_are_gone_and_it_still_plays(made: bytes):
    assert recordings.SECRET in made
    sound = sounds.read_sound(made)
    assert recordings.SECRET not in sound.content
    assert sounds.read_sound(sound.content) == sound


@pytest.mark.parametrize("media_type", sorted(recordings.ALL))
@pytest.mark.parametrize("hidden", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04" * 9])
def test_of_a_polyglot_nothing_is_kept(media_type: str, hidden: bytes):
    made = recordings.ALL[media_type]()
    cut = [] if media_type == "audio/mpeg" else [made[:-7]]  # a stream may end within a frame
    for polyglot in (made + hidden, hidden + made, *cut):
        with pytest.raises(BadInput, match=NOT_PLAYABLE):
            sounds.read_sound(polyglot)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        pictures.jpeg(),
        pictures.PDF,
        pictures.SVG,
        pictures.TEXT,
        b"#!AMR\n" + b"\0" * 90,
        recordings.webm(kind=1),
        recordings.webm(doc_type=b"other"),
        recordings.mp4(handler=b"vide"),
        recordings.ogg(head=b"\x80theora"),
        recordings.box(b"ftyp", b"M4A ") + recordings.box(b"moov", recordings.box(b"moov", b"")),
        b"\x1aE\xdf\xa3\x00",
    ],
)
def test_what_is_no_sound_is_told_kindly(data: bytes):
    with pytest.raises(BadInput, match=NOT_PLAYABLE):
        sounds.read_sound(data)


def test_boxes_in_boxes_in_boxes_end_somewhere():
    deep = b""
    for _ in range(20_000):
        deep = recordings.box(b"moov", deep)
    with pytest.raises(BadInput, match=NOT_PLAYABLE):
        sounds.read_sound(recordings.box(b"ftyp", b"M4A ") + deep)


def test_what_is_too_long_or_too_big_is_told_with_the_limit():
    with pytest.raises(BadInput, match="at most 5 minutes"):
        sounds.read_sound(recordings.ogg(301))
    with pytest.raises(BadInput, match="too big"):
        sounds.read_sound(b"\0" * (sounds.MOST_BYTES + 1))
    assert sounds.read_sound(recordings.ogg(300)).seconds == 300


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(recordings.ALL)), st.data())
def test_a_damaged_file_is_a_sound_or_a_sentence_never_a_fault(media_type: str, data):
    made = bytearray(recordings.ALL[media_type]())
    for _ in range(data.draw(st.integers(1, 6))):
        made[data.draw(st.integers(0, min(len(made), 300) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        sounds.read_sound(bytes(made))
