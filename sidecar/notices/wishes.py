"""How somebody wants to be told: which notices, when, and by which way."""

from datetime import datetime, timedelta

from sidecar import clock, db
from sidecar.notices.models import Channel, NoticeKind, NoticeSetting
from sidecar.tenancy.models import PlatformRegistration

INSTANT = frozenset({NoticeKind.HELP, NoticeKind.RETURNED})
BLOCK_IS_THERE = timedelta(days=2)
"""A block calls every few minutes; one that is silent for longer carries no messages."""


def wishes_of(person_id: int) -> NoticeSetting:
    """The person's settings; the usual ones, not yet stored, where nothing was ever changed."""
    found = db.session().get(NoticeSetting, person_id)
    return found or NoticeSetting(
        person_id=person_id, daily=True, instant=True, quiet_from=18, quiet_until=7
    )


def wants(setting: NoticeSetting, kind: NoticeKind) -> bool:
    """Whether the person left this kind switched on."""
    return setting.instant if kind in INSTANT else setting.daily


def end_of_quiet(setting: NoticeSetting, now: datetime) -> datetime:
    """`now`, or the end of the quiet hours that `now` falls into."""
    here = now.astimezone(clock.HELSINKI)
    first, last = setting.quiet_from, setting.quiet_until
    within = first <= here.hour < last if first < last else here.hour >= first or here.hour < last
    if first == last or not within:
        return now
    end = here.replace(hour=last, minute=0, second=0, microsecond=0)
    return (
        end
        if end > here
        else (here + timedelta(days=1)).replace(hour=last, minute=0, second=0, microsecond=0)
    )


def channel_of(
    platform: PlatformRegistration, setting: NoticeSetting, kind: NoticeKind, now: datetime
) -> Channel:
    """By Moodle where its block is there, else by e-mail where there is one, else on the page."""
    if not wants(setting, kind):
        return Channel.PAGE
    if has_block(platform, now):
        return Channel.BLOCK
    return Channel.MAIL if setting.email and setting.email_confirmed_at else Channel.PAGE


def has_block(platform: PlatformRegistration, now: datetime) -> bool:
    """True when the platform's block called not long ago."""
    seen = platform.block_seen_at
    return seen is not None and now - seen < BLOCK_IS_THERE
