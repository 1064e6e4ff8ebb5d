"""What the block sends and gets: numbers, days, ids and addresses.

Never a word of the diary, but in the export of a person's own data.
"""

from marshmallow import fields, validate

from sidecar.api.schemas import ID, ApiSchema, line

_BATCH = 500


class WordsOut(ApiSchema):
    """A text in three languages."""

    fi = fields.String(required=True)
    sv = fields.String(required=True)
    en = fields.String(required=True)


def _words() -> fields.Nested:
    return fields.Nested(WordsOut, required=True)


def _text() -> fields.String:
    return fields.String(required=True)


def _optional() -> fields.String:
    return fields.String(load_default="", validate=validate.Length(max=ID))


class PingOut(ApiSchema):
    """The signature was good, so the way there and back is open."""

    issuer = fields.String(required=True)
    state = fields.String(required=True)
    last_launch_at = fields.DateTime(required=True, allow_none=True)
    now = fields.Integer(required=True)


class CardQuery(ApiSchema):
    """Whose card: the platform's `sub`; the course is the platform's id, left out on dashboards."""

    user = line(ID)
    course = fields.String(load_default="", validate=validate.Length(max=ID))


class LearnerOut(ApiSchema):
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


class CoachOut(ApiSchema):
    """A coach's numbers."""

    waiting = fields.Integer(required=True)
    help = fields.Integer(required=True)
    oldest_days = fields.Integer(required=True, allow_none=True)
    """How long the longest wait is; nothing where nobody waits."""


class OfficerOut(ApiSchema):
    """A records officer's numbers."""

    proposals = fields.Integer(required=True)
    """HOKS proposals that wait for a decision."""


class CardOut(ApiSchema):
    """Any of them may be there; all are missing for somebody who never opened valo."""

    learner = fields.Nested(LearnerOut, required=True, allow_none=True)
    coach = fields.Nested(CoachOut, required=True, allow_none=True)
    officer = fields.Nested(OfficerOut, required=True, allow_none=True)


class CountsOut(ApiSchema):
    """Things that wait, or that failed."""

    notices = fields.Integer(required=True)
    deliveries = fields.Integer(required=True)
    """Messages to other systems."""
    events = fields.Integer(required=True)


class StatusOut(PingOut):
    """How things stand, for the checks."""

    last_contact_at = fields.DateTime(required=True, allow_none=True)
    last_problem = _text()
    """Code of the last refused launch; empty for none."""
    waiting = fields.Nested(CountsOut, required=True)
    failed = fields.Nested(CountsOut, required=True)


class OpenIn(ApiSchema):
    """Where a person's next launch shall begin: the `go` of a notice or of an evidence."""

    user = line(ID)
    go = line(80)


class OpenOut(ApiSchema):
    """False for somebody who never opened valo."""

    remembered = fields.Boolean(required=True)


class BatchQuery(ApiSchema):
    """How many at most."""

    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=_BATCH))


class NoticeOut(ApiSchema):
    """One notice in three languages, with one link."""

    id = _text()
    user = _text()
    kind = _text()
    course = _text()
    link = _text()
    """The activity that opens valo, by its resource link's id; empty where none is known."""
    go = _text()
    url = fields.URL(required=True, require_tld=False)
    subject = _words()
    text = _words()
    at = fields.DateTime(required=True)


class NoticesOut(ApiSchema):
    """A batch; `more`: ask again once these are acknowledged."""

    notices = fields.List(fields.Nested(NoticeOut), required=True)
    more = fields.Boolean(required=True)


class AckIn(ApiSchema):
    """What arrived."""

    ids = fields.List(line(ID), required=True, validate=validate.Length(max=_BATCH))


class AckOut(ApiSchema):
    """How many of them were waiting."""

    acknowledged = fields.Integer(required=True)


class GroupIn(ApiSchema):
    """A group of a course."""

    id = line(ID)
    name = _optional()


class EventIn(ApiSchema):
    """Something that happened in a course or to a person there; see `roster/intake.py`."""

    id = line(ID)
    kind = line(40)
    at = fields.Integer(required=True, strict=True)
    """Seconds since 1970, by the platform's clock."""
    user = _optional()
    course = _optional()
    group = fields.Nested(GroupIn, load_default=None, allow_none=True)
    link = _optional()
    from_course = _optional()
    suspended = fields.Boolean(load_default=False)
    ends_at = fields.Integer(load_default=None, allow_none=True)
    role = fields.String(
        load_default="", validate=validate.OneOf(("", "teacher", "learner")), allow_none=False
    )


class EventsIn(ApiSchema):
    """A batch, in order."""

    events = fields.List(
        fields.Nested(EventIn), required=True, validate=validate.Length(max=_BATCH)
    )


class RefusedOut(ApiSchema):
    """An event that cannot be taken, now or later."""

    id = _text()
    code = _text()
    message = _text()


class EventsOut(ApiSchema):
    """Accepted: taken now or before. An event about somebody unknown is taken, too."""

    accepted = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(RefusedOut), required=True)


# -- what is learnt ------------------------------------------------------------------------------
class CourseQuery(ApiSchema):
    """Which course, by the platform's id."""

    course = line(ID)


class QualificationQuery(CourseQuery):
    """`units`: codes with commas between, of the course's paper activities."""

    units = fields.String(load_default="", validate=validate.Length(max=2000))


class ScaleOut(ApiSchema):
    """A scale, its lowest value first."""

    idnumber = _text()
    name = _words()
    values = fields.List(fields.Nested(WordsOut), required=True)
    proficient = fields.Integer(required=True)
    """The place, from 0, of the first value that is a pass."""


class CompetencyOut(ApiSchema):
    """A unit, or a requirement below it."""

    idnumber = _text()
    parent = _text()
    kind = fields.String(required=True, validate=validate.OneOf(("unit", "requirement")))
    name = _words()
    description = _words()
    scale = fields.Nested(ScaleOut, required=True, allow_none=True)
    """None: the framework's."""


class FrameworkOut(ApiSchema):
    """A qualification."""

    idnumber = _text()
    name = _words()
    description = _words()
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

    id = _text()
    user = _text()
    course = _text()
    competency = _text()
    kind = fields.String(required=True, validate=validate.OneOf(("evidence", "demonstration")))
    go = _text()
    at = fields.DateTime(required=True)


class EvidenceFeedOut(ApiSchema):
    """A batch, and where to go on."""

    evidence = fields.List(fields.Nested(EvidenceOut), required=True)
    cursor = _text()
    more = fields.Boolean(required=True)


class DemonstrationOut(ApiSchema):
    """A trainee's demonstration: whole days in Finland; `ends_at` is the midnight after."""

    id = _text()
    user = _text()
    course = _text()
    title = _words()
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True, allow_none=True)
    place = _text()


class DemonstrationsOut(ApiSchema):
    """All that belong on the calendar."""

    demonstrations = fields.List(fields.Nested(DemonstrationOut), required=True)


class CompletionOut(ApiSchema):
    """Whether somebody has completed the diary, or the paper of a unit."""

    user = _text()
    page = fields.String(required=True, validate=validate.OneOf(("diary", "paper")))
    unit = _text()
    link = _text()
    complete = fields.Boolean(required=True)


class CompletionsOut(ApiSchema):
    """The whole state of a course."""

    completions = fields.List(fields.Nested(CompletionOut), required=True)
