"""What the block mirrors of what is learnt."""

from marshmallow import fields, validate

from sidecar.api.moodle.schemas import BatchQuery, WordsOut, text, words
from sidecar.api.schemas import ID, ApiSchema, line


class CourseQuery(ApiSchema):
    """Which course, by the platform's id."""

    course = line(ID)


class QualificationQuery(CourseQuery):
    """`units`: codes with commas between, of the course's paper activities."""

    units = fields.String(load_default="", validate=validate.Length(max=2000))


class ScaleOut(ApiSchema):
    """A scale, its lowest value first."""

    idnumber = text()
    name = words()
    values = fields.List(fields.Nested(WordsOut), required=True)
    proficient = fields.Integer(required=True)
    """The place, from 0, of the first value that is a pass."""


class CompetencyOut(ApiSchema):
    """A unit, or a requirement below it."""

    idnumber = text()
    parent = text()
    kind = fields.String(required=True, validate=validate.OneOf(("unit", "requirement")))
    name = words()
    description = words()
    scale = fields.Nested(ScaleOut, required=True, allow_none=True)
    """None: the framework's."""


class FrameworkOut(ApiSchema):
    """A qualification."""

    idnumber = text()
    name = words()
    description = words()
    scale = fields.Nested(ScaleOut, required=True)
    competencies = fields.List(fields.Nested(CompetencyOut), required=True)


class QualificationOut(ApiSchema):
    """The qualifications of a course; parents stand before what is below them."""

    frameworks = fields.List(fields.Nested(FrameworkOut), required=True)


class EvidenceQuery(BatchQuery):
    """`since`: the cursor of the answer before; empty for the beginning."""

    since = fields.String(load_default="", validate=validate.Length(max=120))


class EvidenceOut(ApiSchema):
    """A requirement that was shown, or a unit whose demonstration was passed. No grade."""

    id = text()
    user = text()
    course = text()
    competency = text()
    kind = fields.String(required=True, validate=validate.OneOf(("evidence", "demonstration")))
    go = text()
    at = fields.DateTime(required=True)


class EvidenceFeedOut(ApiSchema):
    """A batch, and where to go on."""

    evidence = fields.List(fields.Nested(EvidenceOut), required=True)
    cursor = text()
    more = fields.Boolean(required=True)


class DemonstrationOut(ApiSchema):
    """A trainee's demonstration, in whole days, both included: the calendar knows its time zone."""

    id = text()
    user = text()
    course = text()
    title = words()
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    place = text()


class DemonstrationsOut(ApiSchema):
    """All that belong on the calendar."""

    demonstrations = fields.List(fields.Nested(DemonstrationOut), required=True)


class CompletionOut(ApiSchema):
    """Whether somebody has completed the diary, or the paper of a unit."""

    user = text()
    page = fields.String(required=True, validate=validate.OneOf(("diary", "paper")))
    unit = text()
    link = text()
    complete = fields.Boolean(required=True)


class CompletionsOut(ApiSchema):
    """The whole state of a course."""

    completions = fields.List(fields.Nested(CompletionOut), required=True)
