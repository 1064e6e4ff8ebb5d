"""Voice notes: recorded on the page, or chosen where the microphone is closed."""

import pytest

from sidecar.diary.sounds import checked, read_sound
from tests.browser.scripts.steps import open_new

pytestmark = pytest.mark.browser


def test_a_voice_note_is_recorded_and_sent_as_sound(speaking, server):
    open_new(speaking)
    speaking.get_by_text("Speak").click()
    speaking.get_by_text("stop 0:01").wait_for()
    speaking.get_by_text("stop 0:").click()
    speaking.locator("audio").wait_for()
    speaking.get_by_text("Send").click()
    speaking.wait_for_url("**/diary**")
    [content] = server.sent[0]["sounds"]
    assert checked(content)[0] == "matroska"
    assert 0 < read_sound(content).seconds < 8


def test_where_the_microphone_is_closed_the_file_field_is_there(page, server):
    open_new(page)
    page.get_by_text("Speak").click()
    page.get_by_text("closed").wait_for()
    assert page.locator("#sounds").is_visible()
    assert not page.get_by_text("Speak").is_visible()
