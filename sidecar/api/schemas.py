"""What the API takes and gives. Numbers, days and addresses: never a word that a learner wrote."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from lti.claims import storable
from lti.platforms import BY_HAND

ID = 255
_URL = 500


class ApiSchema(Schema):
    """What nobody asked for is left aside: an older sidecar and a newer block still talk."""

    class Meta(Schema.Meta):
        """marshmallow's options."""

        unknown = EXCLUDE

    @validates_schema
    def _refuse_what_no_row_takes(self, data: dict[str, Any], **_: Any) -> None:
        wrong = [name for name, value in data.items() if not _may_be_stored(value)]
        if wrong:
            raise ValidationError({name: ["Not text that can be stored."] for name in wrong})


def _may_be_stored(value: object) -> bool:
    """False for text with NUL or half a surrogate pair: PostgreSQL refuses it, even to look for."""
    texts = value if isinstance(value, list) else [value]
    return all(text == storable(text) for text in texts if isinstance(text, str))


def line(most: int) -> fields.String:
    """A text that must be there."""
    return fields.String(required=True, validate=validate.Length(min=1, max=most))


class PlatformIn(ApiSchema):
    """A Moodle that registers itself with an invitation."""

    invite = line(ID)
    issuer = line(_URL)
    client_id = line(ID)
    deployment_id = line(ID)
    auth_login_url = line(_URL)
    auth_token_url = line(_URL)
    key_set_url = line(_URL)
    product = fields.String(load_default=BY_HAND.product, validate=validate.Length(max=60))


class PlatformOut(ApiSchema):
    """How the registration stands: waiting (no launch yet), active, off."""

    issuer = fields.String(required=True)
    client_id = fields.String(required=True)
    state = fields.String(required=True)


class ToolOut(ApiSchema):
    """What a platform has to know of valo to make the tool."""

    name = fields.String(required=True)
    description = fields.String(required=True)
    login_url = fields.String(required=True)
    launch_url = fields.String(required=True)
    key_set_url = fields.String(required=True)
    logo_url = fields.String(required=True)
    custom = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    audience = fields.String(required=True)
    """`aud` of the tokens with which the block calls."""
    now = fields.Integer(required=True)
    """Seconds since 1970: the block compares clocks."""


class ErrorOut(ApiSchema):
    """Any refusal: a stable code, a sentence for a person, and a reference that our log has too."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    reference = fields.String(required=True)
    errors: fields.Field[Any] = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), required=True
    )
