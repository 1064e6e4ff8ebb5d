"""Assignment and Grade Services 2.0: columns of the gradebook, final scores, results read back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests

from lti import claims as c
from lti.errors import ServiceRefused
from lti.outgoing import read_json
from lti.paging import pages
from lti.services import ServiceClient

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULT_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_ODD = 502
"""Status of an answer that was no error and still cannot be read: a fault of the other side."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """A final score. Some platforms clear the grade for anything less than FullyGraded."""

    subject: str
    given: float
    maximum: float
    at: datetime
    """Must be a later whole second than that of the score before."""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A line item: a column of the gradebook. `url` is "" before the platform made it."""

    label: str
    maximum: float
    resource_id: str
    tag: str
    url: str = ""
    review: Mapping[str, str] = field(default_factory=dict)
    """Custom parameters of an LtiSubmissionReviewRequest from this column."""

    def as_json(self) -> dict[str, Any]:
        """The line item as the standard writes it; opened for submission review."""
        review = {"custom": dict(self.review)} if self.review else {}
        return {
            "label": self.label,
            "scoreMaximum": self.maximum,
            "resourceId": self.resource_id,
            "tag": self.tag,
            "submissionReview": review,
        }


def columns(client: ServiceClient, url: str) -> Iterator[Column]:
    """All columns of the course that are the tool's to see. Asked for without a `limit`.

    Raises ServiceRefused, requests.RequestException, PagesUnreadable.
    """
    for answer in pages(client, url, accept=ITEMS_TYPE):
        yield from filter(None, map(_column, _rows(answer)))


def find_column(client: ServiceClient, url: str, *, resource_id: str, tag: str) -> Column | None:
    """The column that carries our two marks. Raises what `columns` raises."""
    wanted = (resource_id, tag)
    found = (item for item in columns(client, url) if (item.resource_id, item.tag) == wanted)
    return next(found, None)


def add_column(client: ServiceClient, url: str, wanted: Column) -> Column:
    """Make a column. Raises ServiceRefused, requests.RequestException.

    Written once more by PUT: some platforms drop `submissionReview` from the first request. One
    that refuses the second still has the column.
    """
    body = json.dumps(wanted.as_json())
    made = _column(_object(client.call("POST", url, accept=ITEM_TYPE, body=body)))
    if made is None:
        raise ServiceRefused(_ODD, "service")
    try:
        whole = json.dumps({"id": made.url, **wanted.as_json()})
        client.call("PUT", made.url, accept=ITEM_TYPE, body=whole)
    except (ServiceRefused, requests.RequestException):
        return made
    return made


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
    """All results of a line item, asked for without a `limit` (paging of them is often broken).

    Raises ServiceRefused and requests.RequestException.
    """
    return _rows(client.call("GET", _below(line_item_url, "results"), accept=RESULT_TYPE))


def _rows(answer: requests.Response) -> list[dict[str, Any]]:
    """The objects of a list. ServiceRefused for anything else: that does not mean none."""
    try:
        found = read_json(answer)
    except ValueError as error:
        raise ServiceRefused(_ODD, "service") from error
    if not isinstance(found, list):
        raise ServiceRefused(_ODD, "service")
    return [row for row in found if isinstance(row, dict)]


def _object(answer: requests.Response) -> dict[str, Any]:
    try:
        found = read_json(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _column(row: dict[str, Any]) -> Column | None:
    """A line item with an address; None for any other."""
    url, maximum = c.url(row, "id"), row.get("scoreMaximum")
    is_number = isinstance(maximum, int | float) and not isinstance(maximum, bool)
    if url is None:
        return None
    return Column(
        url=url,
        label=c.text(row, "label"),
        maximum=float(maximum) if is_number and maximum else 100.0,
        resource_id=c.text(row, "resourceId"),
        tag=c.text(row, "tag"),
    )


def _below(line_item_url: str, name: str) -> str:
    """`…/lineitem?type_id=1` → `…/lineitem/scores?type_id=1`."""
    parts = urlsplit(line_item_url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))
