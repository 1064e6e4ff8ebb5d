"""Diaries as they look after some months: words, photos, evidence, a coach's answers."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from sidecar import clock
from sidecar.demo.bench.bulk import Row, next_id, write
from sidecar.diary.models import Attachment, DiaryEntry, EntryMessage, EntryState, Independence
from sidecar.evidence.models import EntryRequirement

_TEXT = (
    "aamulla suojasin lattian ja listat muovilla sitten hioin seinän karhealla paperilla imuroin "
    "pölyn pois tasoite kuivui nopeasti koska huone oli lämmin työpari näytti miten telaa "
    "käytetään maalasin ensin nurkat siveltimellä ja vasta sen jälkeen ison pinnan kysyin neuvoa "
    "kun väri näytti vaalealta iltapäivällä pesin välineet lajittelin jätteet ja vein astiat "
    "varastoon huomenna maalaan toisen kerran tarkistan pinnan valoa vasten opin että ohut kerros "
    "riittää sovimme työnjaosta asiakas kävi katsomassa"
)
_WORDS = tuple(_TEXT.split())
_WAYS = tuple(way.value for way in Independence)
_BATCH = 100
"""Learners whose rows are held in memory at once."""
_PHOTO_EVERY, _ANSWER_EVERY, _HELP_EVERY = 3, 2, 10
_SHOWN = 2
"""Requirements that an entry shows."""


def write_diaries(
    periods: Sequence[Row], requirements: list[int], *, since: int, until: int
) -> None:
    """Entries number `since` to `until` of each period, 0 being the newest: that one waits."""
    for start in range(0, len(periods), _BATCH):
        first = next_id(DiaryEntry)
        rows = _entries(periods[start : start + _BATCH], first, range(since, until))
        write(DiaryEntry, rows)
        write(EntryRequirement, _evidence(rows, requirements))
        write(Attachment, _photos(rows))
        write(EntryMessage, _answers(rows))


def _entries(periods: Sequence[Row], first: int, numbers: range) -> list[Row]:
    now, today = clock.now(), clock.today()
    every = ((period, number) for period in periods for number in numbers)
    return [
        {"id": first + n, **_entry(period, number, now, today)}
        for n, (period, number) in enumerate(every)
    ]


def _entry(period: Row, number: int, now: datetime, today: date) -> Row:
    learner = period["learner_id"]
    back = timedelta(days=number + learner % 6)
    at = now - back
    waits = number == 0
    return {
        "client_key": f"bench-{number}",
        "learner_id": learner,
        "period_id": period["id"],
        "coach_id": period["coach_id"],
        "day": today - back,
        "text": words(f"{learner}/{number}"),
        "hours": Decimal("6.5"),
        "independence": _WAYS[(learner + number) % len(_WAYS)],
        "wants_help": waits and learner % _HELP_EVERY == 0,
        "state": EntryState.SUBMITTED.value if waits else EntryState.APPROVED.value,
        "revision": 1,
        "created_at": at,
        "saved_at": at,
        "submitted_at": at,
        "approved_at": None if waits else at,
        "approved_by_id": None if waits else period["coach_id"],
        "in_papers_at": None if waits else at,
    }


def words(about: str) -> str:
    """Some forty words, always the same for the same `about`, different for another."""
    picked = hashlib.blake2b(about.encode(), digest_size=40).digest()
    return " ".join(_WORDS[byte % len(_WORDS)] for byte in picked).capitalize() + "."


def _evidence(rows: list[Row], requirements: list[int]) -> Iterator[Row]:
    for row in rows:
        for place in range(min(_SHOWN, len(requirements))):
            chosen = requirements[(row["id"] + place) % len(requirements)]
            yield {
                "entry_id": row["id"],
                "requirement_id": chosen,
                "confirmed": row["state"] == EntryState.APPROVED,
            }


def _photos(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        if row["id"] % _PHOTO_EVERY == 0:
            yield {
                "entry_id": row["id"],
                "blob": f"{row['id']:032x}",
                "thumbnail": f"{row['id']:032x}-small",
                "media_type": "image/jpeg",
                "size": 240_000,
                "width": 1600,
                "height": 1200,
                "created_at": row["created_at"],
            }


def _answers(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        if row["state"] == EntryState.APPROVED and row["id"] % _ANSWER_EVERY == 0:
            yield {
                "entry_id": row["id"],
                "author_id": row["approved_by_id"],
                "kind": "answer",
                "text": "Hyvää työtä! " + words(f"answer {row['id']}"),
                "at": row["approved_at"],
            }
