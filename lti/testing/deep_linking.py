"""Deep Linking on the small platform, in Moodle's shape: the request, the answer."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt

from lti import claims as c
from lti.deep_linking import CONTENT_ITEMS, DATA, RESOURCE_LINK, RESPONSE
from lti.testing.course import Activity, Course, Tool, User
from lti.testing.gradebook import Gradebook, Refusal
from lti.testing.review import ReviewWish

LONGEST_ANSWER = 5 * 60
LEEWAY = 10


@dataclass
class ContentWish:
    """A request for content that is under way; `settings` replace Moodle's own."""

    settings: dict[str, Any] = field(default_factory=dict)


class DeepLinking:
    """What `FakePlatform` does for Deep Linking; the rest of the platform is its business."""

    issuer: str
    course: Course
    tools: dict[str, Tool]
    hints: dict[str, str | ContentWish | ReviewWish]
    gradebook: Gradebook
    sesskeys: set[str]
    """Keys of return addresses, each good for one answer."""

    def deep_linking_launch(
        self, tool: Tool, user: User, **settings: Any
    ) -> tuple[str, dict[str, str]]:
        """Address and fields of the form that begins "Select content"."""
        hint = json.dumps({"id": tool.deployment_id, "launchid": secrets.token_hex(6)})
        self.hints[hint] = ContentWish(settings)
        return str(tool.body["initiate_login_uri"]), {
            "iss": self.issuer,
            "target_link_uri": target_of(tool, c.DEEP_LINKING_REQUEST),
            "login_hint": user.id,
            "lti_message_hint": hint,
            "client_id": tool.client_id,
            "lti_deployment_id": tool.deployment_id,
        }

    def content_claims(
        self, launch: Mapping[str, Any], tool: Tool, wish: ContentWish
    ) -> dict[str, Any]:
        """The claims of a launch, as a request for content: no activity, no line item yet."""
        claims = {name: value for name, value in launch.items() if name != c.RESOURCE_LINK}
        claims[c.MESSAGE_TYPE] = c.DEEP_LINKING_REQUEST
        claims[c.TARGET_LINK_URI] = target_of(tool, c.DEEP_LINKING_REQUEST)
        claims[c.LAUNCH_PRESENTATION] = {"locale": launch[c.LAUNCH_PRESENTATION]["locale"]}
        grades = launch[c.AGS_ENDPOINT]
        claims[c.AGS_ENDPOINT] = {k: v for k, v in grades.items() if k != "lineitem"}
        claims[c.DEEP_LINKING_SETTINGS] = {
            "accept_types": [RESOURCE_LINK],
            "accept_presentation_document_targets": ["frame", "iframe", "window"],
            "accept_copy_advice": False,
            "accept_multiple": True,
            "accept_unsigned": False,
            "auto_create": False,
            "can_confirm": False,
            "deep_link_return_url": self._return_url(tool),
            "title": "",
            "text": "",
            **wish.settings,
        }
        return claims

    def _return_url(self, tool: Tool) -> str:
        sesskey = secrets.token_urlsafe(8)
        self.sesskeys.add(sesskey)
        where = f"course={self.course.id}&id={tool.deployment_id}&sesskey={sesskey}"
        return f"{self.issuer}/mod/lti/contentitem_return.php?{where}"

    def accept_deep_linking(
        self, token: str, fetch: Callable[[str], Any], *, data: str | None = None
    ) -> list[Activity]:
        """Check the answer and add its activities; `fetch` reads the tool's key set.

        Raises Refusal 400 for a foreign signature, wrong claims or times, other data than `data`.
        """
        tool, claims = self._proven(token, fetch)
        _check_times(claims)
        wanted = {
            c.MESSAGE_TYPE: RESPONSE,
            c.VERSION: "1.3.0",
            c.DEPLOYMENT_ID: tool.deployment_id,
            DATA: data,
        }
        wrong = [name for name, value in wanted.items() if claims.get(name) != value]
        items = claims.get(CONTENT_ITEMS)
        if wrong or not claims.get("nonce") or not isinstance(items, list):
            raise Refusal(400, " ".join(wrong) or "nonce, content_items")
        made = [self._activity(item, n) for n, item in enumerate(items)]
        self.course.activities += made
        for activity, item in zip(made, items, strict=True):
            if activity.maximum is not None:
                column = self.gradebook.add(activity.id, activity.title, activity.maximum)
                column.marked_by(item["lineItem"])
        return made

    def _proven(self, token: str, fetch: Callable[[str], Any]) -> tuple[Tool, dict[str, Any]]:
        try:
            unproven = jwt.decode(token, options={"verify_signature": False})
            tool = self.tools[str(unproven.get("iss"))]
            kid = jwt.get_unverified_header(token).get("kid")
            row = next(r for r in fetch(str(tool.body["jwks_uri"]))["keys"] if r["kid"] == kid)
            key = jwt.PyJWK(row, algorithm="RS256").key
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.issuer,
                options={"require": ["iss", "aud", "iat", "exp"]},
                leeway=LEEWAY,
            )
        except (jwt.PyJWTError, KeyError, StopIteration) as error:
            raise Refusal(400, "deep linking answer") from error
        return tool, claims

    def _activity(self, item: Any, number: int) -> Activity:
        """An activity of an item, with the fields that Moodle reads. Nulls count as errors."""
        if not isinstance(item, dict) or item.get("type") != RESOURCE_LINK or None in item.values():
            raise Refusal(400, "content item")
        line_item = item.get("lineItem") or {}
        return Activity(
            str(len(self.course.activities) + 1 + number),
            str(item["title"]),
            float(line_item["scoreMaximum"]) if line_item else None,
            dict(item.get("custom") or {}),
        )


def target_of(tool: Tool, message_type: str) -> str:
    """Where messages of a type go, as the tool registered it."""
    more = tool.body[c.TOOL_CONFIGURATION]
    rows = more.get("messages") or []
    found = (row["target_link_uri"] for row in rows if row.get("type") == message_type)
    return str(next(found, more["target_link_uri"]))


def _check_times(claims: Mapping[str, Any]) -> None:
    now = datetime.now(UTC).timestamp()
    life = float(claims["exp"]) - float(claims["iat"])
    if not 0 < life <= LONGEST_ANSWER or abs(now - float(claims["iat"])) > LONGEST_ANSWER:
        raise Refusal(400, "times")
