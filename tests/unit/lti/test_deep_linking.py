"""What a request for content must bring, and what the answer carries."""

from typing import Any

import jwt
import pytest

from lti import claims as c
from lti.deep_linking import (
    CONTENT_ITEMS,
    DATA,
    ContentItem,
    DeepLinkingSettings,
    LineItem,
    answer,
    as_json,
    read_settings,
)
from lti.errors import LaunchRefused, Problem
from lti.keys import new_signing_key
from lti.platforms import Standard
from tests.unit.lti.support import ISSUER, NOW, platform

BACK = f"{ISSUER}/mod/lti/contentitem_return.php?course=7&sesskey=abc"


def settings(**changed: Any) -> DeepLinkingSettings:
    sent = {"accept_types": ["ltiResourceLink"], "deep_link_return_url": BACK, **changed}
    found = {name: value for name, value in sent.items() if value != "missing"}
    return read_settings({c.DEEP_LINKING_SETTINGS: found}, issuer=ISSUER, platform=Standard())


@pytest.mark.parametrize("types", [["html"], [], "ltiResourceLink", None, "missing"])
def test_a_platform_that_takes_no_links_of_ours(types: Any):
    with pytest.raises(LaunchRefused) as caught:
        settings(accept_types=types)
    assert caught.value.problem == Problem.BAD_MESSAGE
    assert caught.value.facts == {"issuer": ISSUER, "what": "accept_types"}


@pytest.mark.parametrize(
    "there",
    [
        "missing",
        "",
        None,
        7,
        f" {BACK}",
        f"{BACK}\x00",
        "javascript:alert(1)",
        "ftp://moodle.example.org/",
        "https://",
        "https://[",
        "https://moodle.example.org; script-src *",
        "https://a b.example/",
        BACK + "x" * 4000,
    ],
)
def test_an_address_that_no_answer_can_go_to(there: Any):
    with pytest.raises(LaunchRefused) as caught:
        settings(deep_link_return_url=there)
    assert caught.value.problem == Problem.BAD_MESSAGE
    assert caught.value.facts["what"] == "deep_link_return_url"


@pytest.mark.parametrize("there", [BACK, "http://localhost:8081/x", BACK.ljust(4000, "x")])
def test_an_address_that_an_answer_can_go_to(there: str):
    found = settings(deep_link_return_url=there)
    assert found.return_url == there
    assert there.startswith(found.return_origin + "/")


@pytest.mark.parametrize("data", [7, {}, [], "a\x00b", "\ud800"])
def test_data_that_could_not_come_back_unchanged(data: Any):
    with pytest.raises(LaunchRefused) as caught:
        settings(data=data)
    assert caught.value.problem == Problem.BAD_MESSAGE
    assert caught.value.facts["what"] == "data"


@pytest.mark.parametrize("data", [None, "", " a\n", "ä" * 9000])
def test_data_is_kept_as_it_came(data: str | None):
    assert settings(data=data).data == data


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(True, True), ("true", True), (False, False), ("false", False), (None, False)],
)
def test_whether_several_and_columns_are_taken(sent: Any, expected: bool):
    found = settings(accept_multiple=sent, accept_lineitem=sent)
    assert (found.accept_multiple, found.accept_line_item) == (expected, expected)


def test_what_is_empty_is_left_out():
    item = ContentItem(
        title="Diary", url="https://t.example/", custom={"page": "diary", "unit": ""}
    )
    assert as_json(item) == {
        "type": "ltiResourceLink",
        "title": "Diary",
        "url": "https://t.example/",
        "custom": {"page": "diary"},
    }


@pytest.mark.parametrize(("review", "written"), [({}, {}), ({"u": "1"}, {"custom": {"u": "1"}})])
def test_a_graded_item_can_be_reviewed(review: dict[str, str], written: dict[str, Any]):
    column = LineItem(maximum=5, resource_id="r", tag="t", review=review)
    item = ContentItem(title="Paper", url="https://t.example/", line_item=column)
    assert as_json(item)["lineItem"] == {
        "scoreMaximum": 5,
        "resourceId": "r",
        "tag": "t",
        "submissionReview": written,
    }


@pytest.mark.parametrize("data", [None, "", "opaque"])
def test_the_answer_is_signed_and_brings_data_back(data: str | None):
    key = new_signing_key()
    how = {"platform": platform(), "deployment_id": "1", "key": key, "now": NOW}
    tokens = [answer([], data=data, **how) for _ in range(2)]
    found, again = (jwt.decode(t, options={"verify_signature": False}) for t in tokens)
    assert (found["iss"], found["aud"]) == ("client-1", ISSUER)
    assert found["exp"] - found["iat"] == 300
    assert found[CONTENT_ITEMS] == []
    assert found.get(DATA, "none") == ("none" if data is None else data)
    assert found["nonce"] != again["nonce"]
    assert jwt.get_unverified_header(tokens[0])["kid"] == key.kid
