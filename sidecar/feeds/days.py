"""Demonstration days for a course's calendar, and who has completed which activity."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from sidecar import db, i18n
from sidecar.demonstrations.models import Assessment, DemonstrationPaper
from sidecar.demonstrations.scales import FAILED
from sidecar.diary.models import DiaryEntry, EntryKind, EntryState
from sidecar.feeds.course import of_course
from sidecar.placements.agreed import agreed_days
from sidecar.placements.models import WorkPeriod
from sidecar.tenancy.models import DIARY, PAPER, Context, ResourceLink
from sidecar.tenancy.queries import subjects_of

LOOKS_BACK = timedelta(days=30)
MOST = 2000


def demonstrations_of(course: Context, today: date) -> list[dict[str, Any]]:
    """Days ahead and of the last month; what is not in the list is off the calendar."""
    last = func.coalesce(DemonstrationPaper.ends_on, DemonstrationPaper.starts_on)
    query = (
        select(DemonstrationPaper)
        .join(WorkPeriod, WorkPeriod.id == DemonstrationPaper.period_id)
        .where(of_course(course), last >= today - LOOKS_BACK)
        .options(joinedload(DemonstrationPaper.unit))
        .order_by(DemonstrationPaper.starts_on, DemonstrationPaper.id)
        .limit(MOST)
    )
    papers = [p for p in db.session().scalars(query) if p.starts_on is not None]
    users = subjects_of(course.registration_id, {p.learner_id for p in papers})
    return [_day(p, course, users[p.learner_id]) for p in papers if p.learner_id in users]


def _day(paper: DemonstrationPaper, course: Context, user: str) -> dict[str, Any]:
    name = paper.unit.name
    return {
        "id": f"demonstration:{paper.id}",
        "user": user,
        "course": course.context_ref,
        "title": {
            code: name.get(code) or name.get("fi") or name.get("sv") or "" for code in i18n.LOCALES
        },
        "starts_on": paper.starts_on,
        "ends_on": paper.ends_on or paper.starts_on,
        "place": paper.place_name,
    }


# -- completion ----------------------------------------------------------------------------------
def completions_of(course: Context) -> list[dict[str, Any]]:
    """The whole state: the diary of each trainee, and each demonstration that was assessed."""
    query = select(WorkPeriod).where(of_course(course)).options(joinedload(WorkPeriod.unit))
    periods = db.session().scalars(query.order_by(WorkPeriod.ends_on).limit(MOST)).all()
    users = subjects_of(course.registration_id, {p.learner_id for p in periods})
    links = _links(course)
    done, passed = _told(course), _passed(course)
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for period in periods:
        user = users.get(period.learner_id)
        if user is None:
            continue
        agreed = agreed_days(period.agreed_weekdays, period.starts_on, period.ends_on)
        is_told = done.get(period.id, 0) >= max(1, agreed)
        code = period.unit.code_uri
        is_passed = (period.learner_id, period.unit_id) in passed
        for row in (
            _completion(user, DIARY, "", links, complete=is_told),
            _completion(user, PAPER, code, links, complete=is_passed),
        ):
            # A trainee's last period says whether the diary is complete.
            rows[row["user"], row["page"], row["unit"]] = row
    return list(rows.values())[:MOST]


def _completion(
    user: str, page: str, unit: str, links: dict[tuple[str, str], str], *, complete: bool
) -> dict[str, Any]:
    link = links.get((page, unit)) or links.get((page, ""), "")
    return {"user": user, "page": page, "unit": unit, "link": link, "complete": complete}


def _links(course: Context) -> dict[tuple[str, str], str]:
    query = select(ResourceLink).where(
        ResourceLink.context_id == course.id,
        ResourceLink.gone_at.is_(None),
        ResourceLink.page != "",
    )
    return {(link.page, link.unit): link.link_ref for link in db.session().scalars(query)}


def _told(course: Context) -> dict[int, int]:
    """On how many days of each period there is an approved entry."""
    query = (
        select(DiaryEntry.period_id, func.count(DiaryEntry.day.distinct()))
        .join(WorkPeriod, WorkPeriod.id == DiaryEntry.period_id)
        .where(
            of_course(course),
            DiaryEntry.state == EntryState.APPROVED,
            DiaryEntry.kind != EntryKind.ABSENCE,
            DiaryEntry.day.between(WorkPeriod.starts_on, WorkPeriod.ends_on),
        )
        .group_by(DiaryEntry.period_id)
    )
    return {row[0]: row[1] for row in db.session().execute(query)}


def _passed(course: Context) -> set[tuple[int, int]]:
    query = (
        select(DemonstrationPaper.learner_id, DemonstrationPaper.unit_id)
        .join(WorkPeriod, WorkPeriod.id == DemonstrationPaper.period_id)
        .join(Assessment, Assessment.paper_id == DemonstrationPaper.id)
        .where(of_course(course), Assessment.grade != FAILED)
    )
    return {(row[0], row[1]) for row in db.session().execute(query)}
