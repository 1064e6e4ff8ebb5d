"""The job that carries an accepted proposal into the provider's system."""

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.backends.base import FieldChange, PlanChange
from sidecar.errors import SettingsError
from sidecar.outbox.handlers import Delivered, MessageView, Outcome, Refused, Retry
from sidecar.proposals.backends import backend_of
from sidecar.proposals.models import HoksProposal, ProposalState
from sidecar.settings import Settings
from sidecar.tenancy.models import EducationProvider


class HoksSender:
    """Delivers messages of the topic `hoks`: an accepted proposal, merged into the plan."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, message: MessageView) -> Outcome:
        """Hand the accepted lines to the back-end, with no transaction open."""
        proposal = db.session().get_one(HoksProposal, message.payload["proposal_id"])
        provider = db.session().get_one(EducationProvider, proposal.provider_id)
        change = PlanChange.from_json(proposal.change)
        seen = [FieldChange.from_json(line) for line in proposal.seen_lines or []]
        db.database().release()
        try:
            backend = backend_of(provider, self.settings)
        except SettingsError as error:
            return Retry(reason=str(error))
        return backend.deliver(change, uncertain=message.uncertain, seen=seen)


def settle(message: MessageView, outcome: Outcome) -> None:
    """Write what became of the proposal, in the transaction that settles the message."""
    proposal = db.session().get_one(HoksProposal, message.payload["proposal_id"])
    match outcome:
        case Delivered():
            proposal.state, proposal.delivered_at = ProposalState.DELIVERED, clock.now()
            proposal.reason = outcome.note
            _record("proposal.delivered", proposal)
        case Refused(code=code, reason=reason):
            proposal.state, proposal.reason = ProposalState.REFUSED, reason
            _record("proposal.refused", proposal, code=code)
        case _:
            # On its way again: a retry after a refusal takes the refusal back.
            proposal.state = ProposalState.ACCEPTED


def _record(type_: str, proposal: HoksProposal, **details: str) -> None:
    record(
        type_,
        by=None,
        actor="job",
        target=f"proposal:{proposal.id}",
        details=details,
        provider_id=proposal.provider_id,
    )
