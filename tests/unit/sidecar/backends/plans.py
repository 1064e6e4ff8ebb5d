"""Generated plans with every list and every field of the model filled (ehoks.md §3)."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.unit.sidecar.backends.support import INSTITUTION, LEARNER, STUDY_RIGHT

FIRST = date(2024, 1, 1)
texts = st.text("abcåäö ÅÄÖ<&\"'€→.,", max_size=12).map(str.strip)
named = texts.map(lambda t: f"n{t}")
versions = st.integers(1, 9)
days = st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
iso_days = days.map(date.isoformat)
hours = st.one_of(st.integers(0, 500), st.sampled_from([0.1, 12.5, 42.25, 1e-3, 123456.75]))
organisations = st.sampled_from([INSTITUTION, "1.2.246.562.10.00000000001"])
business_ids = st.sampled_from(["9999990-9", "9999982-9", "1234567-1"])
text_lists = st.lists(texts, min_size=1, max_size=3)


def full(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """An object with all its fields; `_` in a name is written `-`."""
    return st.fixed_dictionaries({name.replace("_", "-"): f for name, f in fields.items()})


def lists(of: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=1, max_size=most)


@st.composite
def spans(draw: st.DrawFn) -> dict[str, str]:
    start = draw(days)
    end = start + timedelta(days=draw(st.integers(0, 300)))
    return {"alku": start.isoformat(), "loppu": end.isoformat()}


def with_span(of: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda a, b: {**a, **b}, spans(), of)


units = st.integers(100000, 999999).map(lambda n: f"tutkinnonosat_{n}")
sub_areas = st.sampled_from(["ytth", "vvai22", "mlfk"]).map(lambda c: f"ammatillisenoppiaineet_{c}")
provider_assessor = full(nimi=texts, organisaatio=full(oppilaitos_oid=organisations))
work_assessor = full(nimi=texts, organisaatio=full(nimi=texts, y_tunnus=business_ids))
demonstrations = with_span(
    full(
        nayttoymparisto=full(nimi=named, y_tunnus=business_ids, kuvaus=texts),
        sisallon_kuvaus=text_lists,
        jarjestaja=full(oppilaitos_oid=organisations),
        osa_alueet=lists(full(koodi_uri=sub_areas, koodi_versio=versions)),
        koulutuksen_jarjestaja_osaamisen_arvioijat=lists(provider_assessor),
        tyoelama_osaamisen_arvioijat=lists(work_assessor),
        vaatimuksista_tai_tavoitteista_poikkeaminen=texts,
        yksilolliset_kriteerit=text_lists,
    )
)
representative = full(nimi=texts, oppilaitos_oid=organisations, rooli=texts)
workplace = full(
    tyopaikan_nimi=texts,
    tyopaikan_y_tunnus=business_ids,
    keskeiset_tyotehtavat=text_lists,
    vastuullinen_tyopaikka_ohjaaja=full(
        nimi=texts, sahkoposti=texts, puhelinnumero=st.just("+358 (0)50 1")
    ),
)
environment = with_span(
    full(
        oppimisymparisto_koodi_uri=st.just("oppimisymparistot_0002"),
        oppimisymparisto_koodi_versio=versions,
    )
)
ways = st.sampled_from(["koulutussopimus", "oppisopimus", "oppilaitosmuotoinenkoulutus"])
periods = with_span(
    full(
        yksiloiva_tunniste=st.integers(0, 10**6).map(lambda n: f"muu-{n}"),
        osaamisen_hankkimistapa_koodi_uri=ways.map(lambda w: f"osaamisenhankkimistapa_{w}"),
        osaamisen_hankkimistapa_koodi_versio=versions,
        ajanjakson_tarkenne=texts,
        osa_aikaisuustieto=st.integers(1, 100),
        oppisopimuksen_perusta_koodi_uri=st.just("oppisopimuksenperusta_02"),
        oppisopimuksen_perusta_koodi_versio=versions,
        jarjestajan_edustaja=representative,
        hankkijan_edustaja=representative,
        tyopaikalla_jarjestettava_koulutus=workplace,
        muut_oppimisymparistot=lists(environment),
        keskeytymisajanjaksot=lists(spans(), most=1),
    )
)
_deviation = {
    "koulutuksen_jarjestaja_oid": organisations,
    "vaatimuksista_tai_tavoitteista_poikkeaminen": texts,
    "olennainen_seikka": st.booleans(),
}
_ways = {
    **_deviation,
    "opetus_ja_ohjaus_maara": hours,
    "osaamisen_hankkimistavat": lists(periods),
    "osaamisen_osoittaminen": lists(demonstrations),
}
_unit = {"tutkinnon_osa_koodi_uri": units, "tutkinnon_osa_koodi_versio": versions}
_area = {"osa_alue_koodi_uri": sub_areas, "osa_alue_koodi_versio": versions}
_local = {
    "amosaa_tunniste": texts,
    "nimi": texts,
    "tavoitteet_ja_sisallot": texts,
    "laajuus": st.integers(0, 40),
}
_register = {"tutkinnon_osan_perusteen_diaarinro": texts}
_process = {
    "valittu_todentamisen_prosessi_koodi_uri": st.just("osaamisentodentamisenprosessi_0002"),
    "valittu_todentamisen_prosessi_koodi_versio": versions,
}
_details = {
    "tarkentavat_tiedot_naytto": lists(demonstrations, most=1),
    "tarkentavat_tiedot_osaamisen_arvioija": full(
        lahetetty_arvioitavaksi=iso_days,
        aiemmin_hankitun_osaamisen_arvioijat=lists(provider_assessor),
    ),
}
vocational = full(**_unit, **_register, **_ways)
support = st.one_of(
    with_span(
        full(
            oppimisen_tuen_tyyppi_koodi_uri=st.just("ammatillinenkoulutusoppimisentuentyyppi_01"),
            tutkinnon_osan_tyyppi_koodi_uri=st.just("ammatillisentutkinnonosanryhma_2"),
        )
    ),
    full(oppimisen_tuen_tyyppi_koodi_uri=st.just("ammatillinenkoulutusoppimisentuentyyppi_02")),
)
plans = full(
    oppija_oid=st.just(LEARNER),
    opiskeluoikeus_oid=st.just(STUDY_RIGHT),
    tuva_opiskeluoikeus_oid=st.just("1.2.246.562.15.10000000009"),
    ensikertainen_hyvaksyminen=iso_days,
    osaamisen_hankkimisen_tarve=st.booleans(),
    osaamisen_saavuttamisen_pvm=iso_days,
    hyvaksytty=st.just("2026-01-02T03:04:05Z"),
    paivitetty=st.just("2026-01-02T03:04:05.678+02:00"),
    versio=versions,
    sahkoposti=texts,
    puhelinnumero=texts,
    urasuunnitelma_koodi_uri=st.just("urasuunnitelma_0002"),
    urasuunnitelma_koodi_versio=versions,
    hankittavat_ammat_tutkinnon_osat=lists(vocational, most=3),
    hankittavat_paikalliset_tutkinnon_osat=lists(full(**_local, **_ways), most=1),
    hankittavat_yhteiset_tutkinnon_osat=lists(
        full(
            **_unit,
            koulutuksen_jarjestaja_oid=organisations,
            osa_alueet=lists(full(**_area, **_ways)),
        ),
        most=1,
    ),
    aiemmin_hankitut_ammat_tutkinnon_osat=lists(
        full(**_unit, **_register, **_deviation, **_process, **_details), most=1
    ),
    aiemmin_hankitut_paikalliset_tutkinnon_osat=lists(
        full(**_local, **_deviation, **_process, **_details), most=1
    ),
    aiemmin_hankitut_yhteiset_tutkinnon_osat=lists(
        full(
            **_unit,
            **_process,
            **_details,
            koulutuksen_jarjestaja_oid=organisations,
            osa_alueet=lists(full(**_area, **_deviation, **_process, **_details), most=1),
        ),
        most=1,
    ),
    opiskeluvalmiuksia_tukevat_opinnot=lists(with_span(full(nimi=texts, kuvaus=texts))),
    oppimisen_tuki=lists(support),
)
tuva_plans = full(
    oppija_oid=st.just(LEARNER),
    opiskeluoikeus_oid=st.just(STUDY_RIGHT),
    ensikertainen_hyvaksyminen=iso_days,
    osaamisen_hankkimisen_tarve=st.booleans(),
    versio=versions,
    oppimisen_tuki=lists(support),
    hankittavat_koulutuksen_osat=lists(
        with_span(
            full(
                koulutuksen_osa_koodi_uri=st.sampled_from(["101", "107"]).map(
                    lambda number: f"koulutuksenosattuva_{number}"
                ),
                koulutuksen_osa_koodi_versio=versions,
                laajuus=hours,
            )
        )
    ),
)
"""Plans of preparatory education, which have lists of their own (§4.2)."""
