"""Taking what the platform's block tells: in its order, each event once, all of a batch or none.

Nothing that was learnt is ever deleted here, and nobody is made: somebody unknown to us is read
from the platform's own member list, which obeys its privacy settings.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import insert, select

from sidecar import db
from sidecar.errors import N_
from sidecar.roster import changes, courses, groups
from sidecar.roster.batch import Batch
from sidecar.roster.events import Event
from sidecar.roster.models import CourseEvent
from sidecar.tenancy.models import PlatformRegistration

UNKNOWN_KIND = ("E-KIND", N_("valo does not know this kind of event."))
FIELD_IS_MISSING = ("E-FIELD", N_("This event says too little."))


Change = Callable[[Batch, Event], object]
KINDS: dict[str, tuple[tuple[str, ...], Change]] = {
    "user_deleted": (("user",), changes.leave_platform),
    "user_updated": (("user",), changes.suspend_or_return),
    "enrolled": (("user", "course"), changes.enrol),
    "enrolment_changed": (("user", "course"), changes.enrol),
    "unenrolled": (("user", "course"), changes.leave_course),
    "role_changed": (("user", "course", "role"), changes.change_role),
    "group_joined": (("user", "course", "group"), groups.join_group),
    "group_left": (("user", "course", "group"), groups.leave_group),
    "group_changed": (("course", "group"), groups.name_group),
    "group_deleted": (("course", "group"), groups.delete_group),
    "course_copied": (("course", "from_course"), courses.copy_course),
    "course_reset": (("course",), courses.reset_course),
    "course_deleted": (("course",), courses.delete_course),
    "link_deleted": (("course", "link"), courses.delete_link),
}


def problem_of(event: Event) -> tuple[str, str] | None:
    """Why an event cannot be taken: a code and an English msgid; None for a good one."""
    if event.kind not in KINDS:
        return UNKNOWN_KIND
    needed, _change = KINDS[event.kind]
    return None if all(getattr(event, name) for name in needed) else FIELD_IS_MISSING


def take(platform: PlatformRegistration, events: Iterable[Event], *, now: datetime) -> None:
    """Apply good events in order, in the caller's transaction; what was taken before is passed by.

    The platform's row is held meanwhile, so that two tasks of one block go one after the other.
    """
    db.session().get_one(PlatformRegistration, platform.id, with_for_update=True)
    new = _new(platform, events)
    if not new:
        return
    batch = Batch(platform, new)
    for event in new:
        KINDS[event.kind][1](batch, event)
    rows = [
        {"registration_id": platform.id, "event_ref": e.id, "kind": e.kind, "taken_at": now}
        for e in new
    ]
    db.session().execute(insert(CourseEvent), rows)


def _new(platform: PlatformRegistration, events: Iterable[Event]) -> list[Event]:
    """Those that were not taken before, each once, in their order."""
    by_id: dict[str, Event] = {}
    for event in events:
        by_id.setdefault(event.id, event)
    taken = _taken(platform, by_id)
    return [event for event in by_id.values() if event.id not in taken]


def _taken(platform: PlatformRegistration, refs: Iterable[str]) -> set[str]:
    query = select(CourseEvent.event_ref).where(
        CourseEvent.registration_id == platform.id, CourseEvent.event_ref.in_(refs)
    )
    return set(db.session().scalars(query))


def moment(seconds: int, *, now: datetime) -> datetime:
    """When it happened, by the platform's clock; never later than ours."""
    try:
        return min(datetime.fromtimestamp(seconds, UTC), now)
    except (OverflowError, OSError, ValueError):
        return now
