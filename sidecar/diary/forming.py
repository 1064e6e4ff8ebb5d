"""The entry form: its tiles, its choices, and the values it begins with."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from flask_babel import format_decimal

from sidecar import clock
from sidecar.diary import queries
from sidecar.diary.models import AbsenceReason, DiaryEntry, EntryKind, Independence, Mood
from sidecar.environments.models import TaskCard
from sidecar.environments.queries import cards_of
from sidecar.errors import N_
from sidecar.evidence.queries import FULL, HALF, OFF, Lamp
from sidecar.placements.models import WorkPeriod

Choice = tuple[str, str, str]
"""Value, words, picture."""
_TOLD = ("client_key", "revision", "text", "independence", "wants_help", "absence_reason")
_MORE = ("mood", "learnt")


# Values, words and pictures; the words are said in the page's language (`sentence`) as it is drawn.
KINDS: tuple[Choice, ...] = (
    (EntryKind.WORK, N_("Other work"), "tool"),
    (EntryKind.THEORY, N_("Theory"), "book"),
    (EntryKind.CARD_TRAINING, N_("Card training"), "card"),
    (EntryKind.RULES, N_("Rules at work"), "rules"),
    (EntryKind.SCHOOL, N_("School day"), "school"),
    (EntryKind.ABSENCE, N_("I was away"), "away"),
)
REASONS = (
    (AbsenceReason.ILL, N_("I was ill")),
    (AbsenceReason.APPOINTMENT, N_("I had an appointment")),
    (AbsenceReason.FAMILY, N_("Family")),
    (AbsenceReason.OTHER, N_("Another reason")),
)
WAYS: tuple[Choice, ...] = (
    (Independence.ALONE, N_("alone"), FULL),
    (Independence.WITH_HELP, N_("with help"), HALF),
    (Independence.WATCHED, N_("watched"), OFF),
)
MOODS: tuple[Choice, ...] = (
    (Mood.GOOD, N_("well"), "good"),
    (Mood.SO_SO, N_("so-so"), "so_so"),
    (Mood.HARD, N_("it was hard"), "hard"),
)


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A task card of the form, and the requirements that it ticks."""

    card: TaskCard
    chosen: bool
    brings: str
    """Ids of requirements, as the page's script reads them."""


def form_page(
    period: WorkPeriod,
    values: dict[str, Any],
    *,
    chosen: set[int],
    cards: set[int],
    entry: DiaryEntry | None = None,
    errors: dict[str, list[str]] | None = None,
) -> str:
    """The page; `chosen` and `cards` are the ids that are ticked."""
    lamps = queries.lamps(period)
    return render_template(
        "diary/form.html",
        period=period,
        values=values,
        chosen=chosen,
        entry=entry,
        errors=errors or {},
        lamps=lamps,
        tiles=_tiles(period, lamps, cards),
        kept=queries.kept_versions(entry.id) if entry else [],
        kinds=KINDS,
        reasons=REASONS,
        ways=WAYS,
        moods=MOODS,
    )


def _tiles(period: WorkPeriod, lamps: Sequence[Lamp], chosen: set[int]) -> list[Tile]:
    """The site's cards, those of the last day first."""
    ids = {lamp.requirement.requirement_key: lamp.requirement.id for lamp in lamps}
    recent = queries.cards_of_last_day(g.viewer.person.id, clock.today())
    cards = sorted(cards_of(period.environment_id, also=chosen), key=lambda c: c.id not in recent)
    return [
        Tile(card=card, chosen=card.id in chosen, brings=_brings(card.requirement_keys, ids))
        for card in cards
    ]


def _brings(keys: Iterable[str], ids: dict[str, int]) -> str:
    return " ".join(str(ids[key]) for key in keys if key in ids)


def empty_values() -> dict[str, Any]:
    """A new form of today; its key makes sending it twice harmless."""
    return {"day": clock.today().isoformat(), "client_key": secrets.token_hex(12), "revision": 0}


def copied_values(entry: DiaryEntry) -> dict[str, Any]:
    """A new form of today that begins with what another day was."""
    kind = {"kind": shown_kind(entry)} if entry.kind != EntryKind.ABSENCE else {}
    return {**empty_values(), **kind}


def values_of(entry: DiaryEntry) -> dict[str, Any]:
    """What the form shows of a kept entry."""
    return {
        **{name: getattr(entry, name) for name in (*_TOLD, *_MORE)},
        "day": entry.day.isoformat(),
        "hours": entry.hours if entry.hours is None else format_decimal(entry.hours.normalize()),
        "kind": shown_kind(entry),
        "papers": entry.in_papers_at is not None,
    }


def shown_kind(entry: DiaryEntry) -> str:
    """A card says already that it was work: then the tile "other work" stays as it is."""
    return "" if entry.kind == EntryKind.WORK and entry.cards else entry.kind
