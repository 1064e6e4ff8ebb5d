"""The practice platform as a web application."""

from pathlib import Path

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue

from lti.testing.gradebook import Refusal
from sidecar.demo.platform import pages, protocol, services
from sidecar.demo.platform.practice import EXTENSION, Practice


def create_platform(issuer: str, tool_url: str, state_path: Path | None) -> Flask:
    """The platform at `issuer`, for the tool at `tool_url`; its state lies at `state_path`."""
    app = Flask(__name__)
    app.extensions[EXTENSION] = Practice(issuer, tool_url, state_path)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for blueprint in (pages.blueprint, protocol.blueprint, services.blueprint):
        app.register_blueprint(blueprint)
    app.register_error_handler(Refusal, _refused)
    app.after_request(_add_headers)
    return app


def _refused(refusal: Refusal) -> ResponseReturnValue:
    """What the platform refuses a person."""
    return render_template("refused.html", reason=refusal.reason), refusal.status


def _add_headers(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
