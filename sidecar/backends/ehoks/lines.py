"""Our lines of a plan, as the wire writes them (ehoks.md §3.3–3.5). Empty ones say nothing."""

from typing import Any

from sidecar.backends.base import Assessor, Demonstration, WorkplacePeriod
from sidecar.backends.ehoks import codes

SHOWN_DEFAULTS: dict[str, Any] = {"sisallon-kuvaus": []}
"""What the model demands of a demonstration even when there is nothing to say."""


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
    return said(lines)


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
        codes.GUIDE: said(guide),
    }
    return said(lines)


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
        "nayttoymparisto": said(place),
        "sisallon-kuvaus": _texts([*shown.work_situations, *shown.requirements]),
        "jarjestaja": said({"oppilaitos-oid": shown.institution_oid}),
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
    return said(lines)


def _assessor(assessor: Assessor, organisation: dict[str, str]) -> dict[str, Any]:
    return {"nimi": assessor.name.strip(), "organisaatio": said(organisation)}


def _texts(texts: list[str]) -> list[str]:
    """Trimmed, without empty ones and repetitions, in their order."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def said(lines: dict[str, Any]) -> dict[str, Any]:
    """Lines that say something; texts trimmed, as the service would."""
    trimmed = {k: v.strip() if isinstance(v, str) else v for k, v in lines.items()}
    return {k: v for k, v in trimmed.items() if v not in (None, "", [], {})}
