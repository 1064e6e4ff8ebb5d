"""`/api/v1`: what the Moodle block asks. Its document is /api/v1/openapi.json."""

from typing import Any, NoReturn
from urllib.parse import urlsplit

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_smorest import Api, Blueprint
from marshmallow import ValidationError
from webargs.flaskparser import FlaskParser

from lti.errors import RegistrationFailed
from lti.registration import PlatformDescription, Registered
from sidecar import clock, db
from sidecar.api import schemas
from sidecar.api.card import card_of
from sidecar.api.trust import PREFIX, audience, caller
from sidecar.errors import BadInput
from sidecar.identity.permissions import public
from sidecar.launches.desk import settings
from sidecar.launches.problems import RegistrationError
from sidecar.launches.registering import tool_description
from sidecar.tenancy.actions import add_registration

_SIGNED = "the signature of the platform is the permission"
_TOKEN = {"security": [{"platform": []}]}
_ADDRESSES = ("issuer", "auth_login_url", "auth_token_url", "key_set_url")


class _Parser(FlaskParser):
    """Mistakes become our own refusal, so that every error of the API looks the same."""

    def handle_error(self, error: ValidationError, *_args: Any, **_how: Any) -> NoReturn:
        """BadInput with the sentences of each field."""
        raise BadInput(fields=_sentences(error.messages)) from error


def _sentences(messages: Any) -> dict[str, list[str]]:
    """Marshmallow files them under the place (json, query); the caller knows the field."""
    by_field = next(iter(messages.values())) if isinstance(messages, dict) else {}
    rows = by_field.items() if isinstance(by_field, dict) else []
    return {str(name): [str(s) for s in found] for name, found in rows}


class _Blueprint(Blueprint):
    ARGUMENTS_PARSER = _Parser()


class _Api(Api):
    """flask-smorest with our errors, and with a reason for its own route."""

    ERROR_SCHEMA = schemas.ErrorOut
    DEFAULT_ERROR_RESPONSE_NAME = "Refusal"

    def _register_error_handlers(self) -> None:
        """Leave them to sidecar/web/errors.py."""

    @public("describes the API, holds nothing of anybody")
    def _openapi_json(self) -> ResponseReturnValue:
        made: ResponseReturnValue = super()._openapi_json()
        return made


blueprint = _Blueprint("api", __name__, url_prefix=PREFIX, description="For the Moodle block")


def register(app: Flask) -> None:
    """Hang the API and its document."""
    app.config.update(
        API_TITLE="valo",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = _Api(app)
    how = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    api.spec.components.security_scheme("platform", how)
    api.register_blueprint(blueprint)


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


@blueprint.route("/ping")
@blueprint.response(200, schemas.PingOut)
@blueprint.doc(**_TOKEN)
@public(_SIGNED)
def ping() -> dict[str, Any]:
    """The signature was good: the platform's call arrived, and we could fetch its keys."""
    platform = caller()
    return {
        "issuer": platform.issuer,
        "state": platform.state,
        "last_launch_at": platform.last_launch_at,
        "now": int(clock.now().timestamp()),
    }


@blueprint.route("/card")
@blueprint.arguments(schemas.CardQuery, location="query")
@blueprint.response(200, schemas.CardOut)
@blueprint.doc(**_TOKEN)
@public(_SIGNED)
def card(values: dict[str, Any]) -> dict[str, Any]:
    """The numbers of one of the platform's people, for the card."""
    return card_of(caller(), values["user"], values["course"], today=clock.today())


def _described(values: dict[str, Any]) -> PlatformDescription:
    """Whole https addresses on one host; BadInput, RegistrationError."""
    schemes = ("https", "http") if settings().dev else ("https",)
    places = {name: _place(values[name].strip()) for name in _ADDRESSES}
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


def _place(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc
