"""Who delivers what: a handler a topic, and the five things it may say afterwards."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """A claimed message as its handler sees it.

    `uncertain`: an earlier try may have arrived; ask the other system before sending again.
    """

    id: int
    topic: str
    ref: str
    payload: dict[str, Any]
    attempts: int
    uncertain: bool


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """The other system has it."""

    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Retry:
    """It certainly did not arrive; try again, at the earliest after `after`."""

    reason: str
    after: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Sent, but no answer: it may have arrived."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The other system said no; a person must look. `reason` is an English msgid."""

    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """Nothing was tried: a person stopped it here. It waits, however long. `reason`: a msgid."""

    reason: str


Outcome = Delivered | Retry | Unknown | Refused | Held
Handler = Callable[[MessageView], Outcome]
# What the feature changes in its own tables, inside the transaction that settles the message.
Settler = Callable[[MessageView, Outcome], None]


def _nothing(_message: MessageView, _outcome: Outcome) -> None:
    """For topics whose own tables do not change."""


_handlers: dict[str, tuple[Handler, Settler]] = {}


def register(topic: str, handler: Handler, settler: Settler = _nothing) -> None:
    """Name the handler of a topic; it runs with no transaction open."""
    _handlers[topic] = (handler, settler)


def topics() -> dict[str, str]:
    """Each topic with the first line that its handler says of itself."""
    return {t: str(inspect.getdoc(h)).partition("\n")[0] for t, (h, _) in _handlers.items()}


def handler_of(topic: str) -> tuple[Handler, Settler]:
    """The handler and settler of a topic; KeyError when nobody registered."""
    return _handlers[topic]
