"""The model of a HOKS as the service checks it: fields of ehoks.md §3, rules of §4.1 and §4.2.

The shape depends on the study right that the HOKS belongs to, so it is made for each body.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sidecar import numbers
from sidecar.backends.ehoks import codes
from sidecar.demo.ehoks import periods
from sidecar.demo.ehoks.model import (
    Check,
    Items,
    Obj,
    amount,
    as_day,
    boolean,
    day,
    instant,
    integer,
    items,
    obj,
    text,
)

_FIRST_ACHIEVED = date(2018, 1, 1)
_DAYS_AHEAD = timedelta(days=14)
_STUDY_RIGHT = text(keeps=numbers.is_study_right_oid)
_LEARNER = text(keeps=numbers.is_learner_oid)
_ORGANISATION = text(keeps=numbers.is_organisation_oid)
_BUSINESS_ID = text(keeps=numbers.is_business_id)
_PLAIN = text()
_TEXTS = items(_PLAIN)
_CODE = obj({"koodi-uri": _PLAIN, "koodi-versio": integer})
_SPAN = {"alku": day, "loppu": day}


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What the study right says about its HOKS (§4.1 rules 1, 6, 7 and §4.2)."""

    is_tuva: bool = False
    is_telma: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


def _coded(name: str, pattern: str) -> dict[str, Check]:
    return {f"{name}-koodi-uri": text(pattern), f"{name}-koodi-versio": integer}


_UNIT = _coded("tutkinnon-osa", r"tutkinnonosat_\d+")
_SUB_AREA = _coded("osa-alue", r"ammatillisenoppiaineet_.+")
_PROVIDER_ASSESSOR = obj(
    {"nimi": _PLAIN, "organisaatio": obj({}, {"oppilaitos-oid": _ORGANISATION})}, {"id": integer}
)
_WORKING_LIFE_ASSESSOR = obj(
    {"nimi": _PLAIN, "organisaatio": obj({"nimi": _PLAIN}, {"y-tunnus": _BUSINESS_ID})},
    {"id": integer},
)
SHOWN = obj(
    {
        **_SPAN,
        "nayttoymparisto": obj({"nimi": _PLAIN}, {"y-tunnus": _BUSINESS_ID, "kuvaus": _PLAIN}),
        "sisallon-kuvaus": _TEXTS,
    },
    {
        "jarjestaja": obj({}, {"id": integer, "oppilaitos-oid": _ORGANISATION}),
        "osa-alueet": items(_CODE),
        "koulutuksen-jarjestaja-osaamisen-arvioijat": items(_PROVIDER_ASSESSOR),
        "tyoelama-osaamisen-arvioijat": items(_WORKING_LIFE_ASSESSOR),
        "vaatimuksista-tai-tavoitteista-poikkeaminen": _PLAIN,
        "yksilolliset-kriteerit": _TEXTS,
    },
)
_GUIDE = obj(
    {"nimi": _PLAIN},
    {"id": integer, "sahkoposti": _PLAIN, "puhelinnumero": text(r"[-+0-9() ]{0,256}")},
)
_WORKPLACE = obj(
    {"tyopaikan-nimi": _PLAIN, "keskeiset-tyotehtavat": _TEXTS, codes.GUIDE: _GUIDE},
    {"id": integer, "tyopaikan-y-tunnus": _BUSINESS_ID},
)
_REPRESENTATIVE = obj(
    {"nimi": _PLAIN, "oppilaitos-oid": _ORGANISATION}, {"id": integer, "rooli": _PLAIN}
)
_ENVIRONMENT = obj({**_coded("oppimisymparisto", r"oppimisymparistot_\d{4}"), **_SPAN})


def _period(bounds: Bounds) -> Check:
    basis = _coded("oppisopimuksen-perusta", r"oppisopimuksenperusta_.+")
    return obj(
        {**_SPAN, **_coded("osaamisen-hankkimistapa", r"osaamisenhankkimistapa_.+")},
        {
            codes.PERIOD_KEY: text(keeps=bool),
            "ajanjakson-tarkenne": _PLAIN,
            "osa-aikaisuustieto": integer,
            **basis,
            "jarjestajan-edustaja": _REPRESENTATIVE,
            "hankkijan-edustaja": _REPRESENTATIVE,
            codes.WORKPLACE: _WORKPLACE,
            "muut-oppimisymparistot": items(_ENVIRONMENT),
            "keskeytymisajanjaksot": items(obj({"alku": day}, {"loppu": day})),
        },
        *periods.rules(
            is_telma=bounds.is_telma, starts_on=bounds.starts_on, ends_on=bounds.ends_on
        ),
    )


_DEVIATION: dict[str, Check] = {
    "koulutuksen-jarjestaja-oid": _ORGANISATION,
    "vaatimuksista-tai-tavoitteista-poikkeaminen": _PLAIN,
    "olennainen-seikka": boolean,
}
_LOCAL: dict[str, Check] = {
    "amosaa-tunniste": _PLAIN,
    "nimi": _PLAIN,
    "tavoitteet-ja-sisallot": _PLAIN,
    "laajuus": integer,
}
_REGISTER: dict[str, Check] = {"tutkinnon-osan-perusteen-diaarinro": _PLAIN}


