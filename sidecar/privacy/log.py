"""The log, for administrators."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import forms
from sidecar.audit.models import AuditEvent
from sidecar.audit.queries import Wish, events_of
from sidecar.audit.schemas import LogForm
from sidecar.audit.words import GROUPS, tell
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 50


@blueprint.get("")
@requires(Permission.SEE_AUDIT)
def log() -> ResponseReturnValue:
    """Who did what, when: fifty lines a page, all or those that are wished for."""
    try:
        wished = forms.read(LogForm, request.args)
        before = wished.pop("before")
        _check(wished)
    except BadInput as error:
        return _page([], request.args, error.fields), error.status
    events = events_of(g.viewer.provider_id, Wish(**wished), before=before, limit=PAGE + 1)
    older = events[PAGE - 1].id if len(events) > PAGE else None
    return _page(events[:PAGE], request.args, older=older)


def _check(wished: dict[str, Any]) -> None:
    first, last = wished["first_day"], wished["last_day"]
    if first and last and last < first:
        raise BadInput(fields={"last_day": [gettext("The last day comes before the first.")]})


def _page(
    events: Any,
    wished: Any,
    errors: dict[str, list[str]] | None = None,
    *,
    older: int | None = None,
) -> str:
    return render_template(
        "audit/log.html",
        rows=[(event, _told(event)) for event in events],
        groups=[(name, words) for name, (words, _starts) in GROUPS.items()],
        wished=wished,
        kept={name: value for name, value in wished.items() if value and name != "before"},
        errors=errors or {},
        older=older,
    )


def _told(event: AuditEvent) -> Any:
    return tell(event.type, event.actor, event.target, event.details)
