"""From a work period and its paper to the change of the plan, as plain values."""

from sidecar.backends.base import Assessor, Demonstration, PlanChange, WorkplacePeriod
from sidecar.demonstrations.models import DemonstrationPaper, PaperState
from sidecar.demonstrations.queries import frozen_rows
from sidecar.hoks.models import LearnerPlan
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.queries import in_language
from sidecar.tenancy.models import EducationProvider

_LIT = ("half", "full")


def draft(
    plan: LearnerPlan,
    period: WorkPeriod,
    paper: DemonstrationPaper | None,
    provider: EducationProvider,
    *,
    before: Demonstration | None,
) -> PlanChange:
    """The change. A paper that is still being written is left out: it is not handed over."""
    oid = provider.organisation_oid or ""
    is_ready = paper is not None and paper.state != PaperState.WRITING
    return PlanChange(
        learner_number=plan.learner_number,
        study_right_oid=plan.study_right_oid,
        unit_code_uri=period.unit.code_uri,
        unit_code_version=period.unit.code_version,
        period=_period(period, oid),
        demonstration=_demonstration(paper, oid) if paper and is_ready else None,
        plan_ref=plan.plan_ref,
        delivered_before=before,
    )


def _period(period: WorkPeriod, oid: str) -> WorkplacePeriod:
    return WorkplacePeriod(
        period_key=period.period_key,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        agreement=period.agreement,  # type: ignore[arg-type]
        part_time_percent=period.part_time_percent,
        workplace_name=period.workplace_name,
        business_id=period.business_id,
        core_tasks=list(period.core_tasks),
        instructor_name=period.instructor_name,
        instructor_email=period.instructor_email,
        instructor_phone=period.instructor_phone,
        apprenticeship_basis=period.apprenticeship_basis,
        provider_oid=oid,
    )


def _demonstration(paper: DemonstrationPaper, oid: str) -> Demonstration:
    shown = [row for row in frozen_rows(paper) if row["state"] in _LIT]
    return Demonstration(
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        place_name=paper.place_name,
        business_id=paper.business_id,
        place_description=paper.place_description,
        work_situations=list(paper.work_situations),
        requirements=[in_language(row["text"], "fi") for row in shown],
        assessors=[
            Assessor(
                kind=one.kind,  # type: ignore[arg-type]
                name=one.name,
                organisation=one.organisation,
                organisation_ref=one.organisation_ref,
            )
            for one in paper.assessors
        ],
        institution_oid=oid,
    )
