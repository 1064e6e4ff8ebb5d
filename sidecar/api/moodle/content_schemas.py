"""Content items, in the words of Deep Linking 2.0."""

from marshmallow import fields, validate

from sidecar import i18n
from sidecar.api.moodle.schemas import text as string
from sidecar.api.schemas import ApiSchema


class ContentQuery(ApiSchema):
    """The language of the course."""

    language = fields.String(required=True, validate=validate.OneOf(i18n.LOCALES))


class LineItemOut(ApiSchema):
    """The column of the gradebook."""

    scoreMaximum = fields.Float(required=True)  # noqa: N815 - the standard's names
    resourceId = string()  # noqa: N815
    tag = string()
    submissionReview = fields.Dict(required=True)  # noqa: N815


class ItemOut(ApiSchema):
    """An activity; `lineItem` where it is graded."""

    type = string()
    title = string()
    text = string()
    url = string()
    custom = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    lineItem = fields.Nested(LineItemOut)  # noqa: N815


class ContentOut(ApiSchema):
    """In the order of the course."""

    items = fields.List(fields.Nested(ItemOut), required=True)
