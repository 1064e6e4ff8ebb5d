"""The numbers on the block's card."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sidecar import db
from sidecar.clock import HELSINKI
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.diary.queries import entries_between, lamps
from sidecar.diary.so_far import last_answer_at, returned_count
from sidecar.evidence.queries import FULL, HALF
from sidecar.identity.models import Role
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import current
from sidecar.proposals.queries import open_count
from sidecar.review.queries import found, waiting_count
from sidecar.review.searching import Search
from sidecar.tenancy.models import Context, PlatformRegistration
from sidecar.tenancy.queries import person_behind, roles_by_person

_ORDER = (EntryState.DRAFT, EntryState.RETURNED, EntryState.SUBMITTED, EntryState.APPROVED)
NOBODY: dict[str, Any] = {"learner": None, "coach": None, "officer": None}


def card_of(
    platform: PlatformRegistration, subject: str, course: str, *, today: date
) -> dict[str, Any]:
    """The card of one of the platform's people; empty for somebody who never opened valo."""
    person_id = person_behind(platform.id, subject)
    if person_id is None:
        return NOBODY
    roles = roles_by_person(platform.provider_id).get(person_id, set())
    return {
        "learner": _learner(platform, person_id, course, today),
        "coach": _coach(person_id, today) if Role.COACH in roles else None,
        "officer": (
            {"proposals": open_count(platform.provider_id)}
            if Role.RECORDS_OFFICER in roles
            else None
        ),
    }


def _learner(
    platform: PlatformRegistration, person_id: int, course: str, today: date
) -> dict[str, Any] | None:
    period = current(person_id, today)
    if period is None or period.provider_id != platform.provider_id:
        return None
    if course and not _is_in(period, platform, course):
        return None
    states = [lamp.state for lamp in lamps(period)]
    return {
        "lamps": len(states),
        "lit": states.count(FULL),
        "half": states.count(HALF),
        "returned": returned_count(person_id),
        "today": _state_of(entries_between(person_id, today, today)),
        "last_answer_at": last_answer_at(person_id),
    }


def _is_in(period: WorkPeriod, platform: PlatformRegistration, course: str) -> bool:
    """A period that is tied to no course belongs to each."""
    context = db.session().get(Context, period.context_id) if period.context_id else None
    if context is None:
        return True
    return (context.registration_id, context.context_ref) == (platform.id, course)


def _state_of(entries: Sequence[DiaryEntry]) -> str:
    states = [EntryState(entry.state) for entry in entries]
    return str(max(states, key=_ORDER.index).value) if states else "none"


def _coach(person_id: int, today: date) -> dict[str, Any]:
    wanting, oldest = _queue(person_id)
    return {
        "waiting": waiting_count(person_id),
        "help": wanting,
        "oldest_days": None if oldest is None else (today - _day(oldest)).days,
    }


def _queue(coach_id: int) -> tuple[int, datetime | None]:
    """How many want help, and the longest wait. The queue has those first, each by its wait.

    So the first of those who want help and the first of the others are the candidates: one page of
    the queue, unless more people want help than a page holds.
    """
    wanting, firsts, page, more = 0, list[datetime](), 1, True
    while more:
        rows, more = found(coach_id, Search(page=page))
        for row in rows:
            if row.submitted_at and (not row.wants_help or wanting == 0):
                firsts.append(row.submitted_at)
            if not row.wants_help:
                return wanting, min(firsts, default=None)
            wanting += 1
        page += 1
    return wanting, min(firsts, default=None)


def _day(moment: datetime) -> date:
    return moment.astimezone(HELSINKI).date()
