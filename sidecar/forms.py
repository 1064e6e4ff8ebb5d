"""Form input: marshmallow schemas with plain sentences, and `read`, which all views use.

A field is made by one of the small functions here, so that the same mistake gets the same sentence
everywhere. Left empty means "" or None, and is a mistake only where `required`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from sidecar.errors import BadInput

FILL_IN = _l("Please fill this in.")
NOT_A_DAY = _l("This is not a day. Write it like this: 23.11.2026.")
NOT_A_NUMBER = _l("This is not a number.")
CHOOSE = _l("Choose one of these.")
_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
E = TypeVar("E", bound=StrEnum)


class FormSchema(Schema):
    """Base of all form schemas: what is not asked for is left aside."""

    class Meta(Schema.Meta):
        """marshmallow's options."""

        unknown = EXCLUDE


class _Parsed(fields.Field[Any]):
    """A field that turns one cleaned text into a value, or `empty` when nothing is there."""

    def __init__(self, parse: Callable[[str], Any], *, empty: Any, required: bool) -> None:
        super().__init__(load_default=empty)
        self.parse, self.empty, self.needed = parse, empty, required

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """The parsed value; ValidationError with one plain sentence."""
        text = clean(value if isinstance(value, str) else "")
        if text:
            return self.parse(text)
        if self.needed:
            raise ValidationError(str(FILL_IN))
        return self.empty


class _Line(_Parsed):
    """A line that somebody types, and would have to type again."""


class _Area(_Line):
    """Several lines that somebody types."""


def clean(value: str) -> str:
    """Without control characters (PDF and JSON readers choke); one kind of line end."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or " " <= c < "\x7f" or c > "\x9f").strip()


def line(*, required: bool = False, max_length: int = 200) -> fields.Field[Any]:
    """One line of text; white space inside becomes single spaces."""

    def parse(text: str) -> str:
        return _not_longer(" ".join(text.split()), max_length)

    return _Line(parse, empty="", required=required)


def code(*, required: bool = False, max_length: int = 64) -> fields.Field[Any]:
    """A word of the page's own: a hidden key, a choice. Nobody types it."""
    return _Parsed(lambda text: _not_longer(text, max_length), empty="", required=required)


def area(*, required: bool = False, max_length: int = 10_000) -> fields.Field[Any]:
    """Text of several lines."""
    return _Area(lambda text: _not_longer(text, max_length), empty="", required=required)


def _not_longer(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise ValidationError(gettext("This is too long. Use at most %(n)s letters.", n=max_length))
    return text


def day(*, required: bool = False) -> fields.Field[Any]:
    """A calendar day, as the browser's date field or as a Finn writes it."""
    return _Parsed(_parse_day, empty=None, required=required)


def _parse_day(text: str) -> date:
    for form in _DAY_FORMS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 1900 < found.year < 2200:  # noqa: PLR2004 - a slip of the finger otherwise
            return found
    raise ValidationError(str(NOT_A_DAY))


def number(
    *, required: bool = False, least: int = 0, most: int, places: int = 2
) -> fields.Field[Any]:
    """A decimal number, with comma or point."""

    def parse(text: str) -> Decimal:
        try:
            found = Decimal(text.replace(",", ".").replace(" ", ""))
        except InvalidOperation as error:
            raise ValidationError(str(NOT_A_NUMBER)) from error
        if not found.is_finite() or not least <= found <= most:
            raise ValidationError(
                gettext("Write a number from %(least)s to %(most)s.", least=least, most=most)
            )
        return round(found, places)

    return _Parsed(parse, empty=None, required=required)


def whole(*, required: bool = False, least: int = 0, most: int = 10**12) -> fields.Field[Any]:
    """A whole number, such as an id or a revision."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:20]) <= most:
            raise ValidationError(str(NOT_A_NUMBER))
        return int(text)

    return _Parsed(parse, empty=None, required=required)


def choice(options: type[E], *, required: bool = False) -> fields.Field[Any]:
    """One of an enumeration's values."""

    def parse(text: str) -> E:
        try:
            return options(text)
        except ValueError as error:
            raise ValidationError(str(CHOOSE)) from error

    return _Parsed(parse, empty=None, required=required)


def flag() -> fields.Field[Any]:
    """A checkbox."""
    return _Parsed(lambda _text: True, empty=False, required=False)


class _Many(fields.Field[Any]):
    """All values of a name that may come several times, each parsed by `inner`."""

    def __init__(self, inner: fields.Field[Any], *, most: int) -> None:
        super().__init__(load_default=list)
        self.inner, self.most = inner, most

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """The list without its empty values."""
        given = value if isinstance(value, list) else []
        parsed = [self.inner.deserialize(item) for item in given[: self.most]]
        return [item for item in parsed if item not in (None, "")]


def many(inner: fields.Field[Any], *, most: int = 200) -> fields.Field[Any]:
    """Several values under one name: checkboxes, repeated lines."""
    return _Many(inner, most=most)


def typed(form: MultiDict[str, str]) -> list[str]:
    """What somebody wrote into a form, whichever it was: each text, then the single lines as one.

    Several words count as written; a single one where a form has a field of that name for typing.
    """
    given = [(name, text.strip()) for name, text in form.items(multi=True)]
    kinds = _typed_fields()
    texts = [text for name, text in given if text and kinds.get(name) is _Area]
    lines = [
        text
        for name, text in given
        if text and kinds.get(name) is not _Area and (name in kinds or " " in text)
    ]
    return texts + (["\n".join(lines)] if lines else [])


@cache
def _typed_fields() -> dict[str, type[_Line]]:
    """The kind of each field for typing, by name, in all forms of the house."""
    made = [pair for schema in FormSchema.__subclasses__() for pair in schema().fields.items()]
    lines = {name: _Line for name, field in made if isinstance(field, _Line)}
    return lines | {name: _Area for name, field in made if isinstance(field, _Area)}


@cache
def _made(schema: type[FormSchema]) -> FormSchema:
    """Made once: a schema copies all its fields, and keeps nothing of what it reads."""
    return schema()


def read(schema: type[FormSchema], form: MultiDict[str, str] | Mapping[str, str]) -> dict[str, Any]:
    """The form's values. Raises BadInput with the sentences of each field."""
    made = _made(schema)
    data: dict[str, Any] = {}
    for name, field in made.fields.items():
        is_list = isinstance(field, _Many)
        if is_list:
            data[name] = form.getlist(name) if isinstance(form, MultiDict) else form.get(name)
        else:
            data[name] = form.get(name) or ""
    try:
        loaded: dict[str, Any] = made.load(data)
    except ValidationError as error:
        raise BadInput(fields=_sentences(error.messages)) from error
    return loaded


def _sentences(messages: Any) -> dict[str, list[str]]:
    return {
        name: [str(s) for s in found] if isinstance(found, list) else [str(found)]
        for name, found in messages.items()
    }
