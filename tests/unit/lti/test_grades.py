import json
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from lti.grades import RESULT_TYPE, SCORE_TYPE, Score, post_score, results
from tests.unit.lti.support import NOW, answer

ITEM = "https://moodle.example.org/mod/lti/services.php/7/lineitems/3/lineitem"


class Client(SimpleNamespace):
    def call(self, method: str, url: str, *, accept: str, body: str | None = None) -> Any:
        self.method, self.url, self.accept = method, url, accept
        self.body = json.loads(body) if body else None
        return answer(body=self.reply)


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


@pytest.mark.parametrize("reply", [None, {}, "x", 7])
def test_results_that_are_no_list(reply: Any):
    assert results(Client(reply=reply), ITEM) == []
