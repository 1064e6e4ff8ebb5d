"""Pages that belong to the launch itself: its first page, the chooser, a review, a new window."""

import re

from flask import Blueprint, Response, current_app, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import clock, db, forms, i18n
from sidecar.errors import BadInput, NotFound
from sidecar.identity import windows
from sidecar.identity.actions import name_oneself
from sidecar.identity.permissions import Permission, requires
from sidecar.identity.sessions import speak
from sidecar.launches import choosing, landing
from sidecar.launches.copies import answer_copy, copy_offer
from sidecar.pages import flash, go_to
from sidecar.web import headers
from sidecar.web.navigation import home

blueprint = Blueprint("launches", __name__)
_PAGE = re.compile(r"/[\w/.-]{0,200}", re.ASCII)


class NameForm(forms.FormSchema):
    """What somebody wants to be called."""

    display_name = forms.line(required=True, max_length=100)


@blueprint.get("/")
@requires(Permission.SEE_START)
def start() -> Response:
    """On to the page where this person's work begins."""
    return go_to(landing.first_page(g.viewer, g.page_session.launch))


@blueprint.get("/welcome")
@requires(Permission.SEE_START)
def guest() -> str:
    """For people who have no role here yet: what to do."""
    return render_template("launches/guest.html")


@blueprint.get("/name")
@requires(Permission.SEE_START)
def name() -> str:
    """For people whom the platform does not name: what may we call you?"""
    return _name_page()


@blueprint.post("/name")
@requires(Permission.SEE_START)
def save_name() -> ResponseReturnValue:
    """Keep the name that somebody says of themselves."""
    try:
        wanted = forms.read(NameForm, request.form)["display_name"]
    except BadInput as error:
        return _name_page(request.form.get("display_name", ""), errors=error.fields), error.status
    with db.transaction():
        name_oneself(g.viewer.person, wanted)
    return go_to(landing.after_questions(g.viewer, g.page_session.launch))


def _name_page(value: str = "", *, errors: dict[str, list[str]] | None = None) -> str:
    later = landing.after_questions(g.viewer, g.page_session.launch)
    return render_template("launches/name.html", value=value, errors=errors or {}, later=later)


@blueprint.get("/copied")
@requires(Permission.MANAGE_PERIODS)
def copied() -> str:
    """This course was copied from another: does the work go on here?"""
    offer = copy_offer(g.viewer, clock.today())
    if offer is None:
        raise NotFound
    later = landing.page_of(g.viewer, g.page_session.launch)
    return render_template("launches/copied.html", offer=offer, later=later)


@blueprint.post("/copied")
@requires(Permission.MANAGE_PERIODS)
def answer_copied() -> Response:
    """A yes or a no, once for the course."""
    goes_on = request.form.get("answer") == "yes"
    with db.transaction():
        answer_copy(g.viewer, goes_on=goes_on, now=clock.now(), today=clock.today())
    flash(gettext("Saved."))
    return go_to(landing.page_of(g.viewer, g.page_session.launch))


@blueprint.post("/language")
@requires(Permission.SEE_START)
def language() -> ResponseReturnValue:
    """Change the language, here and for later launches."""
    chosen = i18n.supported(request.form.get("locale"))
    if chosen:
        with db.transaction():
            speak(g.page_session.id, chosen)
    return go_to(_readable(request.form.get("next", "")))


def _readable(address: str) -> str:
    """The address; where only a form leads there, the page above it."""
    path, mark, query = address.partition("?")
    here, router = f"/s/{g.sid}/", current_app.create_url_adapter(request)
    if router and path.startswith(here) and router.test(path, "GET"):
        return f"{path}{mark}{query}"
    above = path.rstrip("/").rpartition("/")[0]
    return _readable(above) if above.startswith(here) else home()


# -- deep linking ---------------------------------------------------------------------------------
@blueprint.get("/choose")
@requires(Permission.CHOOSE_CONTENT)
def choose() -> str:
    """What comes into the course?"""
    return _chooser()


@blueprint.post("/choose")
@requires(Permission.CHOOSE_CONTENT)
def answer() -> ResponseReturnValue:
    """The page whose form takes the answer to the platform."""
    launch = g.page_session.launch
    asked = choosing.settings_of(launch)
    ticked = forms.read(choosing.ChoiceForm, request.form)["what"]
    try:
        found = choosing.chosen_of(asked, choosing.offers(g.viewer), ticked)
    except BadInput as error:
        return _chooser(ticked, errors=error.fields), error.status
    made = choosing.answer_with(found, asked, g.viewer, deployment_id=launch["deployment_id"])
    headers.may_send_forms_to(made.origin)
    return render_template("launches/answer.html", answer=made, chosen=found)


def _chooser(ticked: list[str] | None = None, *, errors: dict[str, list[str]] | None = None) -> str:
    asked = choosing.settings_of(g.page_session.launch)
    return render_template(
        "launches/choose.html",
        offers=choosing.offers(g.viewer),
        several=asked.accept_multiple,
        ticked=ticked or [],
        errors=errors or {},
    )


# -- submission review ----------------------------------------------------------------------------
@blueprint.get("/review")
@requires(Permission.SEE_START)
def review() -> Response:
    """On to the evidence behind a line of the gradebook."""
    launch = g.page_session.launch
    subject = launch.get("for_user")
    if not subject:
        raise NotFound
    return go_to(landing.evidence_of(g.viewer, str(subject), launch))


# -- own window -----------------------------------------------------------------------------------
@blueprint.post("/window")
@requires(Permission.SEE_START)
def window() -> ResponseReturnValue:
    """A link that opens this page in a window of its own, once.

    Made inside the frame, where our cookie comes along; the link itself needs none.
    """
    page = request.form.get("page", "").removeprefix(f"/s/{g.sid}")
    begin = page if _PAGE.fullmatch(page) else "/"
    with db.transaction():
        ticket = windows.new_ticket(g.page_session.id, begin, clock.now())
    address = url_for("lti.window", ticket=ticket)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(address=address)
    return render_template("launches/window.html", address=address)
