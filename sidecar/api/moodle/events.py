"""Course life: enrolments, groups, deleted people, copies and resets, told by the block."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from sidecar import clock, db
from sidecar.api.moodle import schemas
from sidecar.api.moodle.door import blueprint, platform, signed
from sidecar.notices.actions import drop_all_of
from sidecar.roster import intake
from sidecar.roster.events import Event
from sidecar.tenancy.queries import person_behind


@blueprint.route("/events", methods=["POST"])
@blueprint.arguments(schemas.EventsIn)
@blueprint.response(200, schemas.EventsOut)
@signed
def events(values: dict[str, Any]) -> dict[str, Any]:
    """Take events in order, each once. A malformed one is refused, the others still count."""
    now = clock.now()
    given = [_event(row, now) for row in values["events"]]
    problems = {index: intake.problem_of(event) for index, event in enumerate(given)}
    good = [event for index, event in enumerate(given) if problems[index] is None]
    with db.transaction():
        intake.take(platform(), good, now=now)
        _hush(good)
    refused = [
        {"id": given[index].id, "code": problem[0], "message": gettext(problem[1])}
        for index, problem in problems.items()
        if problem is not None
    ]
    return {"accepted": [event.id for event in good], "refused": refused}


def _event(row: dict[str, Any], now: datetime) -> Event:
    group = row["group"] or {}
    plain = ("id", "kind", "user", "course", "link", "from_course", "suspended", "role")
    return Event(
        at=intake.moment(row["at"], now=now),
        group=group.get("id", ""),
        group_name=group.get("name", ""),
        **{name: row[name] for name in plain},
    )


def _hush(taken: list[Event]) -> None:
    """Nobody is told anything through an account that is deleted."""
    for event in taken:
        if event.kind != "user_deleted":
            continue
        person_id = person_behind(platform().id, event.user)
        if person_id is not None:
            drop_all_of(person_id, platform().id)
