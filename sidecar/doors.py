"""The one list of what hangs where: pages under their addresses, handlers under their topics."""

from flask import Blueprint, Flask

from sidecar.settings import Settings
from sidecar.web import health

SESSION = "/s/<sid>"


def register_pages(app: Flask, settings: Settings) -> None:
    """Hang every blueprint of the application."""
    public: list[Blueprint] = [health.blueprint]
    in_session: list[Blueprint] = []
    for blueprint in public:
        app.register_blueprint(blueprint)
    for blueprint in in_session:
        app.register_blueprint(blueprint, url_prefix=SESSION + (blueprint.url_prefix or ""))


def register_handlers(settings: Settings) -> None:
    """Tell the outbox who delivers which topic."""
