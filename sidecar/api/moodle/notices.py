"""Notices for the platform's own messages: pulled in batches, each until it was acknowledged."""

from typing import Any

from sidecar import clock, db, i18n
from sidecar.api.moodle import schemas
from sidecar.api.moodle.door import blueprint, platform, signed
from sidecar.launches.desk import settings
from sidecar.notices import actions, queries, texts
from sidecar.notices.links import notice_link
from sidecar.notices.models import Notice, NoticeKind
from sidecar.tenancy.queries import subjects_of

KINDS = {
    NoticeKind.HELP: "help",
    NoticeKind.RETURNED: "answer",
    NoticeKind.LEARNER: "answer",
    NoticeKind.COACH: "waiting",
    NoticeKind.OFFICER: "proposal",
}
"""Our kinds as the block's message providers call them."""


@blueprint.route("/notices")
@blueprint.arguments(schemas.BatchQuery, location="query")
@blueprint.response(200, schemas.NoticesOut)
@signed
def notices(values: dict[str, Any]) -> dict[str, Any]:
    """What waits, the oldest first; it comes again until it is acknowledged."""
    with db.transaction():
        found, more = actions.pull(platform().id, limit=values["limit"], now=clock.now())
    subjects = subjects_of(platform().id, {notice.person_id for notice in found})
    rows = [_row(n, subjects[n.person_id]) for n in found if n.person_id in subjects]
    return {"notices": rows, "more": more}


def _row(notice: Notice, user: str) -> dict[str, Any]:
    link = queries.link_of(notice)
    return {
        "id": _ref(notice),
        "user": user,
        "kind": _kind(notice),
        "course": queries.course_of(notice, link),
        "link": link.link_ref if link else "",
        "go": notice.thing,
        "url": notice_link(settings().base_url, notice.id),
        "subject": {code: texts.subject_of(notice, code) for code in i18n.LOCALES},
        "text": {code: texts.text_of(notice, code) for code in i18n.LOCALES},
        "at": notice.created_at,
    }


def _ref(notice: Notice) -> str:
    """The number and the moment: a database that is made anew counts from one again."""
    return f"{notice.id}-{int(notice.created_at.timestamp())}"


def _number(ref: str) -> int | None:
    """The number in such an id."""
    number = ref.partition("-")[0]
    is_number = number.isascii() and number.isdigit() and int(number) < 2**31
    return int(number) if is_number else None


def _kind(notice: Notice) -> str:
    is_day = set(notice.facts) == {"demonstration"}
    return "demonstration" if is_day else KINDS[NoticeKind(notice.kind)]


@blueprint.route("/notices/ack", methods=["POST"])
@blueprint.arguments(schemas.AckIn)
@blueprint.response(200, schemas.AckOut)
@signed
def acknowledge(values: dict[str, Any]) -> dict[str, Any]:
    """These were shown; an id twice, or somebody else's, changes nothing."""
    ids = [number for ref in values["ids"] if (number := _number(ref)) is not None]
    with db.transaction():
        count = actions.acknowledge(platform().id, ids, now=clock.now())
    return {"acknowledged": count}
