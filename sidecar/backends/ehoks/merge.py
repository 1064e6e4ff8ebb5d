"""What stands in the plan, plus our lines. Everything that is not ours stays as it is.

Sources: ehoks.md §3.2–3.5 (fields), §5 (from a GET to a PUT), §0.6 (how things are recognised).
A line of ours that is empty says nothing about the plan: what stands there stays.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sidecar.backends.base import Demonstration, Plan, PlanChange, WorkplacePeriod
from sidecar.backends.ehoks import codes
from sidecar.backends.ehoks.compare import is_same, writable
from sidecar.backends.ehoks.lines import (
    SHOWN_DEFAULTS,
    demonstration_lines,
    overlaid,
    period_defaults,
    period_lines,
    said,
)
from sidecar.backends.ehoks.places import Place, at, find_demonstration, find_period, find_unit


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A body for PUT or POST, and where our period and demonstration stand in it."""

    body: Plan
    period: Place | None
    demonstration: Place | None

    def is_ours(self, place: Place) -> bool:
        """Whether a place of the body lies in what we wrote."""
        ours = [p for p in (self.period, self.demonstration) if p is not None]
        return any(place[: len(p)] == p for p in ours)

    def is_in(self, plan: Plan | None) -> bool:
        """Whether the plan that this was made from says all our lines already."""
        places = [p for p in (self.period, self.demonstration) if p is not None]
        pairs = [(at(plan, place), at(self.body, place)) for place in places]
        return all(there is not None and is_same(there, ours) for there, ours in pairs)


def merged(plan: Plan | None, change: PlanChange, *, today: date) -> Merged:
    """The plan with the change in it, to be written whole; `plan` itself is left alone."""
    body = new_plan(change, today=today) if plan is None else writable(plan)
    return Merged(
        body=body,
        period=_with_period(body, change, change.period),
        demonstration=_with_demonstration(body, change, change.demonstration),
    )


def _with_period(body: Plan, change: PlanChange, period: WorkplacePeriod | None) -> Place | None:
    if period is None:
        return None
    place = find_period(body, period.period_key)
    place = place or _end(body, (*_unit(body, change), codes.PERIODS))
    _put(body, place, period_lines(period), period_defaults(period))
    return place


def _with_demonstration(
    body: Plan, change: PlanChange, shown: Demonstration | None
) -> Place | None:
    if shown is None:
        return None
    place = find_demonstration(body, change)
    place = place or _end(body, (*_unit(body, change), codes.DEMONSTRATIONS))
    _put(body, place, demonstration_lines(shown), SHOWN_DEFAULTS)
    return place


def new_plan(change: PlanChange, *, today: date) -> Plan:
    """The least a plan needs (§3.1)."""
    return {
        "oppija-oid": change.learner_number,
        "opiskeluoikeus-oid": change.study_right_oid,
        "ensikertainen-hyvaksyminen": (change.approved_on or today).isoformat(),
        codes.NEED: True,
    }


def _unit(body: Plan, change: PlanChange) -> Place:
    """Where the change's unit stands; it is added when it is not there."""
    found = find_unit(body, change)
    if found is not None:
        return found
    provider = change.period.provider_oid if change.period else ""
    unit = {
        codes.UNIT_URI: change.unit_code_uri,
        codes.UNIT_VERSION: change.unit_code_version,
        "koulutuksen-jarjestaja-oid": provider,
    }
    place = _end(body, (codes.VOCATIONAL,))
    _put(body, place, said(unit), {})
    return place


def _end(body: Plan, of: Place) -> Place:
    """The place after the last item of a list; makes the list."""
    holder = at(body, of[:-1])
    items = holder.setdefault(of[-1], [])
    return (*of, len(items))


def _put(body: Plan, place: Place, ours: dict[str, Any], defaults: dict[str, Any]) -> None:
    items, index = at(body, place[:-1]), int(place[-1])
    theirs = items[index] if index < len(items) else {}
    items[index : index + 1] = [overlaid(overlaid(defaults, theirs), ours)]
