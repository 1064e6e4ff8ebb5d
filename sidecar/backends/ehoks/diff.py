"""The lines of a proposal for a person: what stands in the plan now, and what would.

Labels are English msgids; their Finnish is eHOKS's own word for the field (ehoks.md §3).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sidecar.backends.base import N_, ChangeKind, FieldChange, Plan, PlanChange
from sidecar.backends.ehoks import codes
from sidecar.backends.ehoks.merge import Merged, merged
from sidecar.backends.ehoks.places import Place, at

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_PLAN: dict[Place, str] = {
    ("opiskeluoikeus-oid",): N_("Study right"),
    ("ensikertainen-hyvaksyminen",): N_("HOKS first approved"),
    (codes.NEED,): N_("Need to acquire competence"),
}
_PERIOD: dict[Place, str] = {
    (codes.WAY,): N_("Way of acquiring competence"),
    ("alku",): N_("Work period begins"),
    ("loppu",): N_("Work period ends"),
    ("osa-aikaisuustieto",): N_("Part-time percentage"),
    (codes.BASIS,): N_("Ground of the apprenticeship"),
    (codes.WORKPLACE, "tyopaikan-nimi"): N_("Workplace"),
    (codes.WORKPLACE, "tyopaikan-y-tunnus"): N_("Workplace's business ID"),
    (codes.WORKPLACE, "keskeiset-tyotehtavat"): N_("Central tasks"),
    (codes.WORKPLACE, codes.GUIDE, "nimi"): N_("Responsible workplace instructor"),
    (codes.WORKPLACE, codes.GUIDE, "sahkoposti"): N_("Instructor's e-mail"),
    (codes.WORKPLACE, codes.GUIDE, "puhelinnumero"): N_("Instructor's phone"),
}
_DEMONSTRATION: dict[Place, str] = {
    ("alku",): N_("Demonstration begins"),
    ("loppu",): N_("Demonstration ends"),
    ("nayttoymparisto", "nimi"): N_("Place of the demonstration"),
    ("nayttoymparisto", "y-tunnus"): N_("Business ID of the place"),
    ("nayttoymparisto", "kuvaus"): N_("Description of the place"),
    ("sisallon-kuvaus",): N_("Content of the demonstration"),
    ("jarjestaja", "oppilaitos-oid"): N_("Organiser of the demonstration"),
    ("koulutuksen-jarjestaja-osaamisen-arvioijat",): N_("Assessors of the education provider"),
    ("tyoelama-osaamisen-arvioijat",): N_("Assessors from working life"),
}
_CODES = {
    codes.AGREEMENTS["training_agreement"]: N_("Training agreement"),
    codes.AGREEMENTS["apprenticeship"]: N_("Apprenticeship agreement"),
    codes.AGREEMENTS["institution"]: N_("Education at the institution"),
    True: N_("Yes"),
    False: N_("No"),
}


def preview(change: PlanChange, plan: Plan | None, *, today: date) -> list[FieldChange]:
    """A line for each thing we would say, also for those that stand there already."""
    return lines_of(plan, merged(plan, change, today=today))


def lines_of(plan: Plan | None, after: Merged) -> list[FieldChange]:
    """The same, of a plan with the change in it already."""
    rows = _rows(plan, after, None if plan is not None else (), _PLAN)
    return [*rows, *_unit(plan, after), *_parts(plan, after)]


def is_overtaken(seen: Sequence[FieldChange], now: Sequence[FieldChange]) -> bool:
    """Whether a line that would change holds something else than a person saw there.

    What stands there as we want it already is no change: our own lines may have arrived.
    """
    stood = {(line.label_key, _unordered(line.before)) for line in seen}
    return bool(seen) and any(
        (line.label_key, _unordered(line.before)) not in stood
        for line in now
        if line.kind != "same" and _unordered(line.before) != _unordered(line.after)
    )


def _unordered(text: str) -> str:
    """The lines of a list in one order: the service has none."""
    return "\n".join(sorted(text.splitlines()))


def _parts(plan: Plan | None, after: Merged) -> Iterator[FieldChange]:
    yield from _rows(plan, after, after.period, _PERIOD)
    yield from _rows(plan, after, after.demonstration, _DEMONSTRATION)


def _unit(plan: Plan | None, after: Merged) -> Iterator[FieldChange]:
    """The unit, when there is a line in it."""
    places = [p[:2] for p in (after.period, after.demonstration) if p is not None]
    for place in dict.fromkeys(places):
        before = at(plan or {}, (*place, codes.UNIT_URI)) or ""
        now = at(after.body, (*place, codes.UNIT_URI)) or ""
        yield _line(N_("Qualification unit"), before, now)


def _rows(
    plan: Plan | None, after: Merged, place: Place | None, labels: dict[Place, str]
) -> Iterator[FieldChange]:
    if place is None:
        return
    for below, label in labels.items():
        before, now = at(plan or {}, (*place, *below)), at(after.body, (*place, *below))
        if now not in (None, "", []):
            yield _line(label, before, now)


def _line(label: str, before: Any, now: Any) -> FieldChange:
    is_code = isinstance(now, str | bool) and now in _CODES
    old, new = _text(before), _text(now)
    return FieldChange(
        label_key=label, before=old, after=new, kind=_kind(old, new), is_code=is_code
    )


def _kind(before: str, after: str) -> ChangeKind:
    if before == after:
        return "same"
    return "changed" if before else "added"


def _text(value: Any) -> str:
    """A value as people read it: days as 5.10.2026, lists a line each, assessors by name."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        organisation = value.get("organisaatio") or {}
        where = organisation.get("nimi") or organisation.get("oppilaitos-oid")
        return ", ".join(str(part) for part in (value.get("nimi"), where) if part)
    day = _DAY.fullmatch(str(value))
    if day is not None:
        return f"{int(day[3])}.{int(day[2])}.{day[1]}"
    return str(_CODES.get(value, value)) if isinstance(value, str | bool) else str(value)
