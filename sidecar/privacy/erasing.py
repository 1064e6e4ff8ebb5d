"""Erasing a person: what is erased, what stays and why, said in the answer and written down.

Done in one transaction; files are deleted once it has committed. Asked again with the same id, the
same answer is given. What stays until a day is looked at again on that day, by the worker.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, update

from sidecar import clock, db, jobs
from sidecar.audit.actions import record
from sidecar.audit.models import AuditEvent
from sidecar.errors import N_
from sidecar.identity.models import Person, PlatformAccount
from sidecar.privacy import reach
from sidecar.privacy.inventory import in_three, what_of
from sidecar.privacy.keeping import Kept, kept_of
from sidecar.privacy.models import Erasure
from sidecar.storage import loose
from sidecar.tenancy.models import PlatformRegistration

_FILES = ("blob", "thumbnail")
_MENTIONED = N_("What you did in other people's records, such as answers in a trainee's diary")
_MENTIONED_WHY = N_("It belongs to those people's records. Your name was taken off it.")
_LOG = N_("The log of who did what")
_LOG_WHY = N_("The education provider must be able to show who handled whose data.")
_ELSEWHERE = N_("Your work in valo")
_ELSEWHERE_WHY = N_("You also come to valo from another platform. Ask there, too.")


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who asks to erase whom. `course_id`: only what belongs to that course of ours."""

    platform: PlatformRegistration
    ref: str
    person_id: int | None
    course_id: int | None = None
    reason: str = "request"


def erase(request: Request, today: date) -> Erasure:
    """Erase, in the caller's transaction, and write the answer; once for each id of a platform."""
    # Held meanwhile, so that the same request twice at once is answered once.
    db.session().get_one(PlatformRegistration, request.platform.id, with_for_update=True)
    found = _answered(request)
    if found is not None:
        return found
    kept: list[Kept] = []
    erased: Counter[str] = Counter()
    if request.person_id is not None:
        wanted = _wanted(request, request.person_id)
        kept = [k for k in kept_of(request.person_id, today) if _touches(k, wanted)]
        erased = _erase(request, request.person_id, wanted, kept)
    answer = Erasure(
        registration_id=request.platform.id,
        request_ref=request.ref,
        person_id=request.person_id,
        erased=[{"what": in_three(what), "count": n} for what, n in sorted(erased.items())],
        kept=_said(request, kept),
        again_on=min((k.until for k in kept if k.until is not None), default=None),
        done_at=clock.now(),
    )
    db.session().add(answer)
    if request.person_id is not None:
        _record(request, erased)
    return answer


def _answered(request: Request) -> Erasure | None:
    query = select(Erasure).where(
        Erasure.registration_id == request.platform.id, Erasure.request_ref == request.ref
    )
    return db.session().scalar(query)


def _touches(kept: Kept, wanted: reach.Rows) -> bool:
    """Whether a thing that stays is among what was asked to go."""
    return any((n,) in wanted.get(name, ()) for name, rows in kept.rows.items() for n in rows)


def _erase(request: Request, person_id: int, wanted: reach.Rows, kept: list[Kept]) -> Counter[str]:
    stays: reach.Rows = {}
    for one in kept:
        for name, keys in reach.with_ancestors(one.rows).items():
            stays.setdefault(name, set()).update(keys)
        if one.blank is not None:
            one.blank()
    doomed = reach.without(wanted, stays)
    files = _files_of(doomed)
    reach.erase_rows(doomed)
    if request.course_id is None and not _comes_from_elsewhere(request):
        _take_name_off(person_id, keeps_name=any(k.names_person for k in kept))
    loose.let_go(files)
    counts: Counter[str] = Counter()
    for name, keys in doomed.items():
        counts[what_of(name)] += len(keys)
    return counts


def _wanted(request: Request, person_id: int) -> reach.Rows:
    """All of the person's rows; those of one course; or, with another platform, only this door."""
    if request.course_id is not None:
        return reach.with_descendants(_of_course(person_id, request.course_id))
    if _comes_from_elsewhere(request):
        return reach.with_descendants(_of_platform(person_id, request.platform.id))
    return reach.own_rows(person_id)


