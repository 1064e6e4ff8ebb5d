"""What stands in the plan, plus our lines. Everything that is not ours stays as it is.

Sources: ehoks.md §3.2–3.5 (fields), §5 (from a GET to a PUT), §0.6 (how things are recognised).
A line of ours that is empty says nothing about the plan: what stands there stays.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sidecar.backends.base import Assessor, Demonstration, Plan, PlanChange, WorkplacePeriod
from sidecar.backends.ehoks import codes

Place = tuple[str | int, ...]
_READ_ONLY = ("eid", "manuaalisyotto", "module-id")
_LISTS_THAT_HOLD = (codes.VOCATIONAL, codes.LOCAL)


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


def writable(plan: Plan) -> Plan:
    """A plan as read, without what a PUT refuses: read-only fields, nested ids, nulls (§5, §8)."""
    return {name: _bare(item) for name, item in plan.items() if _stays(name, item)}


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if _stays(name, item) and name != "id"}
        return {name: _bare(item) for name, item in kept.items()}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _stays(name: str, item: Any) -> bool:
    return name not in _READ_ONLY and item is not None


def merged(plan: Plan | None, change: PlanChange, *, today: date) -> Merged:
    """The plan with the change in it, to be written whole; `plan` itself is left alone."""
    body = new_plan(change, today=today) if plan is None else copy.deepcopy(writable(plan))
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
    unit = _unit(body, change)
    place = find_demonstration(body, unit, change) or _end(body, (*unit, codes.DEMONSTRATIONS))
    _put(body, place, demonstration_lines(shown), _SHOWN_DEFAULTS)
    return place


def new_plan(change: PlanChange, *, today: date) -> Plan:
    """The least a plan needs (§3.1)."""
    return {
        "oppija-oid": change.learner_number,
        "opiskeluoikeus-oid": change.study_right_oid,
        "ensikertainen-hyvaksyminen": (change.approved_on or today).isoformat(),
        codes.NEED: True,
    }


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


def find_unit(plan: Plan, uri: str) -> Place | None:
    """Where the vocational unit of a code stands; the version in the plan does not matter."""
    for index, unit in enumerate(plan.get(codes.VOCATIONAL) or ()):
        if unit.get(codes.UNIT_URI) == uri:
            return (codes.VOCATIONAL, index)
    return None


def find_period(plan: Plan, period_key: str) -> Place | None:
    """Where the period with our key stands, in whatever unit."""
    for holder in _holders(plan):
        for index, period in enumerate(at(plan, (*holder, codes.PERIODS)) or ()):
            if period.get(codes.PERIOD_KEY) == period_key:
                return (*holder, codes.PERIODS, index)
    return None


def find_demonstration(plan: Plan, unit: Place, change: PlanChange) -> Place | None:
    """Where our demonstration stands in a unit: by days and place, it has no key (§0.6)."""
    for known in (change.demonstration, change.delivered_before):
        for index, shown in enumerate(at(plan, (*unit, codes.DEMONSTRATIONS)) or ()):
            if known is not None and _is_same_showing(shown, known):
                return (*unit, codes.DEMONSTRATIONS, index)
    return None


def _is_same_showing(shown: dict[str, Any], known: Demonstration) -> bool:
    lines = demonstration_lines(known)
    name = str(at(shown, ("nayttoymparisto", "nimi")) or "")
    same_place = name.strip().casefold() == known.place_name.strip().casefold()
    return same_place and all(shown.get(day) == lines.get(day) for day in ("alku", "loppu"))


def _holders(plan: Plan) -> Iterator[Place]:
    """Everything that can hold periods: vocational and local units, sub-areas of common ones."""
    for name in _LISTS_THAT_HOLD:
        yield from ((name, index) for index in range(len(plan.get(name) or ())))
    for index, unit in enumerate(plan.get(codes.COMMON) or ()):
        for below in range(len(unit.get(codes.SUB_AREAS) or ())):
            yield (codes.COMMON, index, codes.SUB_AREAS, below)


def _unit(body: Plan, change: PlanChange) -> Place:
    """Where the change's unit stands; it is added when it is not there."""
    found = find_unit(body, change.unit_code_uri)
    if found is not None:
        return found
    provider = change.period.provider_oid if change.period else ""
    unit = {
        codes.UNIT_URI: change.unit_code_uri,
        codes.UNIT_VERSION: change.unit_code_version,
        "koulutuksen-jarjestaja-oid": provider,
    }
    place = _end(body, (codes.VOCATIONAL,))
    _put(body, place, _said(unit), {})
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


