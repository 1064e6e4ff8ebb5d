import json
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from lti.errors import ServiceRefused
from lti.grades import (
    RESULT_TYPE,
    SCORE_TYPE,
    Column,
    Score,
    add_column,
    columns,
    find_column,
    post_score,
    results,
)
from lti.paging import PagesUnreadable
from tests.unit.lti.support import NOW, answer

ITEM = "https://moodle.example.org/mod/lti/services.php/7/lineitems/3/lineitem"


class Client(SimpleNamespace):
    def call(self, method: str, url: str, *, accept: str, body: str | None = None) -> Any:
        self.method, self.url, self.accept = method, url, accept
        self.body = json.loads(body) if body else None
        return answer(body=self.reply, **({"Link": self.link} if "link" in self.__dict__ else {}))


def repr_short(value: Any) -> str:
    return repr(value)[:20]


def _score(**more: Any) -> Score:
    return Score(**{"subject": "5", "given": 4, "maximum": 5, "at": NOW, **more})


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (ITEM, ITEM + "/scores"),
        (ITEM + "/", ITEM + "/scores"),
        (ITEM + "?type_id=1&a=b", ITEM + "/scores?type_id=1&a=b"),
    ],
)
def test_the_address_keeps_its_query(item: str, expected: str):
    client = Client(reply=None)
    post_score(client, item, _score())
    assert (client.method, client.url, client.accept) == ("POST", expected, SCORE_TYPE)


def test_a_score_is_final():
    client = Client(reply=None)
    helsinki = timezone(timedelta(hours=2))
    post_score(client, ITEM, _score(at=datetime(2026, 11, 24, 10, 0, 5, 999, tzinfo=helsinki)))
    assert client.body == {
        "userId": "5",
        "scoreGiven": 4,
        "scoreMaximum": 5,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": "2026-11-24T08:00:05+00:00",
    }


def test_a_comment():
    client = Client(reply=None)
    post_score(client, ITEM, _score(comment="Hyvä!"))
    assert client.body["comment"] == "Hyvä!"


def test_results_are_asked_for_without_a_limit():
    client = Client(reply=[{"userId": "5", "resultScore": 4.0}, None, "x"])
    assert results(client, ITEM + "?type_id=1") == [{"userId": "5", "resultScore": 4.0}]
    assert (client.url, client.accept) == (ITEM + "/results?type_id=1", RESULT_TYPE)


@pytest.mark.parametrize("reply", [None, {}, "x", 7, b"<html>", b"[" * 100_000], ids=repr_short)
def test_an_answer_that_is_no_list_does_not_say_that_there_is_nothing(reply: Any):
    """Else a proxy's error page would bring a second column, or overwrite a teacher's grade."""
    for ask in (results, columns):
        with pytest.raises(ServiceRefused) as caught:
            list(ask(Client(reply=reply), ITEM))
        assert caught.value.status == 502


def test_a_list_of_columns_without_end_is_no_list():
    client = Client(reply=[], link=f'<{ITEM}>; rel="next"')
    with pytest.raises(PagesUnreadable):
        find_column(client, ITEM, resource_id="r", tag="t")


def test_a_column_is_found_by_both_marks():
    row = {"id": ITEM, "scoreMaximum": 5, "resourceId": "r", "tag": "t", "label": "Työpäivät"}
    client = Client(reply=[{**row, "tag": "x"}, {**row, "id": ""}, "x", row])
    found = find_column(client, ITEM, resource_id="r", tag="t")
    assert found == Column(url=ITEM, label="Työpäivät", maximum=5, resource_id="r", tag="t")
    assert find_column(client, ITEM, resource_id="other", tag="t") is None


@pytest.mark.parametrize("maximum", [None, 0, "5", True])
def test_a_column_without_a_usable_maximum_counts_to_a_hundred(maximum: Any):
    (found,) = columns(Client(reply=[{"id": ITEM, "scoreMaximum": maximum}]), ITEM)
    assert found.maximum == 100


@pytest.mark.parametrize("reply", [{}, [], None, {"id": "mailto:x"}, b"<html>"], ids=repr_short)
def test_a_column_that_was_made_and_has_no_address(reply: Any):
    wanted = Column(label="l", maximum=5, resource_id="r", tag="t")
    with pytest.raises(ServiceRefused):
        add_column(Client(reply=reply), ITEM, wanted)