def _of_course(person_id: int, course_id: int) -> reach.Rows:
    """Work periods tied to the course, and the place in it."""
    return _picked(
        {"work_period": ("learner_id", "context_id"), "membership": ("person_id", "context_id")},
        person_id,
        course_id,
    )


def _of_platform(person_id: int, registration_id: int) -> reach.Rows:
    names = ("platform_account", "page_session", "notice", "next_landing")
    return _picked(
        dict.fromkeys(names, ("person_id", "registration_id")), person_id, registration_id
    )


def _picked(columns: dict[str, tuple[str, str]], person_id: int, other_id: int) -> reach.Rows:
    found: reach.Rows = {}
    for name, (person, other) in columns.items():
        table = db.Base.metadata.tables[name]
        query = select(*table.primary_key.columns).where(
            table.c[person] == person_id, table.c[other] == other_id
        )
        found[name] = {tuple(row) for row in db.session().execute(query)}
    return found


def _comes_from_elsewhere(request: Request) -> bool:
    query = select(func.count(PlatformAccount.id)).where(
        PlatformAccount.person_id == request.person_id,
        PlatformAccount.registration_id != request.platform.id,
    )
    return bool(db.session().scalar(query))


def _take_name_off(person_id: int, *, keeps_name: bool) -> None:
    person = db.session().get_one(Person, person_id)
    person.locale = None
    if keeps_name:
        return
    person.display_name = f"#{person_id}"
    actor = f"person:{person_id}"
    events = update(AuditEvent).where(AuditEvent.actor.startswith(f"{actor} ", autoescape=True))
    db.session().execute(events.values(actor=actor))


# -- files ---------------------------------------------------------------------------------------
def _files_of(rows: reach.Rows) -> list[str]:
    """The names of all files that these rows hold."""
    found = [
        row
        for table, keys in rows.items()
        if _has_files(table)
        for row in reach.content(table, keys)
    ]
    return [row[column] for row in found for column in _FILES if row.get(column)]


def _has_files(table: str) -> bool:
    return not set(_FILES).isdisjoint(db.Base.metadata.tables[table].columns.keys())


# -- the answer ----------------------------------------------------------------------------------
def _said(request: Request, kept: list[Kept]) -> list[dict[str, Any]]:
    rows = [
        {
            "what": in_three(one.what),
            "why": in_three(one.why),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in kept
    ]
    if request.person_id is None or request.course_id is not None:
        return rows
    if _comes_from_elsewhere(request):
        rows.append(_reason(_ELSEWHERE, _ELSEWHERE_WHY))
        return rows
    if _is_mentioned(request.person_id):
        rows.append(_reason(_MENTIONED, _MENTIONED_WHY))
    rows.append(_reason(_LOG, _LOG_WHY))
    return rows


def _reason(what: str, why: str) -> dict[str, Any]:
    return {"what": in_three(what), "why": in_three(why), "until": None}


def _is_mentioned(person_id: int) -> bool:
    for table in reach.tables():
        columns = [c for c in reach.person_columns(table) if c not in reach.own_columns(table)]
        if not columns:
            continue
        query = select(1).select_from(table).where(or_(*(c == person_id for c in columns)))
        if db.session().scalar(query.limit(1)) is not None:
            return True
    return False


def _record(request: Request, erased: Counter[str]) -> None:
    record(
        "person.erased",
        by=None,
        actor="platform",
        target=f"person:{request.person_id}",
        details={"request": request.ref, "reason": request.reason, "rows": sum(erased.values())},
        provider_id=request.platform.provider_id,
    )


# -- later ---------------------------------------------------------------------------------------
@jobs.every_minute
def erase_what_need_not_stay() -> None:
    """What had to be kept until a day is erased on that day."""
    today = clock.today()
    try:
        query = select(Erasure.id).where(Erasure.again_on <= today).limit(20)
        numbers = db.session().scalars(query).all()
        for number in numbers:
            with db.transaction() as session:
                _once_more(session.get_one(Erasure, number), today)
    finally:
        db.database().release()


def _once_more(earlier: Erasure, today: date) -> None:
    platform = db.session().get_one(PlatformRegistration, earlier.registration_id)
    earlier.again_on = None
    request = Request(
        platform=platform,
        ref=f"{earlier.request_ref}+{today.isoformat()}",
        person_id=earlier.person_id,
        reason="expired",
    )
    erase(request, today)
