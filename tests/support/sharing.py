"""What the tests of one process share: compiled code, which is the same for every test.

Each test has an application and a database of its own. Werkzeug compiles addresses anew for each
application, Jinja templates for each environment and SQLAlchemy statements for each engine; that
took longer than most tests themselves. What is compiled knows no test and no row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_compile_builder = Rule._compile_builder
_builders: dict[tuple[Any, ...], Builder] = {}
_statements: LRUCache[Any, Any] = LRUCache(4000)


class Templates(BytecodeCache):
    """Templates compiled once for all applications that are given this cache."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


@contextmanager
def compiled() -> Iterator[None]:
    """Addresses and statements are compiled once, until the end of the block."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Rule, "_compile_builder", _builder)
        # A statement is found by its dialect too, and each engine has one: those of a kind compile
        # alike.
        monkeypatch.setattr(DefaultDialect, "__eq__", lambda one, two: type(one) is type(two))
        monkeypatch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        event.listen(Engine, "engine_connect", _share_statements)
        yield
        event.remove(Engine, "engine_connect", _share_statements)


def _builder(rule: Rule, append_unknown: bool = True) -> Builder:  # noqa: FBT002 - Werkzeug's
    """By the rule's parts and its defaults, which are all that the code is made from."""
    defaults = tuple((name, repr(value)) for name, value in (rule.defaults or {}).items())
    made_from = (rule.rule, tuple(rule._trace), defaults, append_unknown)
    if made_from not in _builders:
        _builders[made_from] = _compile_builder(rule, append_unknown)
    return _builders[made_from]


def _share_statements(connection: Connection) -> None:
    connection.engine._compiled_cache = _statements
