"""Tying a learner to a study right."""

import re

from flask_babel import gettext

from sidecar import db
from sidecar.audit.actions import record
from sidecar.errors import BadInput
from sidecar.hoks.models import LearnerPlan
from sidecar.hoks.queries import plan_of
from sidecar.identity.models import Person

LEARNER_NUMBER = re.compile(r"^1\.2\.246\.562\.(24|98)\.\d{11,24}$")
STUDY_RIGHT = re.compile(r"^1\.2\.246\.562\.15\.\d{11,24}$")


def tie(
    provider_id: int,
    learner: Person,
    *,
    learner_number: str,
    study_right_oid: str,
    by: Person | None,
) -> LearnerPlan:
    """Make or change the tie. BadInput for numbers that have not the shape of theirs."""
    _check(learner_number, study_right_oid)
    plan = plan_of(provider_id, learner.id)
    if plan is None:
        plan = LearnerPlan(learner_id=learner.id, provider_id=provider_id)
        db.session().add(plan)
    elif plan.study_right_oid != study_right_oid:
        plan.plan_ref, plan.snapshot, plan.read_at = None, None, None
    plan.learner_number, plan.study_right_oid = learner_number, study_right_oid
    db.session().flush()
    record("plan.tied", by=by, target=f"plan:{plan.id}", provider_id=provider_id)
    return plan


def _check(learner_number: str, study_right_oid: str) -> None:
    wrong: dict[str, list[str]] = {}
    if not LEARNER_NUMBER.match(learner_number):
        wrong["learner_number"] = [gettext("A learner number begins with 1.2.246.562.24.")]
    if not STUDY_RIGHT.match(study_right_oid):
        wrong["study_right_oid"] = [gettext("A study right's OID begins with 1.2.246.562.15.")]
    if wrong:
        raise BadInput(fields=wrong)
