"""The pages that people see: who am I, the course, the tool in its frame, gradebook, set-up."""

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from lti.testing import Activity
from sidecar.demo.platform.people import FIGURES, Figure, figure
from sidecar.demo.platform.practice import login_url, origin, practice

blueprint = Blueprint("pages", __name__)
COOKIE = "practice_user"


@blueprint.get("/")
def people() -> str:
    """Choose who you are."""
    return render_template("people.html", figures=FIGURES, has_tool=practice().tool() is not None)


@blueprint.get("/course")
def course() -> ResponseReturnValue:
    """The course, for the one who was chosen."""
    who = _chosen()
    fake = practice().fake
    has_tool = practice().tool() is not None
    page = render_template(
        "course.html", who=who, course=fake.course, members=FIGURES, has_tool=has_tool
    )
    return _remember(page, who)


@blueprint.get("/launch/<activity_id>")
def launch(activity_id: str) -> ResponseReturnValue:
    """The tool in a frame, filled by a form that sends itself into it."""
    who, activity, tool = _chosen(), _activity(activity_id), practice().tool()
    if tool is None:
        page = render_template("no_tool.html", who=who, activity=activity)
        return _remember(page, who), 409
    with practice().lock:
        address, fields = practice().fake.login_form(tool, who.account(), activity)
    page = render_template(
        "launch.html",
        who=who,
        activity=activity,
        address=address,
        fields=fields,
        tool_origin=origin(login_url(tool)),
    )
    return _remember(page, who)


@blueprint.get("/choose")
def choose() -> ResponseReturnValue:
    """Moodle's "Select content": the tool's chooser in a frame."""
    who, tool = _chosen(), practice().tool()
    if not who.edits_course:
        return render_template("refused.html", reason="vain opettajalle"), 403
    what = Activity("", "Valitse sisältö")
    if tool is None:
        page = render_template("no_tool.html", who=who, activity=what)
        return _remember(page, who), 409
    with practice().lock:
        address, fields = practice().fake.deep_linking_launch(tool, who.account())
    page = render_template(
        "launch.html",
        who=who,
        activity=what,
        address=address,
        fields=fields,
        tool_origin=origin(login_url(tool)),
    )
    return _remember(page, who)


@blueprint.get("/gradebook")
def gradebook() -> str:
    """People and line items, with points."""
    book = practice().fake.gradebook
    learners = [f for f in FIGURES if f.lti_role == "Learner"]
    return render_template(
        "gradebook.html", who=logged_in(), book=book, learners=learners, points=_points
    )


@blueprint.get("/review/<item_id>/<user_id>")
def review(item_id: str, user_id: str) -> ResponseReturnValue:
    """What stands behind a grade: the tool in a frame, asked for one person's work."""
    who, tool = _chosen(), practice().tool()
    if tool is None or item_id not in practice().fake.gradebook.items:
        abort(404)
    with practice().lock:
        address, fields = practice().fake.review_launch(tool, who.account(), item_id, user_id)
    page = render_template(
        "launch.html",
        who=who,
        activity=Activity("", "Arvosanan takana"),
        address=address,
        fields=fields,
        tool_origin=origin(login_url(tool)),
    )
    return _remember(page, who)


@blueprint.get("/admin")
def admin() -> ResponseReturnValue:
    """Registered tools, and the form that registers one."""
    who = _administrator()
    return _remember(_admin_page(who), who)


@blueprint.post("/admin")
def begin_registration() -> ResponseReturnValue:
    """Open the tool's own registration page in a frame."""
    who = _administrator()
    url = request.form.get("registration_url", "").strip()
    if not _is_address(url):
        return _admin_page(who, typed=url), 422
    address = registration_address(url, request.form.get("tool", ""))
    return render_template("registration.html", who=who, address=address)


def registration_address(url: str, client_id: str = "") -> str:
    """The tool's registration page, told where our configuration is, with a fresh token."""
    with practice().lock:
        token = practice().fake.new_registration_token(client_id)
    configuration = f"{practice().fake.issuer}/mod/lti/openid-configuration.php"
    more = urlencode({"openid_configuration": configuration, "registration_token": token})
    return f"{url}{'&' if urlsplit(url).query else '?'}{more}"


def logged_in() -> Figure | None:
    """Who the cookie says; nobody without one."""
    return figure(request.cookies.get(COOKIE))


def _chosen() -> Figure:
    """Who the address or the cookie says; back to the first page when nobody."""
    asked = request.args.get("as")
    found = figure(asked) if asked else logged_in()
    if found is None:
        abort(_to_people())
    return found


def _to_people() -> Response:
    response = make_response("", 303)
    response.headers["Location"] = "/"
    return response


def _administrator() -> Figure:
    found = _chosen()
    if found.lti_role != "Administrator":
        abort(make_response(render_template("refused.html", reason="vain pääkäyttäjälle"), 403))
    return found


def _remember(page: str, who: Figure) -> Response:
    response = make_response(page)
    response.set_cookie(COOKIE, who.id, httponly=True, samesite="Lax")
    return response


def _activity(activity_id: str) -> Activity:
    found = (a for a in practice().fake.course.activities if a.id == activity_id)
    return next(found, None) or abort(404)


def _admin_page(who: Figure, typed: str = "") -> str:
    tools = list(practice().fake.tools.values())
    return render_template(
        "admin.html", who=who, tools=tools, typed=typed, tool_url=practice().tool_url
    )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _points(item_id: str, user_id: str) -> str:
    grade = practice().fake.gradebook.grades.get((item_id, user_id))
    return "–" if grade is None or grade.given is None else f"{grade.given:g}".replace(".", ",")
