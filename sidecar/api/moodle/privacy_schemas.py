"""What is said of personal data: exports, and answers to a request to erase."""

from marshmallow import fields, validate

from sidecar.api.moodle.schemas import words
from sidecar.api.schemas import ID, ApiSchema, line


class ExportQuery(ApiSchema):
    """Whose data; with `photos`, their photos and voice notes as well."""

    user = line(ID)
    photos = fields.Boolean(load_default=False)


class FileOut(ApiSchema):
    """A part of the export, by names that make a path."""

    path = fields.List(fields.String(), required=True)
    data = fields.Dict(keys=fields.String(), required=True)


class ExportOut(ApiSchema):
    """`person`: whether valo knows them. The one answer that holds a person's own words."""

    person = fields.Boolean(required=True)
    files = fields.List(fields.Nested(FileOut), required=True)


class ErasureIn(ApiSchema):
    """Erase a person; with `course`, only what belongs to that course."""

    id = line(ID)
    user = line(ID)
    course = fields.String(load_default="", validate=validate.Length(max=ID))
    reason = fields.String(
        load_default="request", validate=validate.OneOf(("request", "deleted", "expired"))
    )


class ErasedOut(ApiSchema):
    """What is gone."""

    what = words()
    count = fields.Integer(required=True)


class KeptOut(ApiSchema):
    """What stays, and why; `until` is a day, or null where no end is known."""

    what = words()
    why = words()
    until = fields.String(required=True, allow_none=True)


class ErasureOut(ApiSchema):
    """The answer: the same, when the same id is asked again."""

    state = fields.String(required=True, validate=validate.OneOf(("done",)))
    erased = fields.List(fields.Nested(ErasedOut), required=True)
    kept = fields.List(fields.Nested(KeptOut), required=True)
