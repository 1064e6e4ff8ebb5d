"""The door of `/api/v1/moodle/`: nobody passes without the platform's signature or key.

The check hangs before the whole blueprint, so that no route can forget it; the routes are marked
public for the page sessions' rule, which is another one.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g

from sidecar.api import schemas
from sidecar.api.smorest import ApiBlueprint
from sidecar.api.trust import PREFIX, caller
from sidecar.identity.permissions import public
from sidecar.tenancy.models import PlatformRegistration

View = TypeVar("View", bound=Callable[..., Any])
_SIGNED = "the signature or the key of the platform is the permission"
_TOKEN: dict[str, Any] = {"security": [{"platform": []}, {"key": []}]}
_REFUSALS = {401: "not proven", 403: "switched off", 502: "the platform's keys are out of reach"}

blueprint = ApiBlueprint(
    "moodle", __name__, url_prefix=f"{PREFIX}/moodle", description="For the Moodle block"
)


def _prove() -> None:
    g.platform = caller()


blueprint.before_request(_prove)


def platform() -> PlatformRegistration:
    """Who calls."""
    found: PlatformRegistration = g.platform
    return found


def signed(view: View) -> View:
    """Mark a route of this blueprint, for the rule of permissions and for the document."""
    marked: View = public(_SIGNED)(view)  # type: ignore[assignment]
    for status, words in _REFUSALS.items():
        marked = blueprint.alt_response(status, schema=schemas.ErrorOut, description=words)(marked)
    documented: View = blueprint.doc(**_TOKEN)(marked)
    return documented
