"""LTI's own addresses of the platform: login, keys, tokens, registration (as Moodle has them)."""

from typing import Any

import requests
from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from lti.testing.gradebook import Refusal
from sidecar.demo.platform.pages import logged_in
from sidecar.demo.platform.practice import practice

blueprint = Blueprint("protocol", __name__, url_prefix="/mod/lti")


@blueprint.route("/auth.php", methods=["GET", "POST"])
def authorise() -> ResponseReturnValue:
    """Answer the tool's authorisation request with a form that the browser posts to it."""
    wish, who = request.values.to_dict(), logged_in()
    if who is None and "repost" not in wish:
        # The cookie may have stayed behind; once more from our own page, as Moodle does.
        return _form_post(request.path, {**wish, "repost": "1"})
    with practice().lock:
        address, fields = practice().fake.authorise(wish, who.account() if who else None)
    return _form_post(address, fields)


def _form_post(address: str, fields: dict[str, str]) -> str:
    return render_template("form_post.html", address=address, fields=fields)


@blueprint.get("/certs.php")
def certs() -> Response:
    """Public keys."""
    return jsonify(practice().fake.jwks())


@blueprint.post("/token.php")
def token() -> ResponseReturnValue:
    """An access token for a tool's signed request."""
    here = practice()
    try:
        with here.lock:
            made = here.fake.token(request.form, here.fetch)
            here.save()
    except Refusal as refusal:
        return jsonify(error=refusal.reason), refusal.status
    except (requests.RequestException, ValueError, TypeError):
        return jsonify(error="invalid_client"), 400
    return jsonify(made)


@blueprint.get("/openid-configuration.php")
def configuration() -> Response:
    """What a tool needs to know to register."""
    return jsonify(practice().fake.configuration())


@blueprint.post("/openid-registration.php")
def register() -> ResponseReturnValue:
    """Register a tool."""
    here = practice()
    try:
        with here.lock:
            made = here.fake.register(json_object(), bearer())
            here.save()
    except Refusal as refusal:
        return refusal.reason, refusal.status
    except (AttributeError, TypeError):
        return "registration incomplete", 400
    return jsonify(made)


@blueprint.post("/contentitem_return.php")
def content() -> ResponseReturnValue:
    """Take the tool's Deep Linking answer, from the browser, and show what it added."""
    here = practice()
    try:
        with here.lock:
            if request.args.get("sesskey", "") not in here.fake.sesskeys:
                raise Refusal(403, "sesskey")
            added = here.fake.accept_deep_linking(request.form.get("JWT", ""), here.fetch)
            here.fake.sesskeys.discard(request.args["sesskey"])
            here.save()
    except (requests.RequestException, ValueError, TypeError) as error:
        raise Refusal(400, "deep linking answer") from error
    return render_template("added.html", added=added)


def bearer() -> str:
    """The token of the Authorization header; "" without one."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


def json_object() -> dict[str, Any]:
    """The body as an object, whatever media type it says it has. Refusal 400 when it is none."""
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict):
        raise Refusal(400, "not a JSON object")
    return found
