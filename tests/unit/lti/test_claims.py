from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.message import read_message
from tests.unit.lti.support import platform

NOTHING = [None, "", 7, True, [], {}, "\x00", "\ud800", "  "]


@pytest.mark.parametrize("value", NOTHING)
def test_null_empty_and_missing_are_the_same_text(value: Any):
    assert c.text({"x": value}, "x") == c.text({}, "x") == ""


def test_texts_are_stripped_and_cut():
    assert c.text({"x": "  Työ\x00päivä "}, "x") == "Työpäivä"
    assert c.text({"x": "\ud83d Aino"}, "x") == "Aino"
    assert len(c.text({"x": "a" * 900}, "x")) == 500
    assert c.text({"x": "abc"}, "x", longest=2) == "ab"


@given(st.text(st.characters()))
def test_any_text_can_be_stored(value: str):
    stored = c.text({"x": value}, "x")
    stored.encode()
    assert "\x00" not in stored


@pytest.mark.parametrize("value", [*NOTHING, "a\x00", "a\ud800", " 5", "5 ", "x" * 256])
def test_what_cannot_be_an_id(value: Any):
    assert c.identifier(value) is None


@pytest.mark.parametrize("value", ["5", "a b", "ä", "x" * 255, "\U0001f4a9"])
def test_an_id_stays_as_it_was_sent(value: str):
    assert c.identifier(value) == value


@pytest.mark.parametrize("value", [None, "", "text", 7, ["x"]])
def test_a_part_that_is_no_object_is_empty(value: Any):
    assert c.part({"x": value}, "x") == {}


def test_lists_keep_their_texts_only():
    assert c.texts({"x": ["a", None, "", 7, ["b"], "c\x00"]}, "x") == ["a", "c"]
    assert c.texts({"x": "a"}, "x") == []


def test_custom_parameters_that_nobody_filled_in_are_none():
    sent = {"group_ids": "1,2", "foo": "$Foo.bar", "empty": "", "null": None, "number": 7}
    assert c.custom({c.CUSTOM: sent}) == {"group_ids": "1,2"}
    assert c.custom({c.CUSTOM: None}) == {}


@pytest.mark.parametrize("value", [None, "", "javascript:alert(1)", "/path", "ftp://x", 7])
def test_only_web_addresses_are_addresses(value: Any):
    assert c.url({"x": value}, "x") is None


def test_an_address():
    assert c.url({"x": " https://example.org/a?b=c "}, "x") == "https://example.org/a?b=c"


MINIMAL = {"sub": "5", c.DEPLOYMENT_ID: "1", c.MESSAGE_TYPE: c.RESOURCE_LINK_REQUEST}


def test_a_message_with_nothing_more_than_it_must():
    launch = read_message(MINIMAL, platform())
    assert (launch.subject, launch.deployment_id, launch.name) == ("5", "1", "")
    assert (launch.course, launch.activity, launch.line_item_url) == (None, None, None)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"name": "Aino  Oppija", "given_name": "X"}, "Aino Oppija"),
        ({"given_name": "Aino", "family_name": "Oppija"}, "Aino Oppija"),
        ({"family_name": "Oppija", "name": None}, "Oppija"),
        ({"email": "aino@example.org"}, ""),
        ({"name": ["Aino"]}, ""),
    ],
)
def test_names(names: dict[str, Any], expected: str):
    assert read_message({**MINIMAL, **names}, platform()).name == expected


def test_a_course_is_called_by_its_title_or_its_label():
    for course, title in (({"title": "Maalaus", "label": "M"}, "Maalaus"), ({"label": "M"}, "M")):
        launch = read_message({**MINIMAL, c.CONTEXT: {"id": "7", **course}}, platform())
        assert launch.course is not None
        assert launch.course.title == title


@pytest.mark.parametrize("ref", [7, "x" * 256, "a\x00", "\ud800", []])
def test_a_course_id_that_is_none(ref: Any):
    with pytest.raises(LaunchRefused) as caught:
        read_message({**MINIMAL, c.CONTEXT: {"id": ref}}, platform())
    assert caught.value.problem == Problem.BAD_MESSAGE
    assert caught.value.facts["what"] == "context"


def test_facts_of_a_refusal_can_be_shown():
    refused = LaunchRefused(Problem.BAD_TOKEN, what="a\ud800\x00b", empty="", long="x" * 900)
    assert refused.facts == {"what": "ab", "long": "x" * 200}
