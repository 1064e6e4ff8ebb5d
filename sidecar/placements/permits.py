"""The register of cards: what sites ask for, and until when it is good. No card numbers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.errors import BadInput, NotFound
from sidecar.identity.models import Person
from sidecar.placements.models import Permit, PermitKind, WorkPeriod

WARN_BEFORE = timedelta(days=30)
_MOST = 50


def permits_of(learner_id: int, provider_id: int) -> Sequence[Permit]:
    """A learner's cards at a provider, the one that ends first on top."""
    query = select(Permit).where(Permit.learner_id == learner_id, Permit.provider_id == provider_id)
    query = query.order_by(Permit.expires_on.is_(None), Permit.expires_on, Permit.id)
    return db.session().scalars(query.limit(_MOST)).all()


def expiring(coach_id: int, today: date) -> list[tuple[Permit, int]]:
    """Cards of this coach's learners that end within 30 days, or have ended; and their periods."""
    query = (
        select(Permit, WorkPeriod.id)
        .join(
            WorkPeriod,
            (WorkPeriod.learner_id == Permit.learner_id)
            & (WorkPeriod.provider_id == Permit.provider_id),
        )
        .where(
            WorkPeriod.coach_id == coach_id,
            WorkPeriod.starts_on <= today + WARN_BEFORE,
            WorkPeriod.ends_on >= today,
            Permit.expires_on <= today + WARN_BEFORE,
        )
        .options(joinedload(Permit.learner))
        .order_by(Permit.expires_on, Permit.id, WorkPeriod.id)
        .limit(_MOST)
    )
    found = {permit.id: (permit, period_id) for permit, period_id in db.session().execute(query)}
    return list(found.values())


def ending(learner_id: Any, until: Any) -> Select[Permit]:
    """The learner's own cards that end by then, or have ended."""
    return select(Permit).where(Permit.learner_id == learner_id, Permit.expires_on <= until)


def ending_of(learner_id: int, today: date) -> Sequence[Permit]:
    """Those that end within 30 days, the first to end first."""
    query = ending(learner_id, today + WARN_BEFORE)
    return db.session().scalars(query.order_by(Permit.expires_on, Permit.id).limit(_MOST)).all()


def note_permit(period: WorkPeriod, values: dict[str, Any], *, by: Person) -> Permit:
    """Keep a card of the period's learner; the same kind again replaces the older one."""
    if values["kind"] == PermitKind.OTHER and not values["name"]:
        raise BadInput(fields={"name": [gettext("Write what the card is called.")]})
    name = values["name"] if values["kind"] == PermitKind.OTHER else ""
    permit = _same(period, values["kind"], name) or Permit(
        provider_id=period.provider_id, learner_id=period.learner_id, kind=values["kind"], name=name
    )
    permit.expires_on, permit.noted_by_id, permit.noted_at = (
        values["expires_on"], by.id, clock.now(),
    )  # fmt: skip
    db.session().add(permit)
    db.session().flush()
    record("permit.noted", by=by, target=f"permit:{permit.id}", provider_id=period.provider_id)
    return permit


def _same(period: WorkPeriod, kind: str, name: str) -> Permit | None:
    query = select(Permit).where(
        Permit.learner_id == period.learner_id,
        Permit.provider_id == period.provider_id,
        Permit.kind == kind,
        Permit.name == name,
    )
    return db.session().scalar(query)


def remove_permit(period: WorkPeriod, permit_id: int, *, by: Person) -> None:
    """Take a card of the period's learner off the register."""
    query = select(Permit).where(
        Permit.id == permit_id,
        Permit.learner_id == period.learner_id,
        Permit.provider_id == period.provider_id,
    )
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    record("permit.removed", by=by, target=f"permit:{found.id}", provider_id=found.provider_id)
    db.session().delete(found)