def overlaid(theirs: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Ours over theirs, object by object. A code that stays keeps the version it has."""
    result = dict(theirs)
    for name, item in ours.items():
        uri = name.removesuffix("versio") + "uri"
        if name.endswith("-koodi-versio") and name in theirs and theirs.get(uri) == ours.get(uri):
            continue
        before = theirs.get(name)
        both = isinstance(before, dict) and isinstance(item, dict)
        result[name] = overlaid(before, item) if both else item  # type: ignore[arg-type]
    return result


def period_lines(period: WorkplacePeriod) -> dict[str, Any]:
    """Our lines of a period (§3.3, §3.4)."""
    basis = codes.basis_uri(period.apprenticeship_basis)
    lines = {
        codes.PERIOD_KEY: period.period_key,
        "alku": period.starts_on.isoformat(),
        "loppu": period.ends_on.isoformat(),
        codes.WAY: codes.AGREEMENTS[period.agreement],
        "osaamisen-hankkimistapa-koodi-versio": codes.CODE_VERSION,
        "osa-aikaisuustieto": period.part_time_percent,
        codes.WORKPLACE: _workplace(period),
    }
    if basis and period.agreement == "apprenticeship":
        lines |= {codes.BASIS: basis, "oppisopimuksen-perusta-koodi-versio": codes.CODE_VERSION}
    return _said(lines)


def period_defaults(period: WorkplacePeriod) -> dict[str, Any]:
    """What the model demands even when there is nothing to say."""
    if _workplace(period) is None:
        return {}
    return {codes.WORKPLACE: {"keskeiset-tyotehtavat": []}}


def _workplace(period: WorkplacePeriod) -> dict[str, Any] | None:
    if not period.workplace_name:
        return None
    guide = {
        "nimi": period.instructor_name,
        "sahkoposti": period.instructor_email,
        "puhelinnumero": period.instructor_phone,
    }
    lines = {
        "tyopaikan-nimi": period.workplace_name,
        "tyopaikan-y-tunnus": period.business_id,
        "keskeiset-tyotehtavat": _texts(period.core_tasks),
        codes.GUIDE: _said(guide),
    }
    return _said(lines)


_SHOWN_DEFAULTS: dict[str, Any] = {"sisallon-kuvaus": []}


def demonstration_lines(shown: Demonstration) -> dict[str, Any]:
    """Our lines of a demonstration (§3.5)."""
    place = {
        "nimi": shown.place_name,
        "y-tunnus": shown.business_id,
        "kuvaus": shown.place_description,
    }
    lines = {
        "alku": shown.starts_on and shown.starts_on.isoformat(),
        "loppu": shown.ends_on and shown.ends_on.isoformat(),
        "nayttoymparisto": _said(place),
        "sisallon-kuvaus": _texts([*shown.work_situations, *shown.requirements]),
        "jarjestaja": _said({"oppilaitos-oid": shown.institution_oid}),
        "koulutuksen-jarjestaja-osaamisen-arvioijat": [
            _assessor(a, {"oppilaitos-oid": a.organisation_ref})
            for a in shown.assessors
            if a.kind == "provider"
        ],
        "tyoelama-osaamisen-arvioijat": [
            _assessor(a, {"nimi": a.organisation, "y-tunnus": a.organisation_ref})
            for a in shown.assessors
            if a.kind == "workplace"
        ],
    }
    return _said(lines)


def _assessor(assessor: Assessor, organisation: dict[str, str]) -> dict[str, Any]:
    return {"nimi": assessor.name.strip(), "organisaatio": _said(organisation)}


def _texts(texts: list[str]) -> list[str]:
    """Trimmed, without empty ones and repetitions, in their order."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _said(lines: dict[str, Any]) -> dict[str, Any]:
    """Lines that say something; texts trimmed, as the service would."""
    trimmed = {k: v.strip() if isinstance(v, str) else v for k, v in lines.items()}
    return {k: v for k, v in trimmed.items() if v not in (None, "", [], {})}
