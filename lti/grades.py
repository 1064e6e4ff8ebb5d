"""Assignment and Grade Services 2.0: posting a final score, reading results back."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lti.services import ServiceClient

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULT_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"


@dataclass(frozen=True, kw_only=True)
class Score:
    """A final score. Moodle clears the grade for anything that is not FullyGraded (lti.md §2.6)."""

    subject: str
    given: float
    maximum: float
    at: datetime
    """Must be a later whole second than that of the score before."""
    comment: str = ""


def post_score(client: ServiceClient, line_item_url: str, score: Score) -> None:
    """Send one score. Raises ServiceRefused and requests.RequestException."""
    body = {
        "userId": score.subject,
        "scoreGiven": score.given,
        "scoreMaximum": score.maximum,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": score.at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    if score.comment:
        body["comment"] = score.comment
    url = _below(line_item_url, "scores")
    client.call("POST", url, accept=SCORE_TYPE, body=json.dumps(body))


def results(client: ServiceClient, line_item_url: str) -> list[dict[str, Any]]:
    """All results of a line item. No `limit`: Moodle's paging of them is broken (lti.md §2.6)."""
    answer = client.call("GET", _below(line_item_url, "results"), accept=RESULT_TYPE)
    found = answer.json()
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _below(line_item_url: str, name: str) -> str:
    """`…/lineitem?type_id=1` → `…/lineitem/scores?type_id=1`."""
    parts = urlsplit(line_item_url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))
