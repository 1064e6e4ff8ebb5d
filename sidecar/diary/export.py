"""A learner's own diary in one file: all that was written, photos and voice notes."""

import json
import zipfile
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from sidecar import clock, storage
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage, EntryVersion, WeeklyGoal
from sidecar.qualifications.models import Requirement

_IN_MEMORY = 4 * 1024 * 1024
_STATED = ("kind", "state", "text", "learnt", "independence", "mood", "absence_reason")


def bundle(
    entries: Iterable[DiaryEntry],
    shown: dict[int, list[Requirement]],
    versions: dict[int, list[EntryVersion]],
    goals: Iterable[WeeklyGoal],
    talks: Iterable[dict[str, Any]] = (),
) -> IO[bytes]:
    """A zip of entries.json, photos and voice notes, named by their days; read from its start.

    `talks`: mid-period talks as plain values; they belong to a floor above this one.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        told = [
            _told(entry, shown.get(entry.id, []), versions.get(entry.id, []), _put(archive, entry))
            for entry in entries
        ]
        wanted = [
            {"week": g.monday.isoformat(), "goal": g.text, "reached": g.reached} for g in goals
        ]
        content = {"written": clock.now().isoformat(), "entries": told, "goals": wanted}
        content["talks"] = list(talks)
        archive.writestr("entries.json", json.dumps(content, ensure_ascii=False, indent=1))
    file.seek(0)
    return file


def _put(archive: zipfile.ZipFile, entry: DiaryEntry) -> list[str]:
    """Write an entry's files; gives their names. A file that is lost here is left out."""
    names = []
    for number, one in enumerate(entry.attachments, start=1):
        content = _content(one)
        if content is not None:
            folder = "sounds" if one.is_sound else "photos"
            ending = one.blob.rpartition(".")[2]
            names.append(f"{folder}/{entry.day.isoformat()}-{entry.id}-{number}.{ending}")
            archive.writestr(names[-1], content, compress_type=zipfile.ZIP_STORED)
    _put_voices(archive, entry)
    return names


def _put_voices(archive: zipfile.ZipFile, entry: DiaryEntry) -> None:
    for message in entry.messages:
        content = _content(message) if message.blob else None
        if content is not None:
            archive.writestr(_voice(message)["voice"], content, compress_type=zipfile.ZIP_STORED)


def _voice(message: EntryMessage) -> dict[str, str]:
    ending = message.blob.rpartition(".")[2]
    return {"voice": f"answers/{message.entry_id}-{message.id}.{ending}"} if message.blob else {}


def _content(one: Attachment | EntryMessage) -> bytes | None:
    try:
        return storage.storage().get(one.blob)
    except FileNotFoundError:
        return None


def _told(
    entry: DiaryEntry, shown: list[Requirement], versions: list[EntryVersion], files: list[str]
) -> dict[str, Any]:
    return {
        "day": entry.day.isoformat(),
        **{name: getattr(entry, name) for name in _STATED},
        "hours": str(entry.hours) if entry.hours is not None else None,
        "wants_help": entry.wants_help,
        "written": entry.created_at.isoformat(),
        "sent": entry.submitted_at.isoformat() if entry.submitted_at else None,
        "approved": entry.approved_at.isoformat() if entry.approved_at else None,
        "tasks": [card.name for card in entry.cards],
        "skills": [one.text for one in shown],
        "messages": [
            {"from": m.author.display_name, "at": m.at.isoformat(), "text": m.text, **_voice(m)}
            for m in entry.messages
        ],
        "versions": [
            {"kept_as": v.kind, "kept_at": v.at.isoformat(), **_without_ids(v)} for v in versions
        ],
        "written_by": entry.written_by.display_name if entry.written_by else None,
        "in_papers": entry.in_papers_at is not None,
        "photos": [name for name in files if name.startswith("photos/")],
        "sounds": [name for name in files if name.startswith("sounds/")],
    }


def _without_ids(version: EntryVersion) -> dict[str, Any]:
    return {name: value for name, value in version.content.items() if name != "shown"}
