"""A platform that does what the standard says, and no more."""

from collections.abc import Mapping
from typing import Any, ClassVar

from lti import claims as c

_MOST_COURSES = 50


class Standard:
    """The standard's word; platforms that differ override what differs."""

    product: ClassVar[str] = ""
    """What the platform calls itself in `product_family_code`."""
    custom_parameters: ClassVar[Mapping[str, str]] = {"copied_from": "$Context.id.history"}
    """What a tool asks to be told with each launch, on top of the claims."""
    own_parameters: ClassVar[frozenset[str]] = frozenset()
    """Custom parameters that the platform adds by itself and that say nothing to the tool."""

    def custom(self, claims: Mapping[str, Any]) -> dict[str, str]:
        """Custom parameters that have a value and are not the platform's own."""
        found = c.custom(claims)
        return {name: value for name, value in found.items() if name not in self.own_parameters}

    def copied_from(self, custom: Mapping[str, str]) -> list[str]:
        """Ids of the courses that this one was copied from, the newest first."""
        named = (part.strip() for part in custom.get("copied_from", "").split(","))
        ids = [part for part in named if c.identifier(part)]
        return list(dict.fromkeys(ids))[:_MOST_COURSES]

    def takes_line_items(self, settings: Mapping[str, Any]) -> bool:
        """Whether a Deep Linking answer may bring columns for the gradebook."""
        return settings.get("accept_lineitem") in (True, "true")

    def activity_address(self, issuer: str, resource_link_id: str) -> str:
        """Where a browser opens an activity: the standard tells no address but the platform's."""
        del resource_link_id
        return issuer
