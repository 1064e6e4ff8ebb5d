"""Structured logs: a constant event name, then facts. Ids only, never a person's data."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_SESSION_PATH = re.compile(r"/([swa])/[^/?\s\"']+")
_SECRET_PARAMETER = re.compile(
    r"([?&;](?:invite|registration_token|login_hint|lti_message_hint|state|id_token)=)[^&\s\"']+"
)
_SECRET_KEYS = frozenset({"id_token", "state", "token", "password", "ticket", "authorization"})


def _mask(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key in _SECRET_KEYS:
            event[key] = "…"
        elif isinstance(value, str):
            event[key] = mask_path(value)
    return event


def mask_path(text: str) -> str:
    """The text without what opens something: `/s/abc/diary` → `/s/…/diary`, `?invite=…`.

    Page sessions, one-time windows (`/w/`), guest assessors (`/a/`), invitations, LTI's hints.
    """
    return _SECRET_PARAMETER.sub(r"\1…", _SESSION_PATH.sub(r"/\1/…", text))


class MaskFilter(logging.Filter):
    """Hides session ids in the lines of libraries that log addresses by themselves."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = mask_path(record.getMessage())
        record.args = ()
        return True


def configure(*, json: bool) -> None:
    """Set logging up once, at the start of a process."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _mask,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    for name in ("werkzeug", "gunicorn.access", "gunicorn.error", "urllib3", "huey"):
        logging.getLogger(name).addFilter(MaskFilter())


def get(name: str) -> Any:
    """A logger whose lines carry the module's name."""
    # Not .bind(): that would fix the configuration of the moment of import.
    return structlog.get_logger(module=name)


def quieten() -> None:
    """Only warnings and worse: for the demo's console."""
    calm = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(**{**structlog.get_config(), "wrapper_class": calm})
