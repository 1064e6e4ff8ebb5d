"""Registering a platform by invitation: dynamically, or by hand with every value to copy."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lti import claims as c
from lti.errors import RegistrationFailed
from lti.platforms import BY_HAND, differences
from lti.registration import (
    PlatformDescription,
    Registered,
    ToolDescription,
    describe_platform,
    register,
)
from sidecar import db, forms
from sidecar.errors import BadInput
from sidecar.http import OutgoingSession
from sidecar.identity.permissions import public
from sidecar.launches.desk import LAUNCH_PATH, outgoing, settings
from sidecar.launches.problems import RegistrationError
from sidecar.tenancy.actions import add_registration, open_invite
from sidecar.tenancy.queries import registrations_of

blueprint = Blueprint("registering", __name__)


class ByHand(forms.FormSchema):
    """What an administrator copies from the platform's tool page."""

    issuer = forms.line(required=True)
    client_id = forms.line(required=True)
    deployment_id = forms.line(required=True)
    auth_login_url = forms.line(required=True, max_length=500)
    auth_token_url = forms.line(required=True, max_length=500)
    key_set_url = forms.line(required=True, max_length=500)


@blueprint.get("/lti/register")
@public("the invitation in the address is the permission")
def ask() -> ResponseReturnValue:
    """Say who is asked, and for what; nothing is written."""
    invite = open_invite(_invite())
    if not request.args.get("openid_configuration"):
        return _page()
    known = {row.issuer for row in registrations_of(invite.provider_id)}
    db.database().release()
    try:
        described = _describe(outgoing())
    except RegistrationFailed as failed:
        raise RegistrationError(failed) from failed
    return _page(described=described, is_known=described.issuer in known)


@blueprint.post("/lti/register")
@public("the invitation in the form is the permission")
def save() -> ResponseReturnValue:
    """Register."""
    if not request.args.get("openid_configuration"):
        return _by_hand()
    try:
        platform, registered = _dynamically()
    except RegistrationFailed as failed:
        raise RegistrationError(failed) from failed
    with db.transaction():
        done = add_registration(_invite(), platform, registered)
    return _page(done=done)


def _invite() -> str:
    return request.args.get("invite", "")


def _dynamically() -> tuple[PlatformDescription, Registered]:
    with db.transaction():
        open_invite(_invite())
    http = outgoing()
    platform = _describe(http)
    return platform, register(platform, tool_description(platform.product), http, token=_token())


def _describe(http: OutgoingSession) -> PlatformDescription:
    return describe_platform(request.args["openid_configuration"], http, token=_token())


def _token() -> str | None:
    return request.args.get("registration_token") or None


def tool_description(product: str = BY_HAND.product) -> ToolDescription:
    """What we tell platforms about ourselves. No e-mail is asked for."""
    base = settings().base_url
    return ToolDescription(
        name="valo",
        description=gettext("Work diary and competence demonstrations"),
        base_url=base,
        login_url=f"{base}/lti/login",
        launch_url=base + LAUNCH_PATH,
        key_set_url=f"{base}/lti/jwks.json",
        logo_url=f"{base}/static/lamp.svg",
        scopes=(c.SCOPE_LINE_ITEM, c.SCOPE_RESULT, c.SCOPE_SCORE, c.SCOPE_ROSTER),
        claims=("iss", "sub", "name", "given_name", "family_name"),
        custom=differences(product).custom_parameters,
    )


def _by_hand() -> ResponseReturnValue:
    try:
        values = forms.read(ByHand, request.form)
        with db.transaction():
            done = add_registration(_invite(), _described(values), _registered(values))
    except BadInput as error:
        return _page(values=request.form, errors=error.fields, problem=error), error.status
    return _page(done=done)


def _described(values: dict[str, Any]) -> PlatformDescription:
    allowed = ("https://", "http://") if settings().dev else ("https://",)
    addresses = ("issuer", "auth_login_url", "auth_token_url", "key_set_url")
    sentence = gettext("Write the whole address; it begins with https://.")
    wrong = {n: [sentence] for n in addresses if not str(values[n]).startswith(allowed)}
    if wrong:
        raise BadInput(fields=wrong)
    return PlatformDescription(
        issuer=values["issuer"].rstrip("/"),
        auth_login_url=values["auth_login_url"],
        auth_token_url=values["auth_token_url"],
        key_set_url=values["key_set_url"],
        registration_url="",
        product="",
        version="",
    )


def _registered(values: dict[str, Any]) -> Registered:
    return Registered(client_id=values["client_id"], deployment_id=values["deployment_id"])


def _page(**more: Any) -> str:
    configuration = request.args.get("openid_configuration", "")
    parts = urlsplit(configuration)
    if parts.netloc and parts.scheme in ("http", "https"):
        g.frame_ancestors = (f"{parts.scheme}://{parts.netloc}",)
    problem = more.pop("problem", None)
    return render_template(
        "launches/register.html",
        platform=parts.netloc,
        described=more.pop("described", None),
        is_known=more.pop("is_known", False),
        tool=tool_description(),
        custom="\n".join(f"{n}={v}" for n, v in tool_description().custom.items()),
        values=more.pop("values", {}),
        errors=more.pop("errors", {}),
        sentence=gettext(problem.message_key, **problem.params) if problem else "",
        done=more.pop("done", None),
    )
