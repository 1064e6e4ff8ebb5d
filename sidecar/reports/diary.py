"""A learner's own diary as a tagged PDF with its pictures, in the language of the page."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sidecar import i18n, storage
from sidecar.clock import HELSINKI
from sidecar.diary.models import (
    Attachment,
    DiaryEntry,
    EntryKind,
    EntryMessage,
    EntryState,
    WeeklyGoal,
)
from sidecar.qualifications.models import Requirement
from sidecar.reports.diary_words import DIARY_WORDS
from sidecar.reports.ink import on_one_line
from sidecar.reports.typeset import typeset

_LAYOUT = Path(__file__).with_name("diary.typ")


def diary_pdf(
    learner: str,
    entries: Sequence[DiaryEntry],
    shown: dict[int, list[Requirement]],
    goals: Iterable[WeeklyGoal],
    *,
    language: str,
    made_on: date,
) -> bytes:
    """The whole diary, the oldest day first; pictures as their thumbnails, sounds by number."""
    words = DIARY_WORDS[language]
    with tempfile.TemporaryDirectory(prefix="valo-diary-") as place:
        folder = Path(place)
        layout = folder / _LAYOUT.name
        layout.write_bytes(_LAYOUT.read_bytes())
        view = {
            "language": language,
            "words": {key: value for key, value in words.items() if key != "square"},
            "learner": on_one_line(learner),
            "made_on": {"year": made_on.year, "month": made_on.month, "day": made_on.day}
            | {"text": i18n.day(made_on, language)},
            "goals": [
                f"{i18n.day(goal.monday, language)}: {on_one_line(goal.text)}" for goal in goals
            ],
            "entries": [_entry(e, shown.get(e.id, []), folder, language) for e in entries],
        }
        return typeset(layout, view, made_on=made_on, square=words["square"])


def _entry(
    entry: DiaryEntry, skills: Iterable[Requirement], folder: Path, language: str
) -> dict[str, Any]:
    words = DIARY_WORDS[language]
    count = len(entry.sounds)
    return {
        "day": i18n.day(entry.day, language),
        "facts": _facts(entry, language),
        "written_by": _written_by(entry, language),
        "text": entry.text,
        "learnt": entry.learnt,
        "skills": [on_one_line(_in(language, one.text)) for one in skills],
        "photos": _photos(entry, folder, language),
        "sounds": f"{words['sounds']} {count}" if count else "",
        "messages": [{"from": _by(m, language), "text": m.text} for m in entry.messages],
    }


def _by(message: EntryMessage, language: str) -> str:
    day = i18n.day(message.at.astimezone(HELSINKI).date(), language)
    return f"{message.author.display_name}, {day}"


def _written_by(entry: DiaryEntry, language: str) -> str:
    """Who wrote it for the learner, and whether the learner said yes; a day away needs no yes."""
    if entry.written_by is None:
        return ""
    words = DIARY_WORDS[language]
    yes = words["unconfirmed" if entry.state == EntryState.DRAFT else "confirmed"]
    by = f"{words['written_by']} {on_one_line(entry.written_by.display_name)}."
    return by if entry.kind == EntryKind.ABSENCE else f"{by} {yes}"


def _facts(entry: DiaryEntry, language: str) -> str:
    words = DIARY_WORDS[language]
    kind = "" if entry.kind == EntryKind.WORK else words[entry.kind]
    hours = (
        f"{entry.hours.normalize():f} h".replace(".", "," if language != "en" else ".")
        if (entry.hours)
        else ""
    )
    tasks = [on_one_line(_in(language, card.name)) for card in entry.cards]
    way = words.get(entry.independence or "", "")
    return " · ".join(filter(None, [kind, *tasks, hours, way, words[entry.state]]))


def _in(language: str, names: dict[str, Any]) -> str:
    """A text of several languages in this one, else in Finnish, else in any."""
    return str(names.get(language) or names.get("fi") or next(iter(names.values()), ""))


def _photos(entry: DiaryEntry, folder: Path, language: str) -> list[dict[str, str]]:
    """The entry's pictures, put beside the layout; one that is lost is left out."""
    word, day = DIARY_WORDS[language]["photo"], i18n.day(entry.day, language)
    found = []
    for number, one in enumerate(entry.photos, start=1):
        content = _content(one)
        if content is not None:
            name = f"{one.id}.jpg"
            (folder / name).write_bytes(content)
            found.append({"file": name, "alt": f"{word} {number}, {day}"})
    return found


def _content(one: Attachment) -> bytes | None:
    try:
        return storage.storage().get(one.thumbnail)
    except FileNotFoundError:
        return None