def _to_acquire(bounds: Bounds) -> dict[str, Items]:
    """The three lists of units to be acquired (§3.2)."""
    ways: dict[str, Check] = {
        **_DEVIATION,
        "opetus-ja-ohjaus-maara": amount,
        codes.PERIODS: items(_period(bounds)),
        codes.DEMONSTRATIONS: items(SHOWN),
    }
    sub_areas = items(obj(_SUB_AREA, ways))
    common = obj(
        {**_UNIT, codes.SUB_AREAS: sub_areas}, {"koulutuksen-jarjestaja-oid": _ORGANISATION}
    )
    return {
        codes.VOCATIONAL: items(obj(_UNIT, {**ways, **_REGISTER})),
        codes.LOCAL: items(obj({}, {**ways, **_LOCAL})),
        codes.COMMON: items(common),
    }


def _acquired_before() -> dict[str, Items]:
    """The three lists of units acquired earlier (§3.6)."""
    process = _coded("valittu-todentamisen-prosessi", r"osaamisentodentamisenprosessi_\d+")
    assessed = obj(
        {},
        {
            "lahetetty-arvioitavaksi": day,
            "aiemmin-hankitun-osaamisen-arvioijat": items(_PROVIDER_ASSESSOR),
        },
    )
    details: dict[str, Check] = {
        "tarkentavat-tiedot-naytto": items(SHOWN),
        "tarkentavat-tiedot-osaamisen-arvioija": assessed,
    }
    sub_areas = items(obj({**_SUB_AREA, **process}, {**_DEVIATION, **details}))
    common = obj(
        {**_UNIT, codes.SUB_AREAS: sub_areas},
        {**process, **details, "koulutuksen-jarjestaja-oid": _ORGANISATION},
    )
    vocational = {**_DEVIATION, **process, **details, **_REGISTER}
    return {
        "aiemmin-hankitut-ammat-tutkinnon-osat": items(obj(_UNIT, vocational)),
        "aiemmin-hankitut-paikalliset-tutkinnon-osat": items(
            obj(process, {**_DEVIATION, **details, **_LOCAL})
        ),
        "aiemmin-hankitut-yhteiset-tutkinnon-osat": items(common),
    }


_SUPPORTING = obj({"nimi": _PLAIN, "kuvaus": _PLAIN, **_SPAN}, {"id": integer})
_TUVA_PART = obj(
    {**_coded("koulutuksen-osa", r"koulutuksenosattuva_\d{3}"), **_SPAN, "laajuus": amount},
    {"id": integer},
)
_REMEDIAL = "ammatillinenkoulutusoppimisentuentyyppi_01"
_ONLY_REMEDIAL = ("alku", "loppu", "tutkinnon-osan-tyyppi-koodi-uri")


def _support_is_whole(support: dict[str, Any]) -> bool:
    is_remedial = support["oppimisen-tuen-tyyppi-koodi-uri"] == _REMEDIAL
    return all((name in support) == is_remedial for name in _ONLY_REMEDIAL)


_SUPPORT = obj(
    {"oppimisen-tuen-tyyppi-koodi-uri": text(r"ammatillinenkoulutusoppimisentuentyyppi_0[123]")},
    {**_SPAN, "tutkinnon-osan-tyyppi-koodi-uri": text(r"ammatillisentutkinnonosanryhma_[12]")},
    ("Tukiopetuksella on ajankohta ja tutkinnon osan tyyppi, muilla ei", _support_is_whole),
)


def _lists(bounds: Bounds) -> dict[str, Check]:
    """All lists of parts; on a TUVA study right only its own may have items (§4.2)."""
    others = {**_to_acquire(bounds), **_acquired_before()}
    others["opiskeluvalmiuksia-tukevat-opinnot"] = items(_SUPPORTING)
    parts = items(_TUVA_PART)
    if bounds.is_tuva:
        banned = "Ei sallittu TUVA-opiskeluoikeudella"
        others = {name: replace(check, banned=banned) for name, check in others.items()}
    else:
        parts = replace(parts, banned="Sallittu vain TUVA-opiskeluoikeudella")
    return {**others, codes.TUVA_PARTS: parts, "oppimisen-tuki": items(_SUPPORT)}


def hoks(method: str, bounds: Bounds, *, today: date) -> Obj:
    """The model of a body of POST, PUT or PATCH (§3.1)."""
    people = {"oppija-oid": _LEARNER, "opiskeluoikeus-oid": _STUDY_RIGHT}
    compulsory = {"ensikertainen-hyvaksyminen": day, codes.NEED: boolean}
    optional = _top(bounds, today=today)
    if method == "PATCH":
        return obj({"id": integer}, {**people, **compulsory, **optional})
    optional |= _lists(bounds)
    if method == "PUT":
        return obj({"id": integer, **compulsory}, {**people, **optional})
    return obj({**people, **compulsory}, optional)


def _top(bounds: Bounds, *, today: date) -> dict[str, Check]:
    def achieved(value: Any) -> Any:
        when = as_day(value)
        if when is None:
            return day(value)
        return None if _FIRST_ACHIEVED < when <= today + _DAYS_AHEAD else "(not (valid-date? d))"

    fields: dict[str, Check] = {
        **_coded("urasuunnitelma", r"urasuunnitelma_\d{4}"),
        "osaamisen-saavuttamisen-pvm": achieved,
        "hyvaksytty": instant,
        "paivitetty": instant,
        "versio": integer,
        "sahkoposti": _PLAIN,
        "puhelinnumero": _PLAIN,
    }
    return fields if bounds.is_tuva else {**fields, "tuva-opiskeluoikeus-oid": _STUDY_RIGHT}
