"""What a course to start from holds: the same items that Deep Linking places."""

from typing import Any

from flask_babel import force_locale

from sidecar.api.moodle.content_schemas import ContentOut, ContentQuery
from sidecar.api.moodle.door import blueprint, signed
from sidecar.launches.choosing import for_a_new_course


@blueprint.route("/content")
@blueprint.arguments(ContentQuery, location="query")
@blueprint.response(200, ContentOut)
@signed
def content(values: dict[str, Any]) -> dict[str, Any]:
    """Diary, desk and papers, in the language of the course."""
    with force_locale(values["language"]):
        return {"items": for_a_new_course()}
