"""Proposals, always seen from somebody who belongs to their period or keeps the records."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from sidecar import db
from sidecar.backends.base import PlanChange
from sidecar.errors import NotFound
from sidecar.hoks.models import LearnerPlan
from sidecar.identity.permissions import Viewer
from sidecar.placements.models import WorkPeriod
from sidecar.placements.queries import visible
from sidecar.proposals.models import HoksProposal, ProposalState


def _proposals(viewer: Viewer) -> Select[HoksProposal]:
    periods = visible(viewer).with_only_columns(WorkPeriod.id)
    return (
        select(HoksProposal)
        .where(HoksProposal.period_id.in_(periods))
        .options(
            joinedload(HoksProposal.plan).joinedload(LearnerPlan.learner),
            joinedload(HoksProposal.created_by),
            joinedload(HoksProposal.period).joinedload(WorkPeriod.unit),
        )
    )


def proposals_of(viewer: Viewer) -> Sequence[HoksProposal]:
    """The proposals that the viewer may see, open ones first."""
    query = _proposals(viewer).order_by(
        (HoksProposal.state != ProposalState.OPEN), HoksProposal.id.desc()
    )
    return db.session().scalars(query.limit(200)).all()


def proposal_of(viewer: Viewer, proposal_id: int) -> HoksProposal:
    """One of them; NotFound for any other."""
    found = db.session().scalar(_proposals(viewer).where(HoksProposal.id == proposal_id))
    if found is None:
        raise NotFound
    return found


def undecided(period_id: int) -> HoksProposal | None:
    """The proposal of a period that still waits, or was returned."""
    query = select(HoksProposal).where(
        HoksProposal.period_id == period_id,
        HoksProposal.state.in_((ProposalState.OPEN, ProposalState.RETURNED)),
    )
    return db.session().scalar(query.order_by(HoksProposal.id.desc()).limit(1))


def last_delivered(period_id: int) -> PlanChange | None:
    """What of this period went out last."""
    query = select(HoksProposal.change).where(
        HoksProposal.period_id == period_id, HoksProposal.state == ProposalState.DELIVERED
    )
    found = db.session().scalar(query.order_by(HoksProposal.id.desc()).limit(1))
    return PlanChange.from_json(found) if found else None


def open_count(provider_id: int) -> int:
    """How many proposals of a provider wait for its records officer."""
    query = select(func.count(HoksProposal.id)).where(
        HoksProposal.provider_id == provider_id, HoksProposal.state == ProposalState.OPEN
    )
    return int(db.session().scalar(query) or 0)
