"""Accepting or declining the pairs that a group offers."""

from collections.abc import Iterable

from sqlalchemy import select

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import BadInput
from sidecar.identity.permissions import Viewer
from sidecar.placements.models import PairDecision
from sidecar.placements.offers import Offer, Pair


def decide(viewer: Viewer, offer: Offer, values: Iterable[str], *, accept: bool) -> int:
    """Accept or decline some of an offer's pairs; gives how many.

    Accepting makes the coach the coach of the trainee's running and coming periods; where there is
    none yet, it is remembered. BadInput for no choice, or for what is not the viewer's to say.
    """
    wanted = set(values)
    chosen = [pair for pair in offer.pairs if pair.value in wanted]
    if not chosen:
        raise BadInput("Choose at least one trainee.")
    if accept and not all(pair.may_accept for pair in chosen):
        raise BadInput("The trainee's own coach, or the administrator, says who comes next.")
    for pair in chosen:
        _note(viewer, offer, pair, accept=accept)
        if accept:
            _hand_over(viewer, pair)
    return len(chosen)


def _note(viewer: Viewer, offer: Offer, pair: Pair, *, accept: bool) -> None:
    query = select(PairDecision).where(
        PairDecision.group_id == offer.group.id,
        PairDecision.coach_id == pair.coach.id,
        PairDecision.learner_id == pair.learner.id,
    )
    found = db.session().scalar(query)
    if found is None:
        found = PairDecision(
            group_id=offer.group.id, coach_id=pair.coach.id, learner_id=pair.learner.id
        )
        db.session().add(found)
    found.accepted = accept
    found.decided_by_id, found.decided_at = viewer.person.id, clock.now()
    done = "pair.accepted"
    if not accept:
        done = "pair.declined"
    record(
        done,
        by=viewer.person,
        target=f"person:{pair.learner.id}",
        details={"coach": pair.coach.id, "group": offer.group.id},
        provider_id=viewer.provider_id,
    )


def _hand_over(viewer: Viewer, pair: Pair) -> None:
    for period in pair.periods:
        if period.coach_id == pair.coach.id:
            continue
        record(
            "period.handed_over",
            by=viewer.person,
            target=f"period:{period.id}",
            details={"from": period.coach_id, "to": pair.coach.id},
            provider_id=period.provider_id,
        )
        period.coach_id = pair.coach.id
