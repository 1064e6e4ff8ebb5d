"""Moodle, as of 4.5."""

from collections.abc import Mapping
from typing import Any, ClassVar

from lti.platforms.standard import Standard


class Moodle(Standard):
    """Takes line items without saying so; adds addresses of its services to custom parameters."""

    product: ClassVar[str] = "moodle"
    own_parameters: ClassVar[frozenset[str]] = frozenset(
        {
            "context_memberships_url",
            "system_setting_url",
            "context_setting_url",
            "link_setting_url",
        }
    )

    def takes_line_items(self, settings: Mapping[str, Any]) -> bool:
        """Unless it clearly says no: in 4.5 it says nothing, and takes them."""
        return settings.get("accept_lineitem") not in (False, "false")

    def activity_address(self, issuer: str, resource_link_id: str) -> str:
        """Its page takes the id of the activity, which launches send as the resource link's."""
        return f"{issuer}/mod/lti/view.php?l={resource_link_id}"
