"""The entry form: its tiles, its choices, and the values it begins with."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from flask_babel import gettext

from sidecar import clock
from sidecar.diary import queries
from sidecar.diary.models import AbsenceReason, DiaryEntry, EntryKind, Independence, Mood
from sidecar.environments.models import TaskCard
from sidecar.environments.queries import cards_of
from sidecar.evidence.queries import FULL, HALF, OFF, Lamp
from sidecar.placements.models import WorkPeriod

Choice = tuple[str, str, str]
"""Value, words, picture."""
_TOLD = ("client_key", "revision", "text", "independence", "wants_help", "absence_reason")
_MORE = ("mood", "learnt")


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
        kinds=kinds(),
        reasons=reasons(),
        ways=ways(),
        moods=moods(),
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


def kinds() -> list[Choice]:
    """What a day can be."""
    return [
        (EntryKind.WORK, gettext("Other work"), "tool"),
        (EntryKind.THEORY, gettext("Theory"), "book"),
        (EntryKind.CARD_TRAINING, gettext("Card training"), "card"),
        (EntryKind.RULES, gettext("Rules at work"), "rules"),
        (EntryKind.SCHOOL, gettext("School day"), "school"),
        (EntryKind.ABSENCE, gettext("I was away"), "away"),
    ]


def reasons() -> list[tuple[str, str]]:
    """Why somebody was away; nothing more is asked."""
    return [
        (AbsenceReason.ILL, gettext("I was ill")),
        (AbsenceReason.APPOINTMENT, gettext("I had an appointment")),
        (AbsenceReason.FAMILY, gettext("Family")),
        (AbsenceReason.OTHER, gettext("Another reason")),
    ]


def ways() -> list[Choice]:
    """How the learner did it, with the lamp that it lights."""
    return [
        (Independence.ALONE, gettext("alone"), FULL),
        (Independence.WITH_HELP, gettext("with help"), HALF),
        (Independence.WATCHED, gettext("watched"), OFF),
    ]


def moods() -> list[Choice]:
    """Three faces."""
    return [
        (Mood.GOOD, gettext("well"), "good"),
        (Mood.SO_SO, gettext("so-so"), "so_so"),
        (Mood.HARD, gettext("it was hard"), "hard"),
    ]


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
        "hours": entry.hours if entry.hours is None else entry.hours.normalize(),
        "kind": shown_kind(entry),
        "papers": entry.in_papers_at is not None,
    }


def shown_kind(entry: DiaryEntry) -> str:
    """A card says already that it was work: then the tile "other work" stays as it is."""
    return "" if entry.kind == EntryKind.WORK and entry.cards else entry.kind
