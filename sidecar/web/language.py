"""Which language a page speaks, and a short way from a template to its sentences."""

from flask import Flask, g, request

from sidecar import i18n


def register(app: Flask) -> None:
    """Let templates ask our catalogue directly: Flask-Babel looks its context up at each word."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: i18n.translations(locale()).gettext(text),
        lambda one, many, n: i18n.translations(locale()).ngettext(one, many, n),
        newstyle=True,
    )


def locale() -> str:
    """The language of the launch; before one, what the browser asks for."""
    if "viewer" in g:
        return str(g.viewer.locale)
    wanted = (i18n.supported(wish) for wish in request.accept_languages.values())
    return next((found for found in wanted if found), i18n.DEFAULT)
