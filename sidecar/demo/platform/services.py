"""Services of the platform: line items, scores, results, members, with Moodle's manners."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from lti import claims as c
from lti.grades import ITEM_TYPE, ITEMS_TYPE, RESULT_TYPE
from lti.roster import MEMBERS_TYPE
from lti.testing.gradebook import LineItem, Refusal
from sidecar.demo.platform.practice import practice
from sidecar.demo.platform.protocol import bearer, json_object

blueprint = Blueprint("services", __name__, url_prefix="/mod/lti/services.php")
_READ_ITEM = c.SCOPE_LINE_ITEM + ".readonly"


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """Tools read a status and a reason."""
    return jsonify(status=refusal.status, reason=refusal.reason), refusal.status


@blueprint.get("/<course_id>/lineitems")
def line_items(course_id: str) -> Response:
    """All line items of the course."""
    _may_read_items()
    _check_course(course_id)
    rows = [_as_json(item) for item in practice().fake.gradebook.items.values()]
    return _answer(rows, ITEMS_TYPE)


@blueprint.post("/<course_id>/lineitems")
def make_line_item(course_id: str) -> ResponseReturnValue:
    """A column that a tool makes."""
    here = practice()
    here.fake.allow(bearer(), c.SCOPE_LINE_ITEM)
    _check_course(course_id)
    with here.lock:
        made = here.fake.gradebook.make(json_object(), request.content_type or "")
        here.save()
    return _answer(_as_json(made), ITEM_TYPE), 201


@blueprint.put("/<course_id>/lineitems/<item_id>/lineitem")
def update_line_item(course_id: str, item_id: str) -> Response:
    """A column that a tool writes once more."""
    here = practice()
    here.fake.allow(bearer(), c.SCOPE_LINE_ITEM)
    _check_course(course_id)
    with here.lock:
        item = here.fake.gradebook.update(item_id, json_object(), request.content_type or "")
        here.save()
    return _answer(_as_json(item), ITEM_TYPE)


@blueprint.get("/<course_id>/lineitems/<item_id>/lineitem")
def line_item(course_id: str, item_id: str) -> Response:
    """One line item."""
    _may_read_items()
    return _answer(_as_json(_item(course_id, item_id)), ITEM_TYPE)


@blueprint.post("/<course_id>/lineitems/<item_id>/lineitem/scores")
def score(course_id: str, item_id: str) -> ResponseReturnValue:
    """Take a score."""
    here = practice()
    here.fake.allow(bearer(), c.SCOPE_SCORE)
    _check_course(course_id)
    try:
        with here.lock:
            here.fake.gradebook.post_score(item_id, json_object(), request.content_type or "")
            here.save()
    except (TypeError, ValueError) as error:
        raise Refusal(400, "score is not a number") from error
    return "", 200


@blueprint.get("/<course_id>/lineitems/<item_id>/lineitem/results")
def results(course_id: str, item_id: str) -> Response:
    """Results of a line item. With `limit`, a link header that is as broken as Moodle's."""
    practice().fake.allow(bearer(), c.SCOPE_RESULT)
    _item(course_id, item_id)
    response = _answer(practice().fake.gradebook.results(item_id), RESULT_TYPE)
    if "limit" in request.args:
        response.headers["Link"] = _broken_link()
    return response


@blueprint.get("/CourseSection/<course_id>/bindings/<tool_id>/memberships")
def members(course_id: str, tool_id: str) -> Response:
    """Who is in the course."""
    fake = practice().fake
    found = fake.members(bearer(), request.headers.get("Accept", ""))
    _check_course(course_id)
    if tool_id not in {tool.deployment_id for tool in fake.tools.values()}:
        raise Refusal(404, "no such tool")
    return _answer(found, MEMBERS_TYPE)


def _may_read_items() -> None:
    try:
        practice().fake.allow(bearer(), c.SCOPE_LINE_ITEM)
    except Refusal:
        practice().fake.allow(bearer(), _READ_ITEM)


def _check_course(course_id: str) -> None:
    if course_id != practice().fake.course.id:
        raise Refusal(404, "no such course")


def _item(course_id: str, item_id: str) -> LineItem:
    _check_course(course_id)
    found = practice().fake.gradebook.items.get(item_id)
    if found is None:
        raise Refusal(404, "no such line item")
    return found


def _as_json(item: LineItem) -> dict[str, Any]:
    fake, tool = practice().fake, practice().tool()
    row: dict[str, Any] = {"label": item.label, "scoreMaximum": item.maximum}
    row["id"] = fake.line_item_url(tool, item.id) if tool else item.id
    more = {"resourceLinkId": item.activity_id, "resourceId": item.resource_id, "tag": item.tag}
    row |= {name: value for name, value in more.items() if value}
    return row


def _answer(value: Any, media_type: str) -> Response:
    response = jsonify(value)
    response.content_type = media_type
    return response


def _broken_link() -> str:
    """Typographic quotes and an escaped ampersand, as bytes in a header."""
    link = f"<{request.base_url}?limit=1&amp;from=1>; rel=\u201cnext\u201d"
    return link.encode().decode("latin-1")
