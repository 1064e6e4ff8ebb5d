"""How an entry read when it was last sent: what its coach sees of one that came back."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryVersion
from sidecar.environments.models import TaskCard


def contents(entry_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The newest sent version of these entries, by entry, as `content_of` made it."""
    if not entry_ids:
        return {}
    query = select(EntryVersion.entry_id, EntryVersion.content).where(
        EntryVersion.entry_id.in_(entry_ids), EntryVersion.kind == "submitted"
    )
    rows = db.session().execute(query.order_by(EntryVersion.id))
    return {row.entry_id: row.content for row in rows}


def content_of(entry: DiaryEntry) -> dict[str, Any]:
    """What a version keeps: the words, and under `shown` the ids of what hung on the entry."""
    return {
        "day": entry.day.isoformat(),
        "text": entry.text,
        "hours": str(entry.hours) if entry.hours is not None else None,
        "independence": entry.independence,
        "kind": entry.kind,
        "learnt": entry.learnt,
        "cards": [card.name for card in entry.cards],
        "shown": {
            "cards": [card.id for card in entry.cards],
            "files": [one.id for one in entry.attachments],
        },
    }


def show(entry: DiaryEntry) -> None:
    """Let an entry read as it was sent. Shown, never written: the row keeps the newer words."""
    content = contents([entry.id]).get(entry.id)
    if content is None:
        return
    shown = content["shown"]
    values = {
        **{name: content[name] for name in ("text", "learnt", "independence", "kind")},
        "day": date.fromisoformat(content["day"]),
        "hours": Decimal(content["hours"]) if content["hours"] else None,
        "cards": _cards(shown["cards"]),
        "attachments": [one for one in entry.attachments if one.id in shown["files"]],
    }
    for name, value in values.items():
        set_committed_value(entry, name, value)


def _cards(ids: Collection[int]) -> list[TaskCard]:
    query = select(TaskCard).where(TaskCard.id.in_(ids))
    return list(db.session().scalars(query.order_by(TaskCard.position, TaskCard.id)))
