"""What the API takes and gives. Numbers, days and addresses: never a word that a learner wrote."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from lti.platforms import BY_HAND

_ID = 255
_URL = 500


class _Schema(Schema):
    """What nobody asked for is left aside: an older sidecar and a newer block still talk."""

    class Meta(Schema.Meta):
        """marshmallow's options."""

        unknown = EXCLUDE


def _line(most: int) -> fields.String:
    return fields.String(required=True, validate=validate.Length(min=1, max=most))


class PlatformIn(_Schema):
    """A Moodle that registers itself with an invitation."""

    invite = _line(_ID)
    issuer = _line(_URL)
    client_id = _line(_ID)
    deployment_id = _line(_ID)
    auth_login_url = _line(_URL)
    auth_token_url = _line(_URL)
    key_set_url = _line(_URL)
    product = fields.String(load_default=BY_HAND.product, validate=validate.Length(max=60))


class PlatformOut(_Schema):
    """How the registration stands: waiting (no launch yet), active, off."""

    issuer = fields.String(required=True)
    client_id = fields.String(required=True)
    state = fields.String(required=True)


class ToolOut(_Schema):
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


class PingOut(_Schema):
    """The signature was good, so the way there and back is open."""

    issuer = fields.String(required=True)
    state = fields.String(required=True)
    last_launch_at = fields.DateTime(required=True, allow_none=True)
    now = fields.Integer(required=True)


class CardQuery(_Schema):
    """Whose card: the platform's `sub`; the course is the platform's id, left out on dashboards."""

    user = _line(_ID)
    course = fields.String(load_default="", validate=validate.Length(max=_ID))


class LearnerOut(_Schema):
    """A learner's numbers."""

    lamps = fields.Integer(required=True)
    """Requirements of the unit."""
    lit = fields.Integer(required=True)
    half = fields.Integer(required=True)
    returned = fields.Integer(required=True)
    """Entries in which the coach asked for more."""
    today = fields.String(
        required=True,
        validate=validate.OneOf(("none", "draft", "submitted", "returned", "approved")),
    )
    last_answer_at = fields.DateTime(required=True, allow_none=True)


class CoachOut(_Schema):
    """A coach's numbers."""

    waiting = fields.Integer(required=True)
    help = fields.Integer(required=True)
    oldest_days = fields.Integer(required=True, allow_none=True)
    """How long the longest wait is; nothing where nobody waits."""


class CardOut(_Schema):
    """Both may be there, and both may be missing: somebody who never opened valo."""

    learner = fields.Nested(LearnerOut, required=True, allow_none=True)
    coach = fields.Nested(CoachOut, required=True, allow_none=True)


class ErrorOut(_Schema):
    """Any refusal: a stable code, a sentence for a person, and a reference that our log has too."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    reference = fields.String(required=True)
    errors: fields.Field[Any] = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), required=True
    )
