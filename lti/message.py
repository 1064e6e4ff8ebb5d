"""What a launch says, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti import claims as c
from lti.deep_linking import DeepLinkingSettings, read_settings
from lti.errors import LaunchRefused, Problem
from lti.platforms import differences
from lti.ports import Platform
from lti.roles import Standing, standings


@dataclass(frozen=True, kw_only=True)
class Place:
    """A course or an activity: the platform's id and what it is called there."""

    ref: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Launch:
    """A launch that was checked. Texts are "" where the platform sent none."""

    platform: Platform
    message_type: str
    deployment_id: str
    subject: str
    name: str
    locale: str
    standings: list[Standing]
    course: Place | None
    activity: Place | None
    line_item_url: str | None
    line_items_url: str | None
    scopes: list[str]
    roster_url: str | None
    return_url: str | None
    document_target: str
    product: str
    custom: dict[str, str]
    copied_from: list[str]
    """The platform's ids of the courses that this one was copied from."""
    for_user: str
    """Whose work a submission review is about; "" in other messages."""
    deep_linking: DeepLinkingSettings | None


def read_message(claims: Mapping[str, Any], platform: Platform) -> Launch:
    """The values of checked claims. LaunchRefused where an id or an address is none."""
    presentation = c.part(claims, c.LAUNCH_PRESENTATION)
    grades = c.part(claims, c.AGS_ENDPOINT)
    product = c.text(c.part(claims, c.TOOL_PLATFORM), "product_family_code")
    custom = differences(product).custom(claims)
    return Launch(
        platform=platform,
        message_type=c.text(claims, c.MESSAGE_TYPE),
        deployment_id=str(claims[c.DEPLOYMENT_ID]),
        subject=str(claims["sub"]),
        name=_name(claims),
        locale=c.text(presentation, "locale") or c.text(claims, "locale"),
        standings=standings(c.texts(claims, c.ROLES)),
        course=_place(claims, c.CONTEXT, platform),
        activity=_place(claims, c.RESOURCE_LINK, platform),
        line_item_url=c.url(grades, "lineitem"),
        line_items_url=c.url(grades, "lineitems"),
        scopes=c.texts(grades, "scope"),
        roster_url=c.url(c.part(claims, c.NRPS_SERVICE), "context_memberships_url"),
        return_url=c.url(presentation, "return_url"),
        document_target=c.text(presentation, "document_target"),
        product=product,
        custom=custom,
        copied_from=differences(product).copied_from(custom),
        for_user=_for_user(claims, platform),
        deep_linking=_deep_linking(claims, platform, product),
    )


def _for_user(claims: Mapping[str, Any], platform: Platform) -> str:
    if claims.get(c.MESSAGE_TYPE) != c.SUBMISSION_REVIEW_REQUEST:
        return ""
    found = c.identifier(c.part(claims, c.FOR_USER).get("user_id"))
    if found is None:
        raise LaunchRefused(Problem.BAD_MESSAGE, issuer=platform.issuer, what="for_user")
    return found


def _deep_linking(
    claims: Mapping[str, Any], platform: Platform, product: str
) -> DeepLinkingSettings | None:
    if claims.get(c.MESSAGE_TYPE) != c.DEEP_LINKING_REQUEST:
        return None
    return read_settings(claims, issuer=platform.issuer, platform=differences(product))


def _name(claims: Mapping[str, Any]) -> str:
    whole = c.text(claims, "name", longest=200)
    parts = (c.text(claims, "given_name", longest=100), c.text(claims, "family_name", longest=100))
    return " ".join((whole or " ".join(parts)).split())


def _place(claims: Mapping[str, Any], claim: str, platform: Platform) -> Place | None:
    found = c.part(claims, claim)
    sent = found.get("id")
    if sent is None or sent == "":
        return None
    ref = c.identifier(sent)
    if ref is None:
        raise LaunchRefused(
            Problem.BAD_MESSAGE, issuer=platform.issuer, what=claim.rsplit("/", maxsplit=1)[-1]
        )
    return Place(ref=ref, title=c.text(found, "title", longest=255) or c.text(found, "label"))
