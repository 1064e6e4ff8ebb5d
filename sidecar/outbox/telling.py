"""Asking for a notice from below: the features that know the moment do not know the notices."""

from datetime import timedelta

from sidecar import clock
from sidecar.outbox.actions import enqueue
from sidecar.outbox.models import OutboxMessage

NOTICE_TOPIC = "notice"
HELP, RETURNED = "help", "returned"


def ask_notice(kind: str, entry_id: int, *, after: timedelta = timedelta(0)) -> OutboxMessage:
    """Have somebody told about a diary entry: HELP the coach, RETURNED the trainee.

    `after`: how long it may still be taken back. Who is told, and how, the notices decide.
    """
    moment = clock.now().isoformat()
    return enqueue(
        NOTICE_TOPIC,
        ref=f"entry:{entry_id}",
        key=f"notice:{kind}:{entry_id}:{moment}",
        payload={"kind": kind, "entry_id": entry_id, "moment": moment},
        after=after,
    )
