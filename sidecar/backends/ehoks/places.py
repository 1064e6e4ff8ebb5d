"""Where our lines stand in a plan: units by code, periods by key, demonstrations by content.

A demonstration has no key that outlives a PUT (ehoks.md §0.6): days, place and unit name it. Where
more than one fits, the one that says what we say, or what we said last, is ours.
"""

from collections.abc import Iterator
from typing import Any

from sidecar.backends.base import Demonstration, Plan, PlanChange
from sidecar.backends.ehoks import codes
from sidecar.backends.ehoks.compare import is_same
from sidecar.backends.ehoks.lines import demonstration_lines, overlaid

Place = tuple[str | int, ...]
_LISTS_THAT_HOLD = (codes.VOCATIONAL, codes.LOCAL)


def at(plan: Any, place: Place | None) -> Any:
    """What stands at a place of a plan; None when nothing does."""
    if place is None:
        return None
    for step in place:
        try:
            plan = plan[step]
        except (KeyError, IndexError, TypeError):
            return None
    return plan


def find_period(plan: Plan, period_key: str) -> Place | None:
    """Where the period with our key stands, in whatever unit."""
    for holder in _holders(plan):
        for index, period in enumerate(at(plan, (*holder, codes.PERIODS)) or ()):
            if period.get(codes.PERIOD_KEY) == period_key:
                return (*holder, codes.PERIODS, index)
    return None


def _holders(plan: Plan) -> Iterator[Place]:
    """Everything that can hold periods: vocational and local units, sub-areas of common ones."""
    for name in _LISTS_THAT_HOLD:
        yield from ((name, index) for index in range(len(plan.get(name) or ())))
    for index, unit in enumerate(plan.get(codes.COMMON) or ()):
        for below in range(len(unit.get(codes.SUB_AREAS) or ())):
            yield (codes.COMMON, index, codes.SUB_AREAS, below)


def find_unit(plan: Plan, change: PlanChange) -> Place | None:
    """Where the change's vocational unit stands.

    A unit may stand in a plan more than once: then the one that holds our lines, else the one with
    the version of ours, else the first.
    """
    found = _units(plan, change.unit_code_uri)
    if len(found) <= 1:
        return found[0] if found else None
    ours = [find_demonstration(plan, change)]
    ours += [find_period(plan, change.period.period_key)] if change.period else []
    holding = [place[:2] for place in ours if place is not None and place[:2] in found]
    alike = [u for u in found if at(plan, (*u, codes.UNIT_VERSION)) == change.unit_code_version]
    return next(iter([*holding, *alike, *found]))


def _units(plan: Plan, uri: str) -> list[Place]:
    units = enumerate(plan.get(codes.VOCATIONAL) or ())
    return [(codes.VOCATIONAL, n) for n, unit in units if unit.get(codes.UNIT_URI) == uri]


def find_demonstration(plan: Plan, change: PlanChange) -> Place | None:
    """Where our demonstration stands in the change's unit, however often that is in the plan."""
    found = _showings(plan, change)
    known = _said_by(plan, found, change.demonstration)
    known = known or _said_by(plan, found, change.delivered_before)
    return next(iter(known or found), None)


def is_ambiguous(plan: Plan, change: PlanChange) -> bool:
    """Whether two demonstrations fit and nothing tells which of them is ours."""
    found = _showings(plan, change)
    if len(found) <= 1 or _said_by(plan, found, change.demonstration):
        return False
    return len(_said_by(plan, found, change.delivered_before)) != 1


def _showings(plan: Plan, change: PlanChange) -> list[Place]:
    """Demonstrations with our days and place, as they are now or as they went out last."""
    places = [
        (*unit, codes.DEMONSTRATIONS, index)
        for unit in _units(plan, change.unit_code_uri)
        for index in range(len(at(plan, (*unit, codes.DEMONSTRATIONS)) or ()))
    ]
    both = [one for one in (change.demonstration, change.delivered_before) if one is not None]
    fitting = [
        place for known in both for place in places if _is_same_showing(at(plan, place), known)
    ]
    return list(dict.fromkeys(fitting))


def _is_same_showing(shown: dict[str, Any], known: Demonstration) -> bool:
    lines = demonstration_lines(known)
    name = str(at(shown, ("nayttoymparisto", "nimi")) or "")
    same_place = name.strip().casefold() == known.place_name.strip().casefold()
    return same_place and all(shown.get(day) == lines.get(day) for day in ("alku", "loppu"))


def _said_by(plan: Plan, places: list[Place], known: Demonstration | None) -> list[Place]:
    """Those that say all that `known` says."""
    if known is None:
        return []
    lines = demonstration_lines(known)
    whole = [(place, at(plan, place)) for place in places]
    return [place for place, shown in whole if is_same(overlaid(shown, lines), shown)]
