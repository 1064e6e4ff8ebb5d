"""The few links above each page, chosen by what the viewer may do, and the way back to Moodle."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from sidecar.errors import N_
from sidecar.identity.permissions import Permission
from sidecar.web.language import locale, say

_P = Permission
_ITEMS = (
    (_P.WRITE_DIARY, "diary.mine", N_("My diary")),
    (_P.REVIEW_DIARIES, "desk.queue", N_("Diaries")),
    (_P.MANAGE_PERIODS, "placements.periods", N_("Work periods")),
    (_P.MANAGE_PERIODS, "sites.listing", N_("Sites")),
    (_P.SEE_PAPERS, "demonstrations.papers", N_("Demonstrations")),
    (_P.SEE_PROPOSALS, "proposals.listing", N_("To the HOKS")),
    (_P.MANAGE_PEOPLE, "people.people", N_("People")),
    (_P.SEE_DELIVERIES, "outbox.deliveries", N_("Deliveries")),
    (_P.MANAGE_PLATFORMS, "platforms.listing", N_("Platforms")),
    (_P.SEE_AUDIT, "audit.log", N_("Log")),
)


@dataclass(frozen=True)
class Item:
    """One link of the navigation."""

    label: str
    url: str
    current: bool


def register(app: Flask) -> None:
    """Give templates `navigation()`, `return_url()`, `viewer` and `locale`."""
    app.jinja_env.globals.update(navigation=items, return_url=return_url)
    app.context_processor(_context)


def items() -> list[Item]:
    """The links for this viewer."""
    here = (request.blueprint or "").split(".")[0]
    return [
        Item(say(label), url_for(endpoint), endpoint.split(".")[0] == here)
        for permission, endpoint, label in _ITEMS
        if g.viewer.may(permission)
    ]


def home() -> str:
    """The page on which this viewer starts."""
    mine = (endpoint for permission, endpoint, _label in _ITEMS if g.viewer.may(permission))
    return url_for(next(mine, "launches.guest"))


def return_url() -> str | None:
    """Where Moodle wants people back, if it said so: an http(s) address of the launch."""
    page = g.get("page_session")
    url = str(page.launch.get("return_url") or "") if page else ""
    return url if url.startswith(("https://", "http://")) else None


def _context() -> dict[str, Any]:
    return {"viewer": g.get("viewer"), "locale": locale}
