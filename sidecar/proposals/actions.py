"""Drawing up, accepting and returning proposals. Nothing goes on without a person's yes."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.backends.base import PlanChange
from sidecar.demonstrations.queries import of_period
from sidecar.errors import BadInput, Conflict
from sidecar.hoks.queries import plan_of
from sidecar.identity.models import Person
from sidecar.outbox.actions import enqueue
from sidecar.placements.models import WorkPeriod
from sidecar.proposals.drafting import draft
from sidecar.proposals.models import HoksProposal, ProposalState
from sidecar.proposals.queries import last_delivered, undecided
from sidecar.tenancy.queries import provider as provider_by_id

HOKS_TOPIC = "hoks"


@dataclass(frozen=True, kw_only=True)
class Yes:
    """What the officer says besides yes. `plan_ref`: the number of the HOKS that was looked at."""

    may_create: bool = False
    approved_on: date | None = None
    plan_ref: int | None = None
    unit_code_version: int | None = None
    """Asked where the unit is new in the HOKS and its document tells no version."""

    def put_into(self, change: PlanChange) -> PlanChange:
        """The change with these answers in it."""
        return replace(
            change,
            may_create=self.may_create,
            approved_on=self.approved_on,
            unit_code_version=change.unit_code_version or self.unit_code_version,
            plan_ref=self.plan_ref if self.plan_ref is not None else change.plan_ref,
        )


def draw_up(period: WorkPeriod, *, by: Person) -> HoksProposal:
    """The proposal of a period as things stand now; one that still waits is drawn up anew."""
    plan = plan_of(period.provider_id, period.learner_id)
    if plan is None:
        raise Conflict(
            "The trainee is not tied to a study right yet. The records officer does that first."
        )
    paper = of_period(period)
    before = last_delivered(period.id)
    provider = provider_by_id(period.provider_id)
    change = draft(plan, period, paper, provider, before=before.demonstration if before else None)
    proposal = undecided(period.id) or _new(period, plan.id, by)
    proposal.paper_id = paper.id if paper else None
    proposal.change, proposal.state, proposal.reason = change.to_json(), ProposalState.OPEN, ""
    db.session().flush()
    _record("proposal.drawn_up", proposal, by)
    return proposal


def _new(period: WorkPeriod, plan_id: int, by: Person) -> HoksProposal:
    proposal = HoksProposal(
        plan_id=plan_id,
        provider_id=period.provider_id,
        period_id=period.id,
        created_at=clock.now(),
        created_by_id=by.id,
        change={},
    )
    db.session().add(proposal)
    return proposal


def accept(
    proposal: HoksProposal,
    *,
    seen: str,
    yes: Yes,
    by: Person,
    lines: list[dict[str, Any]] | None = None,
) -> None:
    """The officer's yes: the lines go out as they were seen, by a job.

    `seen`: fingerprint of the lines on the officer's page; Conflict when they have changed since.
    `lines`: the change against the plan of that moment, kept for whoever looks later, and compared
    with the plan again before anything is written.
    """
    _must_be_open(proposal)
    change = PlanChange.from_json(proposal.change)
    if fingerprint(change) != seen:
        raise Conflict("The proposal was drawn up anew meanwhile. Look at it as it is now.")
    proposal.change = yes.put_into(change).to_json()
    proposal.state, proposal.decided_at = ProposalState.ACCEPTED, clock.now()
    proposal.seen_lines = lines
    proposal.decided_by_id = by.id
    if yes.plan_ref is not None:
        proposal.plan.plan_ref = yes.plan_ref
    enqueue(
        HOKS_TOPIC,
        ref=f"plan:{proposal.plan_id}",
        key=f"hoks:{proposal.id}",
        payload={"proposal_id": proposal.id},
        provider_id=proposal.provider_id,
    )
    _record("proposal.accepted", proposal, by)


def send_back(proposal: HoksProposal, reason: str, *, by: Person) -> None:
    """The officer's no, with a reason."""
    _must_be_open(proposal)
    if not reason:
        raise BadInput(fields={"reason": [gettext("Say in a few words what to add.")]})
    proposal.state, proposal.reason = ProposalState.RETURNED, reason
    proposal.decided_at, proposal.decided_by_id = clock.now(), by.id
    _record("proposal.returned", proposal, by)


def fingerprint(change: PlanChange) -> str:
    """Short mark of the lines of a change."""
    packed = json.dumps(change.to_json(), sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(packed).hexdigest()[:16]


def _must_be_open(proposal: HoksProposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise Conflict("Somebody has decided on this proposal already.")


def _record(type_: str, proposal: HoksProposal, by: Person) -> None:
    record(type_, by=by, target=f"proposal:{proposal.id}", provider_id=proposal.provider_id)
