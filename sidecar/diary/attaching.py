"""Files that come with an entry: photos and voice notes, checked, stored, attached once."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from sidecar import clock, db, log
from sidecar.diary import photos, sounds
from sidecar.diary.models import Attachment, DiaryEntry
from sidecar.errors import BadInput
from sidecar.storage import loose

MOST_PHOTOS = 8
MOST_SOUNDS = 4
_logger = log.get(__name__)


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file in the storage that no entry has yet."""

    source_hash: str
    blob: str
    media_type: str
    size: int
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    seconds: int | None = None


@dataclass
class Taken:
    """What was taken of a form's files, and a sentence for each that could not be."""

    files: list[StoredFile] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    """Of all that came, also of what the entry had already."""
    problems: list[str] = field(default_factory=list)


def take(
    pictures: Iterable[FileStorage], notes: Iterable[FileStorage], entry: DiaryEntry | None
) -> Taken:
    """Check and store the files of a form; those that the entry has already are passed by."""
    taken = Taken()
    known = {one.source_hash for one in entry.attachments} if entry else set()
    room = MOST_PHOTOS - (len(entry.photos) if entry else 0)
    full = gettext("An entry has room for %(n)s photos.", n=MOST_PHOTOS)
    _take(taken, pictures, known, _Kind(photos.MOST_BYTES, _stored_photo, room, full))
    room = MOST_SOUNDS - (len(entry.sounds) if entry else 0)
    full = gettext("An entry has room for %(n)s voice notes.", n=MOST_SOUNDS)
    _take(taken, notes, known, _Kind(sounds.MOST_BYTES, _stored_sound, room, full))
    return taken


def has_all(entry: DiaryEntry, files: Iterable[Iterable[FileStorage]]) -> bool:
    """True when an entry holds all of these files already; they can be read again afterwards."""
    known = {one.source_hash for one in entry.attachments}
    return all(_hash_of(f) in known for group in files for f in group if f.filename)


def _hash_of(file: FileStorage) -> str:
    found = hashlib.sha256(file.stream.read()).hexdigest()
    file.stream.seek(0)
    return found


@dataclass(frozen=True)
class _Kind:
    most_bytes: int
    store: Callable[[bytes, str], StoredFile]
    room: int
    full: str


def _take(taken: Taken, files: Iterable[FileStorage], known: set[str | None], kind: _Kind) -> None:
    room = kind.room
    for file in files:
        if not file.filename:
            continue
        data = file.stream.read(kind.most_bytes + 1)
        source_hash = hashlib.sha256(data).hexdigest()
        taken.hashes.append(source_hash)
        if source_hash in known:
            continue
        if room <= 0:
            taken.problems.append(kind.full)
            return
        known.add(source_hash)
        try:
            taken.files.append(kind.store(data, source_hash))
            room -= 1
        except BadInput as error:
            taken.problems.append(gettext(error.message_key))
        except OSError as error:
            _logger.warning("storage", reason=type(error).__name__)
            taken.problems.append(
                gettext("We could not keep this file just now. Your words are kept. Try again.")
            )


def _stored_photo(data: bytes, source_hash: str) -> StoredFile:
    made = photos.store(photos.read_picture(data))
    return StoredFile(
        source_hash=source_hash,
        blob=made.blob,
        thumbnail=made.thumbnail,
        media_type="image/jpeg",
        size=len(made.picture.content),
        width=made.picture.width,
        height=made.picture.height,
    )


def _stored_sound(data: bytes, source_hash: str) -> StoredFile:
    made = sounds.store(sounds.read_sound(data))
    return StoredFile(
        source_hash=source_hash,
        blob=made.blob,
        media_type=sounds.MEDIA_TYPE,
        size=len(made.sound.content),
        seconds=made.sound.seconds,
    )


def attach(entry: DiaryEntry, files: Sequence[StoredFile]) -> None:
    """Make these the entry's; one that a second sending brought at the same moment is let go."""
    known = {one.source_hash for one in entry.attachments} if files else set()
    for file in files:
        if file.source_hash in known:
            db.after_commit(lambda file=file: forget([file]))  # type: ignore[misc]
        else:
            made = Attachment(entry_id=entry.id, created_at=clock.now(), **vars(file))
            db.session().add(made)
            loose.claim(_names(file))


def number_of(entry: DiaryEntry, hashes: Sequence[str]) -> dict[str, int]:
    """`file`: the id of what was made of the only file that came; nothing where none did."""
    if not hashes:
        return {}
    db.session().flush()
    query = select(Attachment.id).where(
        Attachment.entry_id == entry.id, Attachment.source_hash == hashes[0]
    )
    return {"file": db.session().scalars(query).one()}


def take_away(entry: DiaryEntry, attachment_ids: Iterable[int]) -> None:
    """Let go of files of an entry that was never sent; of a sent one, all is kept."""
    wanted = set(attachment_ids)
    if entry.submitted_at is not None or not wanted:
        return
    for one in [a for a in entry.attachments if a.id in wanted]:
        entry.attachments.remove(one)
        db.session().delete(one)
        loose.let_go(_names(one))


def forget(files: Iterable[StoredFile]) -> None:
    """Take files out of the storage that no entry got."""
    loose.discard([name for file in files for name in _names(file)])


def _names(file: StoredFile | Attachment) -> list[str]:
    return [name for name in (file.blob, file.thumbnail) if name]
