"""Competencies, evidence, demonstration days and completion, for the block to mirror."""

from typing import Any

from sidecar import clock
from sidecar.api.moodle import learning_schemas as schemas
from sidecar.api.moodle.door import blueprint, platform, signed
from sidecar.feeds.competencies import frameworks_of
from sidecar.feeds.days import completions_of, demonstrations_of
from sidecar.feeds.evidence import Cursor, evidence_since
from sidecar.tenancy.queries import course_by_ref


@blueprint.route("/qualification")
@blueprint.arguments(schemas.QualificationQuery, location="query")
@blueprint.response(200, schemas.QualificationOut)
@signed
def qualification(values: dict[str, Any]) -> dict[str, Any]:
    """Units and requirements of the course's qualification; empty before any period is made."""
    course = course_by_ref(platform().id, values["course"])
    units = values["units"].split(",")
    return {"frameworks": frameworks_of(course, units) if course else []}


@blueprint.route("/evidence")
@blueprint.arguments(schemas.EvidenceQuery, location="query")
@blueprint.response(200, schemas.EvidenceFeedOut)
@signed
def evidence(values: dict[str, Any]) -> dict[str, Any]:
    """What was approved or assessed after a cursor, in one order."""
    since = Cursor.read(values["since"])
    rows, cursor, more = evidence_since(platform(), since, limit=values["limit"], now=clock.now())
    return {"evidence": rows, "cursor": str(cursor), "more": more}


@blueprint.route("/demonstrations")
@blueprint.arguments(schemas.CourseQuery, location="query")
@blueprint.response(200, schemas.DemonstrationsOut)
@signed
def demonstrations(values: dict[str, Any]) -> dict[str, Any]:
    """All demonstration days of a course that belong on its calendar."""
    course = course_by_ref(platform().id, values["course"])
    return {"demonstrations": demonstrations_of(course, clock.today()) if course else []}


@blueprint.route("/completions")
@blueprint.arguments(schemas.CourseQuery, location="query")
@blueprint.response(200, schemas.CompletionsOut)
@signed
def completions(values: dict[str, Any]) -> dict[str, Any]:
    """Who has completed what in a course: the whole state, to compare with."""
    course = course_by_ref(platform().id, values["course"])
    return {"completions": completions_of(course) if course else []}
