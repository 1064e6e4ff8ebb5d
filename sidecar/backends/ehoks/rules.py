"""Our own check before anything is sent: what eHOKS would refuse, in words for a person.

Sources: ehoks.md §3 (required fields, patterns, check digits), §4.1 (periods), §4.2 (study right).
What eHOKS lets through but nobody could use (an unnamed workplace) is asked for as well.
"""

from collections.abc import Iterator
from datetime import date

from sidecar import numbers
from sidecar.backends.base import (
    N_,
    Assessor,
    Demonstration,
    Missing,
    Plan,
    PlanChange,
    WorkplacePeriod,
)
from sidecar.backends.ehoks import codes
from sidecar.backends.ehoks.places import find_period, find_unit, is_ambiguous

_Found = Iterator[tuple[bool, str, str]]
"""(good, field, sentence)"""
_PART_TIME_AFTER = date(2023, 6, 30)
_LONGEST_YEARS = 5
_FULL_TIME = 100

_BUSINESS_ID = N_("The business ID is not right. It looks like 1234567-1; check each digit.")
_ORDER = N_("The last day is before the first day.")
_ORGANISATION = N_("The organisation OID is not right. It begins with 1.2.246.562.10.")


def problems(change: PlanChange, plan: Plan | None) -> list[Missing]:
    """What stops the change from going into the plan (None: there is none yet)."""
    found: list[tuple[bool, str, str]] = [*_learner(change), *_plan(change, plan)]
    if change.period is not None:
        found += _period(change.period)
    if change.demonstration is not None:
        found += _demonstration(change.demonstration)
    return [Missing(field=field, sentence=text) for good, field, text in found if not good]


def _learner(change: PlanChange) -> _Found:
    yield (
        numbers.is_learner_oid(change.learner_number),
        "learner_number",
        N_("The learner number is not right. It begins with 1.2.246.562.24."),
    )
    yield (
        numbers.is_study_right_oid(change.study_right_oid),
        "study_right_oid",
        N_("The study right OID is not right. It begins with 1.2.246.562.15."),
    )
    yield (
        codes.is_unit_uri(change.unit_code_uri),
        "unit_code_uri",
        N_("The qualification unit has no national code, so the HOKS cannot hold it."),
    )
    yield (
        change.period is not None or change.demonstration is not None,
        "period",
        N_("There is nothing to send: neither a work period nor a demonstration."),
    )


def _plan(change: PlanChange, plan: Plan | None) -> _Found:
    if plan is None:
        yield (
            change.may_create,
            "may_create",
            N_("This learner has no HOKS yet. May valo make one?"),
        )
    else:
        yield from _standing_plan(change, plan)
    new = plan is None or find_unit(plan, change) is None
    yield (
        change.unit_code_version is not None or not new,
        "unit_code_version",
        N_("The unit is not in the HOKS yet. Which version does its code have in Koodisto?"),
    )


def _standing_plan(change: PlanChange, plan: Plan) -> _Found:
    yield (
        plan.get("opiskeluoikeus-oid") in (None, change.study_right_oid),
        "study_right_oid",
        N_("This HOKS belongs to another study right."),
    )
    yield (
        not numbers.is_learner_oid(change.learner_number)
        or plan.get("oppija-oid") in (None, change.learner_number),
        "learner_number",
        N_(
            "The HOKS of this study right has another learner number. Check both numbers under "
            "Study rights, then propose again."
        ),
    )
    yield (
        not is_ambiguous(plan, change),
        "demonstration",
        N_(
            "Two demonstrations in this HOKS have the same days and place, and valo cannot tell "
            "which is ours. Remove one of them in eHOKS first."
        ),
    )
    yield (
        isinstance(plan.get(codes.NEED), bool),
        "plan",
        N_("The HOKS lacks an old answer: need to acquire competence. Add it in eHOKS first."),
    )
    yield (
        not plan.get(codes.TUVA_PARTS),
        "plan",
        N_("This is a HOKS of preparatory education (TUVA). It cannot hold qualification units."),
    )
    yield (
        _is_vocational(change, plan),
        "unit_code_uri",
        N_("In the HOKS this is a common unit. Write it there by sub-areas, in eHOKS itself."),
    )


