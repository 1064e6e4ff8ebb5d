"""Tying a learner to a study right."""

from flask_babel import gettext

from sidecar import db, numbers
from sidecar.audit.actions import record
from sidecar.errors import BadInput
from sidecar.hoks.models import LearnerPlan
from sidecar.hoks.queries import others_with, plan_of
from sidecar.identity.models import Person


def tie(
    provider_id: int,
    learner: Person,
    *,
    learner_number: str,
    study_right_oid: str,
    by: Person | None,
) -> LearnerPlan:
    """Make or change the tie. BadInput for numbers that are wrong, or another trainee's."""
    _check(learner_number, study_right_oid)
    _check_free(provider_id, learner, learner_number, study_right_oid)
    plan = plan_of(provider_id, learner.id)
    if plan is None:
        plan = LearnerPlan(learner_id=learner.id, provider_id=provider_id)
        db.session().add(plan)
    elif plan.study_right_oid != study_right_oid:
        plan.plan_ref = None
    plan.learner_number, plan.study_right_oid = learner_number, study_right_oid
    db.session().flush()
    record("plan.tied", by=by, target=f"plan:{plan.id}", provider_id=provider_id)
    return plan


def _check(learner_number: str, study_right_oid: str) -> None:
    wrong: dict[str, list[str]] = {}
    if not numbers.is_learner_oid(learner_number):
        wrong["learner_number"] = [
            gettext(
                "This is not a learner number. It begins with 1.2.246.562.24; check each digit."
            )
        ]
    if not numbers.is_study_right_oid(study_right_oid):
        wrong["study_right_oid"] = [
            gettext(
                "This is not the OID of a study right. It begins with 1.2.246.562.15; "
                "check each digit."
            )
        ]
    if wrong:
        raise BadInput(fields=wrong)


def _check_free(provider_id: int, learner: Person, number: str, study_right: str) -> None:
    """Two trainees never share a number: one would get the other's lines."""
    taken = [gettext("Another trainee has this number already. Check whose it is.")]
    other = others_with(provider_id, learner.id, number, study_right)
    if other is not None:
        same = other.study_right_oid == study_right
        raise BadInput(fields={"study_right_oid" if same else "learner_number": taken})
