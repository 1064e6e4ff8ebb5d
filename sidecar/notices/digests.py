"""The day's one digest: who has something to do, or something to be glad of, on a working day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from sidecar import clock, db, jobs
from sidecar.demonstrations.models import DemonstrationPaper, PaperState
from sidecar.diary.models import DiaryEntry, EntryMessage, EntryState
from sidecar.diary.queries import waits, waits_since
from sidecar.identity.models import Role, RoleGrant
from sidecar.notices.actions import Told, bring_home, notify
from sidecar.notices.models import DigestDay, Notice, NoticeKind
from sidecar.notices.queries import platform_for
from sidecar.notices.things import DESK, DIARY, PAPERS, PROPOSALS
from sidecar.placements.models import WorkPeriod
from sidecar.proposals.models import HoksProposal, ProposalState

HOUR = 8
"""In Finland; those who are quiet then get it when their quiet hours end."""
KEEP = timedelta(days=60)
_LONGEST_LOOK_BACK = timedelta(days=4)
_FRIDAY = 4
Facts = dict[str, int | str]
Key = tuple[int, int]
"""Person and education provider."""


@jobs.every_minute
def write_digests() -> None:
    """Once each working day, by whichever worker comes first."""
    now = clock.now()
    here = now.astimezone(clock.HELSINKI)
    try:
        if here.weekday() <= _FRIDAY and here.hour >= HOUR:
            digest(here.date(), now=now)
    except IntegrityError:
        # Another worker wrote the day's digests at the same time.
        return
    finally:
        db.database().release()


def digest(day: date, *, now: datetime) -> None:
    """Write the digests of a day, unless they are written; forget old notices."""
    if db.session().get(DigestDay, day) is not None:
        return
    with db.transaction() as session:
        since = _last(now)
        session.add(DigestDay(day=day, made_at=now))
        session.flush()
        for kind, found, thing in (
            (NoticeKind.LEARNER, _learners(day, since), DIARY),
            (NoticeKind.COACH, _coaches(now), DESK),
            (NoticeKind.OFFICER, _officers(), PROPOSALS),
        ):
            for who, facts in sorted(found.items()):
                _write(who, kind, thing, facts, day=day, now=now)
        bring_home(now)
        session.execute(delete(Notice).where(Notice.settled_at < now - KEEP))


def _write(
    who: Key, kind: NoticeKind, thing: str, facts: Facts, *, day: date, now: datetime
) -> None:
    person_id, provider_id = who
    platform = platform_for(person_id, provider_id)
    if platform is None:
        return
    only_paper = set(facts) == {"demonstration"}
    told = Told(
        kind=kind,
        key=f"digest:{kind}:{person_id}:{provider_id}:{day.isoformat()}",
        thing=PAPERS if only_paper else thing,
        facts=facts,
    )
    notify(person_id, platform, told, now=now)


def _last(now: datetime) -> datetime:
    made = db.session().scalar(select(func.max(DigestDay.made_at)))
    return max(made or now - timedelta(days=1), now - _LONGEST_LOOK_BACK)


# -- trainees ------------------------------------------------------------------------------------
def _learners(day: date, since: datetime) -> dict[Key, Facts]:
    found: dict[Key, Facts] = defaultdict(dict)
    for name, person_id, provider_id, count in _counted(since):
        found[person_id, provider_id][name] = count
    for person_id, provider_id, begins in _demonstrations(day):
        found[person_id, provider_id]["demonstration"] = begins.isoformat()
    return found


def _counted(since: datetime) -> Iterator[tuple[str, int, int, int]]:
    """Answers and approvals since the last digest, by learner and provider."""
    of = (DiaryEntry.learner_id, WorkPeriod.provider_id)
    entries = select(*of, func.count(DiaryEntry.id.distinct())).join(
        WorkPeriod, WorkPeriod.id == DiaryEntry.period_id
    )
    answered = entries.join(EntryMessage, EntryMessage.entry_id == DiaryEntry.id).where(
        EntryMessage.author_id != DiaryEntry.learner_id,
        EntryMessage.at > since,
        EntryMessage.read_at.is_(None),
        EntryMessage.kind == "answer",
    )
    approved = entries.where(
        DiaryEntry.state == EntryState.APPROVED, DiaryEntry.approved_at > since
    )
    returned = entries.join(EntryMessage, EntryMessage.entry_id == DiaryEntry.id).where(
        DiaryEntry.state == EntryState.RETURNED,
        EntryMessage.kind == "return_reason",
        EntryMessage.at > since,
        EntryMessage.read_at.is_(None),
    )
    for name, query in (("answers", answered), ("approved", approved), ("returned", returned)):
        for person_id, provider_id, count in db.session().execute(query.group_by(*of)):
            yield name, person_id, provider_id, count


def _demonstrations(day: date) -> list[tuple[int, int, date]]:
    """Demonstrations that begin on the next working day."""
    ahead = day + timedelta(days=3 if day.weekday() == _FRIDAY else 1)
    query = (
        select(DemonstrationPaper.learner_id, WorkPeriod.provider_id, DemonstrationPaper.starts_on)
        .join(WorkPeriod, WorkPeriod.id == DemonstrationPaper.period_id)
        .where(
            DemonstrationPaper.starts_on > day,
            DemonstrationPaper.starts_on <= ahead,
            DemonstrationPaper.state != PaperState.ASSESSED,
        )
    )
    return [(p, q, on) for p, q, on in db.session().execute(query) if on is not None]


# -- staff ---------------------------------------------------------------------------------------
def _coaches(now: datetime) -> dict[Key, Facts]:
    query = (
        select(
            WorkPeriod.coach_id,
            WorkPeriod.provider_id,
            func.count(DiaryEntry.id),
            func.count(DiaryEntry.id).filter(DiaryEntry.wants_help),
            func.min(waits_since()),
        )
        .join(WorkPeriod, WorkPeriod.id == DiaryEntry.period_id)
        .where(waits())
        .group_by(WorkPeriod.coach_id, WorkPeriod.provider_id)
    )
    return {
        (coach_id, provider_id): {
            "waiting": waiting,
            "help": helped,
            "oldest_days": (now - oldest).days if oldest else 0,
        }
        for coach_id, provider_id, waiting, helped, oldest in db.session().execute(query)
    }


def _officers() -> dict[Key, Facts]:
    query = (
        select(RoleGrant.person_id, RoleGrant.provider_id, func.count(HoksProposal.id))
        .join(HoksProposal, HoksProposal.provider_id == RoleGrant.provider_id)
        .where(RoleGrant.role == Role.RECORDS_OFFICER, HoksProposal.state == ProposalState.OPEN)
        .group_by(RoleGrant.person_id, RoleGrant.provider_id)
    )
    return {
        (person_id, provider_id): {"proposals": count}
        for person_id, provider_id, count in db.session().execute(query)
    }
