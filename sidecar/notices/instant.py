"""The two notices that do not wait for the day's digest: help wanted, and a returned entry."""

from datetime import datetime

from sidecar import clock, db
from sidecar.diary.models import DiaryEntry
from sidecar.notices.actions import Told, notify, still_true
from sidecar.notices.models import Notice, NoticeKind
from sidecar.notices.queries import platform_for
from sidecar.notices.things import entry_thing
from sidecar.outbox.handlers import Delivered, MessageView, Outcome


def deliver(_message: MessageView) -> Outcome:
    """Nothing is called: the notice is written when the message is settled."""
    return Delivered()


def write(message: MessageView, _outcome: Outcome) -> None:
    """Settles a message of the topic `notice`, in its transaction."""
    entry = db.session().get(DiaryEntry, message.payload["entry_id"])
    if entry is not None:
        tell(entry, NoticeKind(message.payload["kind"]), str(message.id), now=clock.now())


def tell(entry: DiaryEntry, kind: NoticeKind, key: str, *, now: datetime) -> None:
    """Write the notice of an entry, unless it is not true any more."""
    to_coach = kind == NoticeKind.HELP
    person_id = entry.period.coach_id if to_coach else entry.learner_id
    platform = platform_for(person_id, entry.period.provider_id, entry.period.context_id)
    if platform is None or not still_true(_as_notice(entry, kind)):
        return
    told = Told(
        kind=kind,
        key=f"{kind}:{entry.id}:{key}",
        thing=entry_thing(entry.id),
        context_id=entry.period.context_id,
    )
    notify(person_id, platform, told, now=now)


def _as_notice(entry: DiaryEntry, kind: NoticeKind) -> Notice:
    return Notice(kind=kind, thing=entry_thing(entry.id))
