"""What stays of HOKS proposals when a trainee asks to be erased: what went out, or is going."""

from datetime import date

from sqlalchemy import select

from sidecar import db
from sidecar.errors import N_
from sidecar.hoks.models import LearnerPlan
from sidecar.privacy.keeping import Kept
from sidecar.proposals.models import HoksProposal, ProposalState

_WENT_OUT = (ProposalState.ACCEPTED, ProposalState.DELIVERED)
_WHAT = N_("Lines that were entered into your HOKS, with your learner number")
_WHY = N_(
    "They are in the national plan. The education provider must be able to show what it entered; "
    "ask there to have the plan itself changed."
)


def keep_delivered(person_id: int, _today: date) -> list[Kept]:
    """Accepted and delivered proposals with the plan they belong to."""
    query = (
        select(HoksProposal.id)
        .join(LearnerPlan, LearnerPlan.id == HoksProposal.plan_id)
        .where(LearnerPlan.learner_id == person_id, HoksProposal.state.in_(_WENT_OUT))
    )
    numbers = set(db.session().scalars(query))
    return [Kept(what=_WHAT, why=_WHY, rows={"hoks_proposal": numbers})] if numbers else []
