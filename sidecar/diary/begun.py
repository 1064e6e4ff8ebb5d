"""The entry that a page began, as a save asks for it."""

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.diary.models import DiaryEntry, EntryCard
from sidecar.evidence.models import EntryRequirement
from sidecar.placements.models import WorkPeriod

_FOR_SAVING = ("learner_id", "coach_id", "unit_id", "environment_id", "starts_on", "ends_on")
_TO_WRITE = (
    select(DiaryEntry)
    .where(DiaryEntry.learner_id == bindparam("learner"), DiaryEntry.client_key == bindparam("key"))
    .options(
        joinedload(DiaryEntry.period, innerjoin=True).load_only(
            *(getattr(WorkPeriod, name) for name in _FOR_SAVING)
        )
    )
    .with_for_update(of=DiaryEntry)
    .execution_options(populate_existing=True)
)
"""Made once, as the next: they are asked at every autosave."""
_BROUGHT = union_all(
    select(literal("card"), EntryCard.card_id).where(EntryCard.entry_id == bindparam("entry")),
    select(literal("skill"), EntryRequirement.requirement_id).where(
        EntryRequirement.entry_id == bindparam("entry")
    ),
)


def to_write(learner_id: int, client_key: str) -> DiaryEntry | None:
    """The same as it stands now with its period, nobody else's to change until the end."""
    return db.session().scalar(_TO_WRITE, {"learner": learner_id, "key": client_key})


def brought_by(entry_id: int) -> tuple[set[int], set[int]]:
    """Ids of the task cards of an entry, and of the requirements that it shows; one question."""
    found: dict[str, set[int]] = {"card": set(), "skill": set()}
    for kind, key in db.session().execute(_BROUGHT, {"entry": entry_id}):
        found[kind].add(key)
    return found["card"], found["skill"]
