"""flask-smorest with our errors and with types: the one module that imports it.

It has no type information, so `pyproject.toml` loosens two rules of mypy for this file; every
other file sees only what is annotated here.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, NoReturn, TypeVar

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_smorest import Api, Blueprint
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from sidecar.api.schemas import ErrorOut
from sidecar.errors import BadInput
from sidecar.identity.permissions import public

View = TypeVar("View", bound=Callable[..., Any])


class _Parser(FlaskParser):
    """Mistakes become our own refusal, so that every error of the API looks the same."""

    def handle_error(self, error: ValidationError, *_args: Any, **_how: Any) -> NoReturn:
        """BadInput with the sentences of each field."""
        raise BadInput(fields=_sentences(error.messages)) from error


def _sentences(messages: Any) -> dict[str, list[str]]:
    """Marshmallow files them under the place (json, query); the caller knows the field."""
    by_field = next(iter(messages.values())) if isinstance(messages, dict) else {}
    rows = by_field.items() if isinstance(by_field, dict) else []
    return {str(name): [str(s) for s in found] for name, found in rows}


class ApiBlueprint(Blueprint):
    """flask-smorest's blueprint; its decorators keep the type of the view."""

    ARGUMENTS_PARSER = _Parser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Hang a view at an address."""
        found: Callable[[View], View] = super().route(rule, **options)
        return found

    def arguments(
        self, schema: type[Schema], *, location: str = "json", **options: Any
    ) -> Callable[[View], View]:
        """Parse what is sent; the view gets the values as its first argument."""
        found: Callable[[View], View] = super().arguments(schema, location=location, **options)
        return found

    def response(
        self, status: int, schema: type[Schema] | None = None, **options: Any
    ) -> Callable[[View], View]:
        """What the view answers with."""
        found: Callable[[View], View] = super().response(status, schema, **options)
        return found

    def alt_response(
        self, status: int, schema: type[Schema] | None = None, **options: Any
    ) -> Callable[[View], View]:
        """What else may be answered."""
        found: Callable[[View], View] = super().alt_response(status, schema=schema, **options)
        return found

    def doc(self, **facts: Any) -> Callable[[View], View]:
        """More for the OpenAPI document."""
        found: Callable[[View], View] = super().doc(**facts)
        return found


class _Api(Api):
    """flask-smorest with our errors, and with a reason for its own route.

    The document is made when somebody first asks for it: few processes ever are asked, and making
    it takes longer than hanging up all the addresses it describes.
    """

    ERROR_SCHEMA = ErrorOut
    DEFAULT_ERROR_RESPONSE_NAME = "Refusal"

    def __init__(self, app: Flask) -> None:
        self._hung: list[ApiBlueprint] = []
        self._describing = Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: ApiBlueprint) -> None:
        """Hang a blueprint; `_describe` tells of it."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._hung.append(blueprint)

    def _init_spec(self) -> None:
        """Leave it to `_describe`."""

    def _register_error_handlers(self) -> None:
        """Leave them to sidecar/web/errors.py."""

    @public("describes the API, holds nothing of anybody")
    def _openapi_json(self) -> ResponseReturnValue:
        with self._describing:
            if self.spec is None:
                self._describe()
        made: ResponseReturnValue = super()._openapi_json()
        return made

    def _describe(self) -> None:
        super()._init_spec()
        said = {"description": "Any refusal: a code, a sentence, a reference", "schema": ErrorOut}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, said)
        for name, form in (("platform", "JWT"), ("key", "valo_…")):
            how = {"type": "http", "scheme": "bearer", "bearerFormat": form}
            self.spec.components.security_scheme(name, how)
        for one in self._hung:
            one.register_views_in_doc(self, self._app, self.spec, name=one.name, parameters=None)
            self.spec.tag({"name": one.name, "description": one.description})


def hang(app: Flask, prefix: str, *blueprints: ApiBlueprint) -> None:
    """Hang the API and its document, `PREFIX/openapi.json`."""
    app.config.update(
        API_TITLE="valo",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=prefix,
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = _Api(app)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
