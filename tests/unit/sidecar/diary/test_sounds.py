"""Voice notes: what is sound is written anew, without names and places; the rest is told kindly."""

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.diary import sounds
from sidecar.diary.sounds import anew, remaking
from sidecar.errors import BadInput
from tests.unit.sidecar.diary import pictures, recordings

NOT_PLAYABLE = "This file is not a voice note that we can play."


@pytest.mark.parametrize("media_type", recordings.SPOKEN_KINDS)
def test_each_kind_is_written_anew_as_what_every_browser_plays(media_type: str):
    made = recordings.spoken(media_type, title="60.1699N 24.9384E")
    sound = sounds.read_sound(made)
    codec, seconds, says, kinds = recordings.heard(sound.content)
    assert (codec, kinds, sound.seconds) == ("aac", ["audio"], 2)
    assert seconds == pytest.approx(2, abs=0.2)
    assert set(says) <= {"major_brand", "minor_version", "compatible_brands", "language",
                         "handler_name", "vendor_id"}  # fmt: skip
    assert b"60.1699N" in made
    assert b"60.1699N" not in sound.content
    assert sound.content.index(b"moov") < sound.content.index(b"mdat"), "plays while it comes"
    assert sounds.read_sound(sound.content).seconds == 2


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
def test_names_and_places_do_not_even_reach_the_decoder(made: bytes):
    assert recordings.SECRET in made
    container, content = sounds.checked(made)
    assert recordings.SECRET not in content
    assert sounds.checked(content) == (container, content)


@pytest.mark.parametrize("media_type", recordings.SPOKEN_KINDS)
@pytest.mark.parametrize("hidden", [b"<html><script>alert(1)</script></html>", b"PK\x03\x04" * 9])
def test_of_a_polyglot_nothing_is_kept(media_type: str, hidden: bytes):
    made = recordings.spoken(media_type)
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
        recordings.film(),
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


@pytest.mark.parametrize("media_type", ["audio/ogg", "audio/webm", "audio/mp4"])
def test_a_good_shell_around_no_sound_is_told_kindly(media_type: str):
    made = recordings.ALL[media_type]()
    assert sounds.checked(made)
    with pytest.raises(BadInput, match=NOT_PLAYABLE):
        sounds.read_sound(made)


def test_what_is_too_long_or_too_big_is_told_with_the_limit():
    for made in (recordings.ogg(301), recordings.wav(301)):
        with pytest.raises(BadInput, match="at most 5 minutes"):
            sounds.read_sound(made)
    with pytest.raises(BadInput, match="too big"):
        sounds.read_sound(b"\0" * (sounds.MOST_BYTES + 1))
    assert sounds.checked(recordings.ogg(300))


def test_a_bomb_that_claims_a_second_and_holds_an_hour_ends_at_the_limit():
    hour = recordings.spoken("audio/mpeg", 33)
    claims = anew.written_anew(recordings.spoken("audio/mpeg"), "mp3", longest=30)
    assert claims[1] == 2
    with pytest.raises(anew.TooLong):
        anew.written_anew(hour, "mp3", longest=30)


@pytest.mark.parametrize(
    ("limit", "value"), [("_CPU_SECONDS", "0"), ("_MEMORY", str(96 * 1024 * 1024)), ("_FILE", "64")]
)
def test_a_decoder_that_takes_too_much_is_stopped_and_the_file_refused(
    limit: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    text = Path(remaking.__file__).read_text(encoding="utf-8")
    lower = tmp_path / "remaking.py"
    changed, count = re.subn(rf"^{limit} = .*$", f"{limit} = {value}", text, flags=re.MULTILINE)
    assert count == 1
    lower.write_text(changed, encoding="utf-8")
    monkeypatch.setattr(remaking, "__file__", str(lower))
    with pytest.raises(BadInput, match=NOT_PLAYABLE):
        sounds.read_sound(recordings.spoken("audio/webm", 60))


def test_the_decoder_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    spy = tmp_path / "spy.py"
    spy.write_text("import os, sys; print(dict(os.environ)); sys.stderr.write('1')")
    monkeypatch.setattr(remaking, "__file__", str(spy))
    monkeypatch.setenv("VALO_SECRET_KEY", "tell nobody")
    assert b"VALO" not in anew.written_anew(b"", "wav", longest=1)[0]


def test_a_web_process_never_loads_the_decoder():
    code = (
        "import sys; from sidecar.diary import attaching, sounds;"
        "print([m for m in sys.modules if m.split('.')[0] == 'av'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


@settings(max_examples=150)
@given(st.sampled_from(sorted(recordings.ALL)), st.data())
def test_a_damaged_file_is_a_sound_or_a_sentence_never_a_fault(media_type: str, data):
    made = bytearray(recordings.ALL[media_type]())
    for _ in range(data.draw(st.integers(1, 6))):
        made[data.draw(st.integers(0, min(len(made), 300) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        sounds.checked(bytes(made))


@settings(max_examples=12)
@given(st.sampled_from(recordings.SPOKEN_KINDS), st.data())
def test_damage_deep_inside_is_a_sound_or_a_sentence_too(media_type: str, data):
    made = bytearray(recordings.spoken(media_type))
    for _ in range(data.draw(st.integers(1, 20))):
        made[data.draw(st.integers(100, len(made) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        assert sounds.read_sound(bytes(made)).seconds <= sounds.LONGEST
