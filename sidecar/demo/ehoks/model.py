"""Checks a model is made of. A check takes a value and gives None, or what is wrong with it.

What is wrong mirrors the value (ehoks.md §1.6): a text for a leaf, a dict for an object, and for
a list a list with None where an item is sound.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Check = Callable[[Any], Any]
Rule = tuple[str, Callable[[dict[str, Any]], bool]]
"""(the rule in Finnish, whether an item keeps it)"""
MISSING = "missing-required-key"
UNKNOWN = "disallowed-key"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def trimmed(value: Any) -> Any:
    """A body with all its texts trimmed, as the service does before its checks."""
    if isinstance(value, dict):
        return {name: trimmed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [trimmed(item) for item in value]
    return value.strip() if isinstance(value, str) else value


@dataclass(frozen=True)
class Obj:
    """An object with these fields and no others; rules are tried when its fields are sound."""

    fields: Mapping[str, Check]
    required: frozenset[str]
    rules: tuple[Rule, ...]

    def __call__(self, value: Any) -> Any:
        """What is wrong with it."""
        if not isinstance(value, dict):
            return _not("map?", value)
        wrong: dict[str, Any] = {name: MISSING for name in self.required if name not in value}
        wrong |= {name: UNKNOWN for name in value if name not in self.fields}
        found = {n: self.fields[n](item) for n, item in value.items() if n in self.fields}
        wrong |= {name: error for name, error in found.items() if error is not None}
        return wrong or _first_broken(value, self.rules)


def obj(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule
) -> Obj:
    """An object's check: fields that it must have, and may have."""
    return Obj({**required, **(optional or {})}, frozenset(required), rules)


def _first_broken(value: dict[str, Any], rules: tuple[Rule, ...]) -> str | None:
    return next((_broken(text) for text, keeps in rules if not keeps(value)), None)


def _broken(rule: str) -> str:
    return f'(not ("{rule}" a-clojure.lang.PersistentArrayMap))'


@dataclass(frozen=True)
class Items:
    """A list; null passes as one without items. `banned`: the rule that allows no items here."""

    of: Check
    banned: str = ""

    def __call__(self, value: Any) -> Any:
        """What is wrong with it."""
        if value is None:
            return None
        if not isinstance(value, list):
            return _not("sequential?", value)
        errors = [_broken(self.banned) if self.banned else self.of(item) for item in value]
        return errors if any(e is not None for e in errors) else None


def items(of: Check) -> Items:
    """A list's check."""
    return Items(of)


def fields_of(check: Check, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of all fields below a check, whichever lists they stand in."""
    if isinstance(check, Items):
        yield from fields_of(check.of, at)
    elif isinstance(check, Obj):
        for name, below in check.fields.items():
            yield (*at, name)
            yield from fields_of(below, (*at, name))


def text(pattern: str | None = None, keeps: Callable[[str], bool] | None = None) -> Check:
    """A text; `pattern` fits the whole of it, `keeps` is a further test."""
    compiled = re.compile(pattern, re.ASCII) if pattern else None

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return _not("instance? java.lang.String", value)
        if compiled is not None and compiled.fullmatch(value) is None:
            return f'(not (re-find #"^{pattern}$" a-java.lang.String))'
        if keeps is not None and not keeps(value):
            return "(not (valid? a-java.lang.String))"
        return None

    return check


def integer(value: Any) -> Any:
    """A whole number; `1.0` is one."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return None if whole and not isinstance(value, bool) else _not("integer?", value)


def amount(value: Any) -> Any:
    """A number from 0."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return None if number and value >= 0 else _not("nonneg?", value)


def boolean(value: Any) -> Any:
    """A truth value."""
    return None if isinstance(value, bool) else _not("instance? java.lang.Boolean", value)


def as_day(value: Any) -> date | None:
    """The day a text names, as YYYY-MM-DD; None when it names none."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def day(value: Any) -> Any:
    """A calendar day."""
    if not isinstance(value, str):
        return _not("instance? java.time.LocalDate", value)
    if as_day(value) is None:
        return "java.time.format.DateTimeParseException: Text could not be parsed\n\tat java.time"
    return None


def instant(value: Any) -> Any:
    """A moment with its zone."""
    sound = isinstance(value, str) and _INSTANT.fullmatch(value) is not None and _exists(value)
    return None if sound else _not("instance? java.util.Date", value)


def _exists(moment: str) -> bool:
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True


def _not(what: str, value: Any) -> str:
    return f"(not ({what} {'nil' if value is None else 'a-' + type(value).__name__}))"