def _is_vocational(change: PlanChange, plan: Plan) -> bool:
    common = [unit.get(codes.UNIT_URI) for unit in plan.get(codes.COMMON) or ()]
    period, shown = change.period, change.demonstration
    known = period is not None and find_period(plan, period.period_key) is not None
    return change.unit_code_uri not in common or (known and shown is None)


def _period(period: WorkplacePeriod) -> _Found:
    """§4.1; the study right's own days only eHOKS knows."""
    yield bool(period.period_key.strip()), "period_key", N_("The work period has no key.")
    yield period.starts_on <= period.ends_on, "ends_on", _ORDER
    yield (
        period.ends_on <= _years_later(period.starts_on),
        "ends_on",
        N_("A work period lasts at most five years."),
    )
    oid = period.provider_oid
    yield not oid or numbers.is_organisation_oid(oid), "provider_oid", _ORGANISATION
    if period.agreement in codes.AT_WORKPLACE:
        yield from _agreement(period)
    yield from _workplace(period)


def _years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + _LONGEST_YEARS)
    except ValueError:
        return day.replace(year=day.year + _LONGEST_YEARS, day=28)


def _agreement(period: WorkplacePeriod) -> _Found:
    percent = period.part_time_percent
    yield (
        percent is None or 1 <= percent <= _FULL_TIME,
        "part_time_percent",
        N_("The part-time percentage is from 1 to 100."),
    )
    yield (
        percent is not None or period.ends_on <= _PART_TIME_AFTER,
        "part_time_percent",
        N_("Add the part-time percentage; 100 is full time."),
    )
    yield (
        bool(period.workplace_name.strip()),
        "workplace_name",
        N_("Add the name of the workplace."),
    )
    yield bool(period.business_id), "business_id", N_("Add the workplace's business ID.")
    yield (
        period.agreement != "apprenticeship" or bool(period.apprenticeship_basis),
        "apprenticeship_basis",
        N_("Add the ground of the apprenticeship agreement."),
    )


def _workplace(period: WorkplacePeriod) -> _Found:
    yield (
        not period.business_id or numbers.is_business_id(period.business_id.strip()),
        "business_id",
        _BUSINESS_ID,
    )
    yield (
        bool(period.instructor_name.strip()) or not period.workplace_name,
        "instructor_name",
        N_("Add the name of the workplace instructor."),
    )
    yield (
        codes.is_phone(period.instructor_phone),
        "instructor_phone",
        N_("The phone number may hold digits, spaces and + - ( ) only."),
    )


def _demonstration(shown: Demonstration) -> _Found:
    """§3.5; eHOKS does not check the order of the days, we do."""
    starts, ends = shown.starts_on, shown.ends_on
    yield starts is not None, "starts_on", N_("Add the first day of the demonstration.")
    yield ends is not None, "ends_on", N_("Add the last day of the demonstration.")
    yield starts is None or ends is None or starts <= ends, "ends_on", _ORDER
    yield bool(shown.place_name.strip()), "place_name", N_("Add the place of the demonstration.")
    yield (
        not shown.business_id or numbers.is_business_id(shown.business_id.strip()),
        "business_id",
        _BUSINESS_ID,
    )
    yield (
        any(text.strip() for text in (*shown.work_situations, *shown.requirements)),
        "work_situations",
        N_("Tell what is done in the demonstration."),
    )
    oid = shown.institution_oid
    yield not oid or numbers.is_organisation_oid(oid), "institution_oid", _ORGANISATION
    for assessor in shown.assessors:
        yield from _assessor(assessor)


def _assessor(assessor: Assessor) -> _Found:
    yield bool(assessor.name.strip()), "assessors", N_("Add the name of each assessor.")
    ref = assessor.organisation_ref.strip()
    if assessor.kind == "provider":
        yield not ref or numbers.is_organisation_oid(ref), "assessors", _ORGANISATION
        return
    yield not ref or numbers.is_business_id(ref), "assessors", _BUSINESS_ID
    yield (
        bool(assessor.organisation.strip()),
        "assessors",
        N_("Add the organisation of each assessor from working life."),
    )
