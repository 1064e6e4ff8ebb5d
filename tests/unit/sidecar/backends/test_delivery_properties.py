"""Whatever stands in a plan, a delivery changes the proposed lines and nothing else."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sidecar.backends.base import PlanChange
from sidecar.demo.ehoks import StudyRight
from sidecar.outbox.handlers import Delivered, Refused, Unknown
from tests.unit.sidecar.backends.plans import plans, tuva_plans
from tests.unit.sidecar.backends.support import (
    LEARNER,
    STUDY_RIGHT,
    Desk,
    change,
    demonstration,
    differences,
    period,
    without_ids,
)

VOCATIONAL = "hankittavat-ammat-tutkinnon-osat"
OURS_IN_A_PERIOD = {
    ("alku",),
    ("loppu",),
    ("osaamisen-hankkimistapa-koodi-uri",),
    ("osaamisen-hankkimistapa-koodi-versio",),
    ("osa-aikaisuustieto",),
    ("tyopaikalla-jarjestettava-koulutus", "tyopaikan-nimi"),
    ("tyopaikalla-jarjestettava-koulutus", "tyopaikan-y-tunnus"),
    ("tyopaikalla-jarjestettava-koulutus", "keskeiset-tyotehtavat"),
    ("tyopaikalla-jarjestettava-koulutus", "vastuullinen-tyopaikka-ohjaaja", "nimi"),
    ("tyopaikalla-jarjestettava-koulutus", "vastuullinen-tyopaikka-ohjaaja", "sahkoposti"),
    ("tyopaikalla-jarjestettava-koulutus", "vastuullinen-tyopaikka-ohjaaja", "puhelinnumero"),
}
OURS_IN_A_DEMONSTRATION = {
    ("nayttoymparisto", "y-tunnus"),
    ("nayttoymparisto", "kuvaus"),
    ("sisallon-kuvaus",),
    ("jarjestaja", "oppilaitos-oid"),
    ("koulutuksen-jarjestaja-osaamisen-arvioijat",),
    ("tyoelama-osaamisen-arvioijat",),
}
many = settings(
    max_examples=20,
    phases=[Phase.generate],  # a plan is too large to be made smaller in reasonable time
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], PlanChange]:
    """A plan and a change for it: of a unit, period and demonstration it has, or has not."""
    plan = draw(plans)
    common = {u["tutkinnon-osa-koodi-uri"] for u in plan["hankittavat-yhteiset-tutkinnon-osat"]}
    units = [u for u in plan[VOCATIONAL] if u["tutkinnon-osa-koodi-uri"] not in common]
    chosen = draw(st.sampled_from([None, *units]))
    uri = chosen["tutkinnon-osa-koodi-uri"] if chosen else "tutkinnonosat_1"
    known, shown = draw(st.booleans()), draw(st.booleans())
    ours, showing = period(), demonstration()
    if chosen and known:
        ours = period(period_key=chosen["osaamisen-hankkimistavat"][0]["yksiloiva-tunniste"])
    if chosen and shown:
        theirs = chosen["osaamisen-osoittaminen"][0]
        showing = demonstration(
            starts_on=date.fromisoformat(theirs["alku"]),
            ends_on=date.fromisoformat(theirs["loppu"]),
            place_name=theirs["nayttoymparisto"]["nimi"],
        )
    parts = draw(st.sampled_from([(ours, None), (None, showing), (ours, showing)]))
    return plan, change(unit_code_uri=uri, period=parts[0], demonstration=parts[1])


def is_ours(path: tuple[Any, ...], before: dict[str, Any]) -> bool:
    """Whether this path is one of the proposed lines, or a whole new unit, period, showing."""
    units = before[VOCATIONAL]
    if path[0] != VOCATIONAL:
        # Only a period that stands there with our key is changed outside vocational units.
        return "osaamisen-hankkimistavat" in path and _is_line(path)
    if path[1] == len(units):
        return True
    return len(path) > 3 and (path[3] >= len(units[path[1]][path[2]]) or _is_line(path))


def _is_line(path: tuple[Any, ...]) -> bool:
    names = tuple(p for p in path if not isinstance(p, int))
    ours = {("osaamisen-hankkimistavat", *line) for line in OURS_IN_A_PERIOD}
    ours |= {("osaamisen-osoittaminen", *line) for line in OURS_IN_A_DEMONSTRATION}
    return any(names[at : at + len(line)] == line for line in ours for at in range(len(names)))


@many
@given(cases())
def test_only_the_proposed_lines_differ(case: tuple[dict[str, Any], PlanChange]):
    plan, proposed = case
    desk = Desk()
    desk.has(plan)
    before = without_ids(desk.plan())

    outcome = desk.backend.deliver(proposed, uncertain=False)

    after = without_ids(desk.plan())
    assert isinstance(outcome, Delivered)
    assert outcome.note == ""
    assert [p for p in differences(before, after) if not is_ours(p, before)] == []
    lines = desk.backend.preview(proposed, after)
    assert lines
    assert {line.kind for line in lines} == {"same"}


@many
@given(cases())
def test_a_service_without_order_is_understood(case: tuple[dict[str, Any], PlanChange]):
    plan, proposed = case
    desk = Desk()
    desk.has(plan)
    desk.faults.order("disorder", times=3)
    first = desk.backend.deliver(proposed, uncertain=False)
    once = desk.plan()

    assert first == Delivered()
    assert desk.backend.deliver(proposed, uncertain=False) == Delivered()
    assert desk.plan() == once, "the same in another order is no change"


@many
@given(tuva_plans)
def test_a_plan_of_preparatory_education_is_left_alone(plan: dict[str, Any]):
    desk = Desk()
    desk.state.add_study_right(StudyRight(oid=STUDY_RIGHT, owner=LEARNER, kind="tuva"))
    desk.has(plan)
    before = desk.plan()

    assert isinstance(desk.backend.deliver(change(), uncertain=False), Refused)

    assert desk.plan() == before
    assert desk.sent("PUT") == 0


@many
@given(cases())
def test_repeating_a_delivery_changes_nothing(case: tuple[dict[str, Any], PlanChange]):
    plan, proposed = case
    desk = Desk()
    desk.has(plan)
    desk.backend.deliver(proposed, uncertain=False)
    once = desk.plan()

    assert isinstance(desk.backend.deliver(proposed, uncertain=False), Delivered)

    assert desk.plan() == once, "not even the ids are new: nothing was sent"


@many
@given(cases())
def test_a_lost_answer_leaves_one_of_each(case: tuple[dict[str, Any], PlanChange]):
    plan, proposed = case
    desk = Desk()
    desk.has(plan)
    desk.faults.order("drop_answer_after_put")
    first = desk.backend.deliver(proposed, uncertain=False)
    arrived = desk.plan()

    second = desk.backend.deliver(proposed, uncertain=True)

    # When the plan said it all already, nothing is sent and no answer can be lost.
    assert isinstance(first, Unknown | Delivered)
    assert isinstance(second, Delivered)
    assert desk.plan() == arrived
