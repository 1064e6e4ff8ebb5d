"""Personal data: its export, and its erasure with what has to stay."""

from typing import Any

from sidecar import clock, db
from sidecar.api.moodle import privacy_schemas as schemas
from sidecar.api.moodle.door import blueprint, platform, signed
from sidecar.privacy.erasing import Request, erase
from sidecar.privacy.export import files_of
from sidecar.roster.groups import forget_in_groups
from sidecar.tenancy.queries import course_by_ref, person_behind


@blueprint.route("/privacy/export")
@blueprint.arguments(schemas.ExportQuery, location="query")
@blueprint.response(200, schemas.ExportOut)
@signed
def export(values: dict[str, Any]) -> dict[str, Any]:
    """All that is one person's own."""
    person_id = person_behind(platform().id, values["user"])
    if person_id is None:
        return {"person": False, "files": []}
    return {"person": True, "files": list(files_of(person_id, with_photos=values["photos"]))}


@blueprint.route("/privacy/erasures", methods=["POST"])
@blueprint.arguments(schemas.ErasureIn)
@blueprint.response(200, schemas.ErasureOut)
@signed
def erasures(values: dict[str, Any]) -> dict[str, Any]:
    """Erase now, and say what went and what stays. Somebody unknown has nothing here."""
    here, ref = platform(), values["course"]
    course = course_by_ref(here.id, ref) if ref else None
    is_unknown_course = bool(ref) and course is None
    person_id = None if is_unknown_course else person_behind(here.id, values["user"])
    request = Request(
        platform=here,
        ref=values["id"],
        person_id=person_id,
        course_id=course.id if course else None,
        reason=values["reason"],
    )
    with db.transaction():
        done = erase(request, clock.today())
        if not ref:
            forget_in_groups(here, values["user"])
        return {"state": "done", "erased": done.erased, "kept": done.kept}
