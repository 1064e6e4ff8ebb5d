"""Plausible plans for practice: with parts that valo does not own, to see that they stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sidecar import clock
from sidecar.backends.ehoks import codes
from sidecar.demo.ehoks.state import INSTITUTION, Plan, State, StudyRight

_WAY = "osaamisenhankkimistapa_oppilaitosmuotoinenkoulutus"


@dataclass(frozen=True, kw_only=True)
class DemoLearner:
    """A learner whose study right the practice service should know."""

    learner_number: str
    study_right_oid: str
    name: str = ""
    """For the page; the plan itself holds no name."""
    institution: str = INSTITUTION
    unit_code_uri: str = ""
    """A unit that the plan holds already."""
    unit_code_version: int = 1
    has_plan: bool = True


def seed(state: State, learners: Iterable[DemoLearner]) -> None:
    """Make study rights known and, where there is none yet, a plan for each learner."""
    with state.writing():
        for learner in learners:
            right = StudyRight(
                oid=learner.study_right_oid,
                owner=learner.learner_number,
                institution=learner.institution,
                name=learner.name,
            )
            state.add_study_right(right)
            if learner.has_plan and state.plan_of(right.oid) is None:
                made = state.create(_plan(learner, clock.today()))
                state.arrived.pop(made["id"])


def _plan(learner: DemoLearner, today: date) -> Plan:
    start = today - timedelta(days=60)
    return {
        "oppija-oid": learner.learner_number,
        "opiskeluoikeus-oid": learner.study_right_oid,
        "ensikertainen-hyvaksyminen": start.isoformat(),
        codes.NEED: True,
        "hyvaksytty": f"{start.isoformat()}T08:30:00Z",
        "versio": 3,
        "sahkoposti": "opiskelija@oppilaitos.example",
        "urasuunnitelma-koodi-uri": "urasuunnitelma_0002",
        "urasuunnitelma-koodi-versio": 1,
        codes.VOCATIONAL: [_vocational(learner, start)] if learner.unit_code_uri else [],
        codes.COMMON: [_common(start)],
        "aiemmin-hankitut-yhteiset-tutkinnon-osat": [_acquired(learner)],
        "oppimisen-tuki": [_support(start)],
        "opiskeluvalmiuksia-tukevat-opinnot": [_supporting(start)],
    }


def _span(start: date, days: int) -> dict[str, Any]:
    return {"alku": start.isoformat(), "loppu": (start + timedelta(days=days)).isoformat()}


def _at_institution(start: date, days: int) -> dict[str, Any]:
    return {
        **_span(start, days),
        codes.WAY: _WAY,
        "osaamisen-hankkimistapa-koodi-versio": 1,
        "ajanjakson-tarkenne": "lähiopetusviikot",
        "muut-oppimisymparistot": [
            {
                **_span(start, 14),
                "oppimisymparisto-koodi-uri": "oppimisymparistot_0002",
                "oppimisymparisto-koodi-versio": 1,
            }
        ],
    }


def _vocational(learner: DemoLearner, start: date) -> dict[str, Any]:
    return {
        codes.UNIT_URI: learner.unit_code_uri,
        codes.UNIT_VERSION: learner.unit_code_version,
        "koulutuksen-jarjestaja-oid": learner.institution,
        "opetus-ja-ohjaus-maara": 42.5,
        "olennainen-seikka": False,
        codes.PERIODS: [_at_institution(start, 40)],
    }


def _common(start: date) -> dict[str, Any]:
    area = {
        "osa-alue-koodi-uri": "ammatillisenoppiaineet_ytth",
        "osa-alue-koodi-versio": 1,
        "vaatimuksista-tai-tavoitteista-poikkeaminen": "Ei poikkeamia",
        codes.PERIODS: [_at_institution(start, 200)],
    }
    return {
        codes.UNIT_URI: "tutkinnonosat_999010",
        codes.UNIT_VERSION: 1,
        codes.SUB_AREAS: [area],
    }


def _acquired(learner: DemoLearner) -> dict[str, Any]:
    area = {
        "osa-alue-koodi-uri": "ammatillisenoppiaineet_vvtk",
        "osa-alue-koodi-versio": 1,
        "koulutuksen-jarjestaja-oid": learner.institution,
        "valittu-todentamisen-prosessi-koodi-uri": "osaamisentodentamisenprosessi_0001",
        "valittu-todentamisen-prosessi-koodi-versio": 1,
    }
    return {
        codes.UNIT_URI: "tutkinnonosat_999011",
        codes.UNIT_VERSION: 1,
        codes.SUB_AREAS: [area],
    }


def _support(start: date) -> dict[str, Any]:
    return {
        **_span(start, 90),
        "oppimisen-tuen-tyyppi-koodi-uri": "ammatillinenkoulutusoppimisentuentyyppi_01",
        "tutkinnon-osan-tyyppi-koodi-uri": "ammatillisentutkinnonosanryhma_1",
    }


def _supporting(start: date) -> dict[str, Any]:
    return {
        **_span(start, 30),
        "nimi": "Opiskelutaidot",
        "kuvaus": "Muistiinpanojen tekeminen ja ajankäyttö",
    }
