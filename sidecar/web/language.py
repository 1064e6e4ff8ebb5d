"""Which language a page speaks."""

from flask import g, request

from sidecar import i18n


def locale() -> str:
    """The language of the launch; before one, what the browser asks for."""
    if "viewer" in g:
        return str(g.viewer.locale)
    wanted = (i18n.supported(wish) for wish in request.accept_languages.values())
    return next((found for found in wanted if found), i18n.DEFAULT)
