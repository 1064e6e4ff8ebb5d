"""Which language a page speaks, and a short way from a template to its sentences.

A page holds hundreds of sentences: the language is found once a request, and a sentence is
looked up once a process. Flask-Babel would look its context up at each word.
"""

from contextvars import ContextVar
from functools import cache
from typing import Any

from flask import Flask, g, request
from markupsafe import Markup

from sidecar import i18n

_spoken: ContextVar[str | None] = ContextVar("valo_spoken", default=None)


def register(app: Flask) -> None:
    """Give templates our own `_`, `gettext` and `ngettext`; forget the language after a request."""
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_counted)
    app.jinja_env.filters["sentence"] = say_stored
    app.teardown_appcontext(_forget)


def _forget(_error: BaseException | None) -> None:
    _spoken.set(None)


def speak(language: str | None) -> None:
    """From now on in this request; None leaves it to the browser."""
    _spoken.set(language)


def locale() -> str:
    """The language of the launch; before one, what the browser asks for."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if "viewer" in g:
        spoken = str(g.viewer.locale)
        _spoken.set(spoken)
        return spoken
    wanted = (i18n.supported(wish) for wish in request.accept_languages.values())
    return next((found for found in wanted if found), i18n.DEFAULT)


def say(sentence: str, **values: Any) -> Markup:
    """A sentence in the page's language; values are escaped, the sentence is ours."""
    if values:
        return _marked(sentence, locale()) % values
    return _sentence(sentence, locale())


def say_stored(sentence: str) -> str:
    """The translation of a sentence that a row holds; no markup, so the page escapes it."""
    return i18n.translations(locale()).gettext(sentence)


def say_counted(one: str, many: str, number: int, **values: Any) -> Markup:
    """A sentence that depends on a number, which it may name as `%(num)s`."""
    found = i18n.translations(locale()).ngettext(one, many, number)
    return Markup(found) % {"num": number, **values}  # noqa: S704 - our own sentence


@cache
def _sentence(sentence: str, language: str) -> Markup:
    return _marked(sentence, language) % {}


@cache
def _marked(sentence: str, language: str) -> Markup:
    return Markup(i18n.translations(language).gettext(sentence))  # noqa: S704 - our own sentence
