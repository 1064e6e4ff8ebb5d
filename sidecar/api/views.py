"""`/api/v1`: what everybody may know of the tool, and registration by invitation.

The rest, for platforms that are registered, is in `moodle/`. The document is openapi.json.
"""

from typing import Any

from flask import Flask
from flask_babel import gettext

from lti.errors import RegistrationFailed
from lti.registration import PlatformDescription, Registered, place_of
from sidecar import clock, db
from sidecar.api import schemas
from sidecar.api.moodle.routes import blueprint as moodle
from sidecar.api.smorest import ApiBlueprint, hang
from sidecar.api.trust import PREFIX, audience
from sidecar.errors import BadInput
from sidecar.identity.permissions import public
from sidecar.launches.desk import settings
from sidecar.launches.problems import RegistrationError
from sidecar.launches.registering import tool_description
from sidecar.tenancy.actions import add_registration

_ADDRESSES = ("issuer", "auth_login_url", "auth_token_url", "key_set_url")

blueprint = ApiBlueprint("api", __name__, url_prefix=PREFIX, description="Before registration")


def register(app: Flask) -> None:
    """Hang the API and its document."""
    hang(app, PREFIX, blueprint, moodle)


@blueprint.route("/tool")
@blueprint.response(200, schemas.ToolOut)
@public("what every platform may know of the tool; the registration page says it too")
def tool() -> dict[str, Any]:
    """What a platform has to know to make the tool, and our clock."""
    described = tool_description()
    return {
        "name": described.name,
        "description": described.description,
        "login_url": described.login_url,
        "launch_url": described.launch_url,
        "key_set_url": described.key_set_url,
        "logo_url": described.logo_url,
        "custom": dict(described.custom),
        "audience": audience(),
        "now": int(clock.now().timestamp()),
    }


@blueprint.route("/platforms", methods=["POST"])
@blueprint.arguments(schemas.PlatformIn)
@blueprint.response(201, schemas.PlatformOut)
@public("the invitation in the body is the permission")
def register_platform(values: dict[str, Any]) -> dict[str, Any]:
    """Register a platform with a one-time invitation; a known one gets its new addresses."""
    described = _described(values)
    registered = Registered(
        client_id=values["client_id"].strip(), deployment_id=values["deployment_id"].strip()
    )
    with db.transaction():
        row = add_registration(values["invite"].strip(), described, registered)
    return {"issuer": row.issuer, "client_id": row.client_id, "state": row.state}


def _described(values: dict[str, Any]) -> PlatformDescription:
    """Whole https addresses on one host; BadInput, RegistrationError."""
    schemes = ("https", "http") if settings().dev else ("https",)
    places = {name: place_of(values[name].strip()) for name in _ADDRESSES}
    sentence = gettext("Write the whole address; it begins with https://.")
    wrong = {n: [sentence] for n, (s, host) in places.items() if s not in schemes or not host}
    if wrong:
        raise BadInput(fields=wrong)
    if len(set(places.values())) != 1:
        raise RegistrationError(RegistrationFailed("other-host"))
    return PlatformDescription(
        issuer=values["issuer"].strip().rstrip("/"),
        auth_login_url=values["auth_login_url"].strip(),
        auth_token_url=values["auth_token_url"].strip(),
        key_set_url=values["key_set_url"].strip(),
        registration_url="",
        product=values["product"],
        version="",
    )
