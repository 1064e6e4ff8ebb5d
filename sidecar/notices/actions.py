"""Writing a notice, taking it back, and the two ways out: the block's pull and a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry, EntryState
from sidecar.notices.models import Channel, Notice, NoticeKind, NoticeState
from sidecar.notices.things import entry_of
from sidecar.notices.wishes import (
    BLOCK_IS_THERE,
    INSTANT,
    channel_of,
    end_of_quiet,
    wishes_of,
)
from sidecar.outbox.actions import enqueue
from sidecar.tenancy.models import PlatformRegistration

MAIL_TOPIC = "mail"
LEASE = timedelta(minutes=5)
_HELP_STATES = (EntryState.SUBMITTED, EntryState.RETURNED)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a notice says: its kind, the thing it leads to, and numbers for the sentence."""

    kind: NoticeKind
    key: str
    thing: str
    facts: dict[str, int | str] = field(default_factory=dict)
    context_id: int | None = None


def notify(person_id: int, platform: PlatformRegistration, told: Told, *, now: datetime) -> None:
    """Write a notice, once for each `told.key`; a letter is queued with it where one is due."""
    if db.session().scalar(select(Notice.id).where(Notice.notice_key == told.key)) is not None:
        return
    setting = wishes_of(person_id)
    channel = channel_of(platform, setting, told.kind, now)
    notice = Notice(
        notice_key=told.key,
        person_id=person_id,
        registration_id=platform.id,
        context_id=told.context_id,
        kind=told.kind,
        thing=told.thing,
        facts=told.facts,
        channel=channel,
        state=NoticeState.SENT if channel == Channel.PAGE else NoticeState.WAITING,
        not_before=end_of_quiet(setting, now),
        created_at=now,
    )
    db.session().add(notice)
    db.session().flush()
    if channel == Channel.MAIL:
        _queue_letter(notice, platform, now)


def _queue_letter(notice: Notice, platform: PlatformRegistration, now: datetime) -> None:
    enqueue(
        MAIL_TOPIC,
        ref=f"notice:{notice.id}",
        key=f"mail:{notice.id}",
        payload={"notice_id": notice.id},
        provider_id=platform.provider_id,
        after=max(notice.not_before - now, timedelta(0)),
    )


def still_true(notice: Notice) -> bool:
    """Whether an instant notice still says what is: nobody is called to what was done meanwhile."""
    entry_id = entry_of(notice.thing)
    if notice.kind not in INSTANT or entry_id is None:
        return True
    entry = db.session().get(DiaryEntry, entry_id)
    if entry is None:
        return False
    if notice.kind == NoticeKind.RETURNED:
        return entry.state == EntryState.RETURNED
    return entry.wants_help and entry.state in _HELP_STATES


def settle(notice: Notice, state: NoticeState, *, now: datetime) -> None:
    """The notice arrived, or is not wanted any more."""
    notice.state, notice.settled_at, notice.leased_until = state, now, None


# -- the block's pull -------------------------------------------------------------------------
def pull(registration_id: int, *, limit: int, now: datetime) -> tuple[list[Notice], bool]:
    """What the block shall show, the oldest first, and whether there is more.

    Each is lent for a few minutes, so that two tasks at once do not show it twice; whatever was
    not acknowledged by then comes again.
    """
    query = (
        select(Notice)
        .where(
            Notice.registration_id == registration_id,
            Notice.channel == Channel.BLOCK,
            Notice.state == NoticeState.WAITING,
            Notice.not_before <= now,
            or_(Notice.leased_until.is_(None), Notice.leased_until <= now),
        )
        .order_by(Notice.id)
        .limit(limit + 1)
        .with_for_update(skip_locked=True)
    )
    found = db.session().scalars(query).all()
    return _lend(found[:limit], now), len(found) > limit


def _lend(found: Sequence[Notice], now: datetime) -> list[Notice]:
    good = []
    for notice in found:
        if still_true(notice):
            notice.leased_until = now + LEASE
            good.append(notice)
        else:
            settle(notice, NoticeState.DROPPED, now=now)
    return good


def acknowledge(registration_id: int, notice_ids: Iterable[int], *, now: datetime) -> int:
    """The platform has shown these; gives how many of them were waiting."""
    query = (
        update(Notice)
        .where(
            Notice.registration_id == registration_id,
            Notice.id.in_(list(notice_ids)),
            Notice.channel == Channel.BLOCK,
            Notice.state == NoticeState.WAITING,
        )
        .values(state=NoticeState.SENT, settled_at=now, leased_until=None)
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return len(db.session().scalars(query).all())


def bring_home(now: datetime) -> None:
    """What waits for a block that is gone takes the person's other way: a letter, or the page."""
    query = (
        select(Notice, PlatformRegistration)
        .join(PlatformRegistration, PlatformRegistration.id == Notice.registration_id)
        .where(
            Notice.channel == Channel.BLOCK,
            Notice.state == NoticeState.WAITING,
            PlatformRegistration.block_seen_at < now - BLOCK_IS_THERE,
        )
    )
    for notice, platform in db.session().execute(query.limit(1000)).all():
        kind = NoticeKind(notice.kind)
        notice.channel = channel_of(platform, wishes_of(notice.person_id), kind, now)
        notice.leased_until = None
        if notice.channel == Channel.MAIL:
            _queue_letter(notice, platform, now)
        else:
            settle(notice, NoticeState.SENT, now=now)


def drop_all_of(person_id: int, registration_id: int) -> None:
    """Nobody is there to be told any more."""
    query = update(Notice).where(
        Notice.person_id == person_id,
        Notice.registration_id == registration_id,
        Notice.state == NoticeState.WAITING,
    )
    db.session().execute(query.values(state=NoticeState.DROPPED, settled_at=clock.now()))
