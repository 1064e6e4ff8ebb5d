"""Names of the claims of LTI 1.3, and tolerant reading of them.

Platforms send null, "" and nothing at all for the same thing, and custom parameters
that nobody filled in arrive as they were typed (`$Foo.bar`).
"""

from collections.abc import Mapping
from typing import Any

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
VERSION = _LTI + "version"
MESSAGE_TYPE = _LTI + "message_type"
DEPLOYMENT_ID = _LTI + "deployment_id"
TARGET_LINK_URI = _LTI + "target_link_uri"
ROLES = _LTI + "roles"
CONTEXT = _LTI + "context"
RESOURCE_LINK = _LTI + "resource_link"
LAUNCH_PRESENTATION = _LTI + "launch_presentation"
TOOL_PLATFORM = _LTI + "tool_platform"
CUSTOM = _LTI + "custom"
LIS = _LTI + "lis"
FOR_USER = _LTI + "for_user"
TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
AGS_ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_SERVICE = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DEEP_LINKING_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"

RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest"
DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
SUBMISSION_REVIEW_REQUEST = "LtiSubmissionReviewRequest"

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPE_LINE_ITEM = _AGS + "lineitem"
SCOPE_RESULT = _AGS + "result.readonly"
SCOPE_SCORE = _AGS + "score"
SCOPE_ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
LONGEST_ID = 255


def part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object claim; an empty one where it is missing or something else."""
    found = claims.get(name)
    return found if isinstance(found, Mapping) else {}


def storable(found: str) -> str:
    """The text without what no database or page takes: NUL, and half of a surrogate pair.

    JSON can carry both, so a platform can send them.
    """
    return found.replace("\x00", "").encode("utf-8", "ignore").decode()


def text(claims: Mapping[str, Any], name: str, *, longest: int = 500) -> str:
    """A text claim, stripped and cut; "" where it is missing, null, or not a text."""
    found = claims.get(name)
    return storable(found).strip()[:longest] if isinstance(found, str) else ""


def identifier(found: Any) -> str | None:
    """An id exactly as it was sent; None for what cannot be one.

    Never cleaned: two people whose ids differ in a character that we drop would become one.
    """
    is_id = isinstance(found, str) and 0 < len(found) <= LONGEST_ID
    return found if is_id and found == storable(found).strip() else None


def texts(claims: Mapping[str, Any], name: str) -> list[str]:
    """A list claim's texts; other members are left out."""
    found = claims.get(name)
    members = found if isinstance(found, list) else []
    cleaned = (storable(x) for x in members if isinstance(x, str))
    return [x for x in cleaned if x]


def custom(claims: Mapping[str, Any]) -> dict[str, str]:
    """Custom parameters that have a value; `$Name` that the platform left as it was is none."""
    found = part(claims, CUSTOM)
    values = {name: text(found, name) for name in found}
    return {name: value for name, value in values.items() if value and not value.startswith("$")}


def url(claims: Mapping[str, Any], name: str) -> str | None:
    """An http(s) address, or None."""
    found = text(claims, name, longest=2000)
    return found if found.startswith(("https://", "http://")) else None
