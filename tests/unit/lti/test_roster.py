from types import SimpleNamespace
from typing import Any

import pytest

from lti.errors import RosterUnreadable
from lti.paging import MOST_PAGES
from lti.roles import Standing
from lti.roster import MEMBERS_TYPE, members
from tests.unit.lti.support import answer

URL = "https://moodle.example.org/mod/lti/services.php/CourseSection/7/bindings/1/memberships"


class Client(SimpleNamespace):
    """Pages by address: (body, Link header)."""

    def call(self, method: str, url: str, *, accept: str) -> Any:
        assert (method, accept) == ("GET", MEMBERS_TYPE)
        self.asked = [*getattr(self, "asked", []), url]
        body, link = self.pages[url]
        return answer(body=body, **({"Link": link} if link else {}))


def _page(*ids: str) -> dict[str, Any]:
    return {"members": [{"user_id": i, "roles": ["Learner"], "status": "Active"} for i in ids]}


def _read(client: Client) -> list[str]:
    return [member.subject for member in members(client, URL)]


def test_one_page():
    assert _read(Client(pages={URL: (_page("1", "2"), None)})) == ["1", "2"]


def test_next_links_are_followed_as_given():
    second, third = URL + "?limit=2&from=2", URL + "?limit=2&from=4"
    pages = {
        URL: (_page("1", "2"), f'<{URL}>; rel="self", <{second}>; rel="next"'),
        second: (_page("3", "4"), f"<{third}>;REL=next"),
        third: (_page("5"), f'<{URL}>; rel="first"'),
    }
    client = Client(pages=pages)
    assert _read(client) == ["1", "2", "3", "4", "5"]
    assert client.asked == [URL, second, third]


def test_a_circle_ends():
    client = Client(pages={URL: (_page("1"), f'<{URL}>; rel="next"')})
    with pytest.raises(RosterUnreadable):
        _read(client)
    assert len(client.asked) == MOST_PAGES


def test_the_token_goes_to_no_other_host():
    elsewhere = "https://elsewhere.example.org/members?from=2"
    client = Client(pages={URL: (_page("1"), f'<{elsewhere}>; rel="next"')})
    with pytest.raises(RosterUnreadable):
        _read(client)
    assert client.asked == [URL]


@pytest.mark.parametrize("body", [None, [], {}, {"members": None}, {"members": {}}, b"<html>"])
def test_an_odd_page_is_no_list_without_people(body: Any):
    """Otherwise a fault of the platform would make everybody leave."""
    with pytest.raises(RosterUnreadable):
        _read(Client(pages={URL: (body, None)}))


def test_nobody_is_an_answer_too():
    assert _read(Client(pages={URL: ({"members": []}, None)})) == []


def test_odd_members_are_left_out():
    rows = [None, "x", {}, {"user_id": None}, {"user_id": 7}, {"user_id": "1"}]
    assert _read(Client(pages={URL: ({"members": rows}, None)})) == ["1"]


def test_what_a_member_says():
    row = {"user_id": "5", "given_name": "Aino", "family_name": "Oppija", "roles": ["Instructor"]}
    rows = [row, {**row, "name": "A. O.", "status": "Inactive", "roles": None}]
    found = list(members(Client(pages={URL: ({"members": rows}, None)}), URL))
    assert [(m.name, m.standings, m.is_active) for m in found] == [
        ("Aino Oppija", [Standing.STAFF], True),
        ("A. O.", [Standing.GUEST], False),
    ]
