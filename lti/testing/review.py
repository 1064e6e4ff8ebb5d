"""Submission review on the small platform: a teacher opens what stands behind a grade."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti import claims as c
from lti.testing.course import Tool, User
from lti.testing.gradebook import LineItem, Refusal


@dataclass(frozen=True)
class ReviewWish:
    """A review that is under way: which column, and whose work."""

    item_id: str
    for_user: str


def review_form(
    issuer: str, tool: Tool, user: User, item: LineItem, for_user: str
) -> tuple[str, dict[str, str], ReviewWish]:
    """Address and fields of the form that begins it, and what to keep under its message hint.

    Refusal 400 for a column that was not opened for review.
    """
    if item.review is None:
        raise Refusal(400, "no submissionReview")
    hint = json.dumps({"item": item.id, "launchid": secrets.token_hex(6)})
    fields = {
        "iss": issuer,
        "target_link_uri": str(tool.body[c.TOOL_CONFIGURATION]["target_link_uri"]),
        "login_hint": user.id,
        "lti_message_hint": hint,
        "client_id": tool.client_id,
        "lti_deployment_id": tool.deployment_id,
    }
    return str(tool.body["initiate_login_uri"]), fields, ReviewWish(item.id, for_user)


def review_claims(
    launch: Mapping[str, Any], item: LineItem, item_url: str, wish: ReviewWish
) -> dict[str, Any]:
    """The claims of a launch, as a review of one person's work."""
    grades = {**launch[c.AGS_ENDPOINT], "lineitem": item_url}
    return {
        **launch,
        c.MESSAGE_TYPE: c.SUBMISSION_REVIEW_REQUEST,
        c.FOR_USER: {"user_id": wish.for_user},
        c.CUSTOM: {**launch[c.CUSTOM], **(item.review or {})},
        c.AGS_ENDPOINT: grades,
    }
