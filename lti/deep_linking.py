"""Deep Linking 2.0: what the platform will take, and the signed answer with what was chosen."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.keys import SigningKey, sign
from lti.platforms import Standard
from lti.ports import Platform

ANSWER_LIFE = timedelta(minutes=5)
RESPONSE = "LtiDeepLinkingResponse"
CONTENT_ITEMS = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"
DATA = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
RESOURCE_LINK = "ltiResourceLink"
_LONGEST_URL = 4000
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]+")
"""Nothing in it can end a directive of a Content-Security-Policy."""


@dataclass(frozen=True, kw_only=True)
class DeepLinkingSettings:
    """What the platform says in its request. `data` goes back exactly as it came."""

    return_url: str
    accept_types: list[str]
    accept_multiple: bool
    accept_line_item: bool
    data: str | None

    @property
    def return_origin(self) -> str:
        """Scheme and host of the return address."""
        return _origin(self.return_url)


@dataclass(frozen=True, kw_only=True)
class LineItem:
    """The column of the gradebook that comes with a graded item; its evidence can be reviewed.

    Both marks are those by which `lti.grades.find_column` finds it again.
    """

    maximum: float
    resource_id: str
    tag: str
    review: Mapping[str, str] = field(default_factory=dict)
    """Custom parameters of the LtiSubmissionReviewRequest that it may be opened with."""


@dataclass(frozen=True, kw_only=True)
class ContentItem:
    """A link to a page of the tool, for the course. What is empty is left out."""

    title: str
    url: str
    text: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    line_item: LineItem | None = None


def read_settings(
    claims: Mapping[str, Any], *, issuer: str, platform: Standard
) -> DeepLinkingSettings:
    """The settings of a request. Raises LaunchRefused where nothing could be answered."""
    found = c.part(claims, c.DEEP_LINKING_SETTINGS)
    types = c.texts(found, "accept_types")
    if RESOURCE_LINK not in types:
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what="accept_types")
    return DeepLinkingSettings(
        return_url=_return_url(found.get("deep_link_return_url"), issuer),
        accept_types=types,
        accept_multiple=_is_true(found.get("accept_multiple")),
        accept_line_item=platform.takes_line_items(found),
        data=_data(found.get("data"), issuer),
    )


def _return_url(sent: Any, issuer: str) -> str:
    if isinstance(sent, str) and len(sent) <= _LONGEST_URL and sent == c.storable(sent).strip():
        origin = _origin(sent)
        if origin:
            return sent
    raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what="deep_link_return_url")


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_fit = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
    return f"{parts.scheme}://{parts.netloc}" if is_fit else ""


def _data(sent: Any, issuer: str) -> str | None:
    """Never cleaned: what could not be kept as it is, is refused."""
    if sent is None:
        return None
    if not isinstance(sent, str) or sent != c.storable(sent):
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=issuer, what="data")
    return sent


def _is_true(sent: Any) -> bool:
    return sent is True or sent == "true"


def answer(
    items: Sequence[ContentItem],
    *,
    platform: Platform,
    deployment_id: str,
    data: str | None,
    key: SigningKey,
    now: datetime,
) -> str:
    """The signed message that the browser posts to the return address, in a field named JWT."""
    issued = int(now.timestamp())
    claims: dict[str, Any] = {
        "iss": platform.client_id,
        "aud": platform.issuer,
        "iat": issued,
        "exp": issued + int(ANSWER_LIFE.total_seconds()),
        "nonce": secrets.token_urlsafe(24),
        c.MESSAGE_TYPE: RESPONSE,
        c.VERSION: "1.3.0",
        c.DEPLOYMENT_ID: deployment_id,
        CONTENT_ITEMS: [as_json(item) for item in items],
    }
    if data is not None:
        claims[DATA] = data
    return sign(claims, key)


def as_json(item: ContentItem) -> dict[str, Any]:
    """The item as the message carries it; what is empty is left out."""
    made = {
        "type": RESOURCE_LINK,
        "title": item.title,
        "text": item.text,
        "url": item.url,
        "custom": {name: value for name, value in item.custom.items() if value},
    }
    written: dict[str, Any] = {name: value for name, value in made.items() if value}
    if item.line_item is not None:
        written["lineItem"] = {
            "scoreMaximum": item.line_item.maximum,
            "resourceId": item.line_item.resource_id,
            "tag": item.line_item.tag,
            # Also when empty: that it is there lets the platform open a review.
            "submissionReview": {"custom": dict(item.line_item.review)}
            if item.line_item.review
            else {},
        }
    return written
