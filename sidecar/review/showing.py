"""The desk's page: the list at the side, the open entry, and what the coach needs beside it."""

from collections.abc import Sequence
from typing import Any

from flask import g, render_template, request
from flask_babel import gettext

from sidecar import clock, forms
from sidecar.diary.forming import KINDS
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.errors import BadInput
from sidecar.evidence.actions import chosen
from sidecar.placements.permits import expiring
from sidecar.qualifications.models import Requirement
from sidecar.qualifications.queries import requirements_of
from sidecar.review import days, phrases, queries, reasons, searching, undoing
from sidecar.review.schemas import SearchForm
from sidecar.review.searching import Search

Listed = tuple[Sequence[DiaryEntry], bool]
_STATES = (
    searching.HELP,
    searching.REPLIED,
    searching.ANSWERED,
    searching.RETURNED,
    searching.APPROVED,
)


def read_search() -> Search:
    """What the address asks for; what makes no sense is left out."""
    try:
        values = forms.read(SearchForm, request.args)
    except BadInput:
        return Search()
    values["state"] = values["state"] or searching.WAITING
    return Search(**{**values, "page": values["page"] or 1})


def desk_page(
    search: Search,
    found: DiaryEntry | None,
    *,
    listed: Listed | None = None,
    errors: dict[str, list[str]] | None = None,
) -> str:
    """The page; `found` is the entry that is open, `listed` the list if it is known already."""
    me, today = g.viewer.person.id, clock.today()
    entries, more = listed or queries.found(me, search)
    waiting = queries.waiting(me)
    return render_template(
        "desk/desk.html",
        search=search,
        listed=entries,
        more=more,
        waiting=waiting,
        replied=queries.replied_count(me),
        now=clock.now(),
        waited=days.waited,
        states=states(),
        kinds=[(value, gettext(words)) for value, words, _picture in KINDS],
        tasks=queries.tasks_of(me, today),
        plain=min(len(queries.plain_ids(me, count=waiting.count)), queries.PAGE),
        silent=[] if search.narrows else days.silent(me, today),
        expiring=[] if search.narrows else expiring(me, today),
        today=today,
        entry=found,
        undo=_undo(),
        undo_all=undoing.all_of_address(),
        errors=errors or {},
        **(_beside(found) if found else {}),
    )


def states() -> list[tuple[str, str]]:
    """Which entries may be looked for."""
    words = (
        gettext("wants help"),
        gettext("has answered you"),
        gettext("answered, not approved"),
        gettext("more was asked for"),
        gettext("approved"),
    )
    rest = list(zip(_STATES, words, strict=True))
    every = (searching.EVERY, gettext("all"))
    return [(searching.WAITING, gettext("waiting")), *rest, every]


def _undo() -> dict[str, Any] | None:
    token = request.args.get("undo", "")
    done = undoing.read(token) if token else None
    return {"token": token, "entry_id": done.entry_id} if done else None


def _beside(found: DiaryEntry) -> dict[str, Any]:
    """What the open entry needs: requirements, ready phrases and reasons."""
    language = found.learner.locale
    is_open = found.state == EntryState.SUBMITTED
    return {
        **_skills(found),
        "typed": request.form.get("text", ""),
        "phrases": phrases.in_each(g.viewer.provider_id),
        "reasons": reasons.labels() if is_open else [],
        "language": language or phrases.LANGUAGES[0],
        "speak": request.form.get("speak") or language or phrases.LANGUAGES[0],
    }


def _skills(found: DiaryEntry) -> dict[str, list[Requirement]]:
    """Requirements: chosen ones, those that the task cards suggest, the rest of the unit."""
    ticked = set(chosen(found.id))
    if request.form.get("ticked"):
        ticked = {int(v) for v in request.form.getlist("requirements") if v.isdecimal()}
    by_card = {key for card in found.cards for key in card.requirement_keys}
    every = requirements_of(found.period.unit_id)
    left = [r for r in every if r.id not in ticked]
    return {
        "chosen": [r for r in every if r.id in ticked],
        "suggested": [r for r in left if r.requirement_key in by_card],
        "others": [r for r in left if r.requirement_key not in by_card],
    }
