"""What the block sends and gets: numbers, days, ids and addresses.

Never a word of the diary, but in the export of a person's own data.
"""

from marshmallow import fields, validate

from sidecar.api.schemas import ID, ApiSchema, line

_BATCH = 500
_EVENTS = 1000
"""Whole schools are enrolled at once: fewer, longer calls."""


class WordsOut(ApiSchema):
    """A text in three languages."""

    fi = fields.String(required=True)
    sv = fields.String(required=True)
    en = fields.String(required=True)


def words() -> fields.Nested:
    """A text in three languages that must be there."""
    return fields.Nested(WordsOut, required=True)


def text() -> fields.String:
    """A text in an answer."""
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
    last_problem = text()
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

    id = text()
    user = text()
    kind = text()
    course = text()
    link = text()
    """The activity that opens valo, by its resource link's id; empty where none is known."""
    go = text()
    url = fields.URL(required=True, require_tld=False)
    subject = words()
    text = words()
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
        fields.Nested(EventIn), required=True, validate=validate.Length(max=_EVENTS)
    )


class RefusedOut(ApiSchema):
    """An event that cannot be taken, now or later."""

    id = text()
    code = text()
    message = text()


class EventsOut(ApiSchema):
    """Accepted: taken now or before. An event about somebody unknown is taken, too."""

    accepted = fields.List(fields.String(), required=True)
    refused = fields.List(fields.Nested(RefusedOut), required=True)
