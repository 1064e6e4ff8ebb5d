"""`/gallery`: every component in every state on one page, for whoever changes the look.

Exists only where `VALO_DEV` is on. Its own words are English; the components speak the browser's
language, so that long Swedish and Finnish words are seen in place.
"""

from typing import Any

from flask import Blueprint, render_template

from sidecar.identity.permissions import public

blueprint = Blueprint("gallery", __name__)

LAMPS = [
    ("off", "measures timber"),
    ("half", "fixes boards"),
    ("full", "keeps the place tidy"),
]
OPTIONS = [("alone", "alone"), ("with_help", "with help"), ("watched", "watched")]
CHECKS = [("1", "measures timber", None), ("2", "fixes boards", "waits for the coach")]
CHANGES: list[dict[str, Any]] = [
    {"label": "Unit", "before": "999001", "after": "999001", "kind": "same"},
    {"label": "Demonstration", "before": None, "after": "1.12.–2.12.", "kind": "added"},
    {"label": "Workplace", "before": "Esimerkki Oy", "after": "Rakennus Oy", "kind": "changed"},
]
ERRORS = {"name": ["Write a name."], "day": ["This day has not come yet."]}


@blueprint.get("/gallery")
@public("shows parts of pages, nothing of anybody; hung up only where VALO_DEV is on")
def gallery() -> str:
    """All components in all states."""
    return render_template(
        "gallery/gallery.html",
        lamps=LAMPS,
        options=OPTIONS,
        checks=CHECKS,
        changes=CHANGES,
        errors=ERRORS,
    )
