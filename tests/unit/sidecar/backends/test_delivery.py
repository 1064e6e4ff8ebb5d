"""Deliveries into the practice eHOKS: what happens, and what a person is told when it does not."""

import json
import logging
from typing import Any

import pytest

from sidecar.backends.base import Unreachable
from sidecar.demo.ehoks import ServiceUser, StudyRight
from sidecar.errors import SettingsError
from sidecar.i18n import catalogue
from sidecar.outbox.handlers import Delivered, Refused, Retry, Unknown
from tests.unit.sidecar.backends.support import (
    CONFIG,
    HOST,
    INSTITUTION,
    LEARNER,
    ORDINARY,
    STUDY_RIGHT,
    UNIT,
    Desk,
    change,
    demonstration,
    period,
)

PUT_FAULTS = ["drop_answer_after_put", "fail_after_save"]


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.has(ORDINARY)
    return made


def deliver(desk: Desk, *, uncertain: bool = False, **other: Any) -> Any:
    return desk.backend.deliver(change(**other), uncertain=uncertain)


def test_a_delivery_writes_period_and_demonstration(desk: Desk):
    assert deliver(desk) == Delivered()

    [stood] = desk.unit()["osaamisen-hankkimistavat"]
    [shown] = desk.unit()["osaamisen-osoittaminen"]
    assert stood["yksiloiva-tunniste"] == "valo-7f3c"
    assert stood["tyopaikalla-jarjestettava-koulutus"]["tyopaikan-y-tunnus"] == "9999990-9"
    assert shown["sisallon-kuvaus"][-1] == "Opiskelija osaa suunnitella työnsä"
    assert shown["tyoelama-osaamisen-arvioijat"][0]["organisaatio"]["y-tunnus"] == "9999990-9"


def test_the_plans_number_spares_the_look_up(desk: Desk):
    deliver(desk, plan_ref=desk.plan()["id"])
    assert not any("opiskeluoikeus" in path for _, path in desk.adapter.calls)


def test_a_wrong_number_is_not_believed(desk: Desk):
    other = "1.2.246.562.15.10000000009"
    desk.state.add_study_right(StudyRight(oid=other))
    number = desk.has({**ORDINARY, "opiskeluoikeus-oid": other})

    assert deliver(desk, plan_ref=number) == Delivered()

    assert desk.unit()["osaamisen-osoittaminen"]
    assert desk.state.plans[number]["hankittavat-ammat-tutkinnon-osat"] == []


def test_two_deliveries_for_one_plan_stand_side_by_side(desk: Desk):
    deliver(desk)
    second = {"period": period(period_key="valo-2"), "demonstration": None}

    assert deliver(desk, **second) == Delivered()

    keys = [p["yksiloiva-tunniste"] for p in desk.unit()["osaamisen-hankkimistavat"]]
    assert keys == ["valo-7f3c", "valo-2"]
    assert len(desk.unit()["osaamisen-osoittaminen"]) == 1


def test_a_corrected_demonstration_replaces_the_one_that_went_out(desk: Desk):
    deliver(desk)
    moved = demonstration(place_name="Toinen Paja Oy")

    assert deliver(desk, demonstration=moved, delivered_before=demonstration()) == Delivered()

    [shown] = desk.unit()["osaamisen-osoittaminen"]
    assert shown["nayttoymparisto"]["nimi"] == "Toinen Paja Oy"


def test_no_plan_is_made_unless_the_officer_says_so():
    desk = Desk()
    refused = deliver(desk)
    assert refused == Refused(
        code="EHOKS-INPUT", reason="This learner has no HOKS yet. May valo make one?"
    )
    assert desk.sent("POST") == 0
    assert deliver(desk, may_create=True) == Delivered()
    assert deliver(desk, may_create=True) == Delivered()
    assert desk.sent("POST") == 1
    assert len(desk.unit()["osaamisen-osoittaminen"]) == 1


def test_a_lost_answer_to_a_new_plan_makes_one_plan():
    desk = Desk()
    desk.faults.order("drop_answer_after_post")
    assert isinstance(deliver(desk, may_create=True), Unknown)
    assert deliver(desk, may_create=True, uncertain=True) == Delivered()
    assert len(desk.state.plans) == 1
    assert desk.sent("POST") == 1


@pytest.mark.parametrize("fault", PUT_FAULTS)
def test_a_write_without_a_good_answer_is_unknown_and_then_found(desk: Desk, fault: str):
    desk.faults.order(fault)
    assert isinstance(deliver(desk), Unknown)
    assert deliver(desk, uncertain=True) == Delivered()
    assert desk.sent("PUT") == 1
    assert len(desk.unit()["osaamisen-osoittaminen"]) == 1


def test_an_uncertain_delivery_that_did_not_arrive_is_sent(desk: Desk):
    assert deliver(desk, uncertain=True) == Delivered()
    assert desk.sent("PUT") == 1


@pytest.mark.parametrize("fault", ["down", "cas_down", "linked_down", "no_rights_check"])
def test_trouble_before_writing_is_tried_again(desk: Desk, fault: str):
    desk.faults.order(fault, times=2)
    assert isinstance(deliver(desk), Retry)
    desk.faults.clear()
    assert deliver(desk) == Delivered()


def test_a_refused_connection_is_tried_again(desk: Desk):
    desk.adapter.refusing.add(HOST)
    assert isinstance(deliver(desk), Retry)
    assert isinstance(deliver(desk, uncertain=True), Unknown), "what was unknown stays so"


def test_an_old_ticket_is_replaced_at_once(desk: Desk):
    desk.faults.order("old_ticket")
    assert deliver(desk) == Delivered()


def test_a_sign_in_that_is_over_is_renewed(desk: Desk):
    desk.backend.check()
    desk.app.extensions["tickets"].forget_grants()
    assert deliver(desk) == Delivered()
    assert sum(path == "/cas/v1/tickets" for _, path in desk.adapter.calls) == 2


def test_each_call_has_a_ticket_of_its_own_and_one_sign_in(desk: Desk):
    deliver(desk)
    signed_in = [path for _, path in desk.adapter.calls if path.startswith("/cas")]
    plans = [path for _, path in desk.adapter.calls if "/hoks" in path]
    assert len(signed_in) == 1 + len(plans)


def _right(desk: Desk, **other: Any) -> None:
    desk.state.add_study_right(StudyRight(**{"oid": STUDY_RIGHT, "owner": LEARNER, **other}))


def _user(desk: Desk, **other: Any) -> None:
    values = {"username": "valo", "password": "valo-demo", "rights": {}, **other}
    desk.state.add_user(ServiceUser(**values))


@pytest.mark.parametrize(
    ("code", "arrange"),
    [
        ("EHOKS-ENDED", lambda d: _right(d, state="valmistunut")),
        ("EHOKS-MODEL", lambda d: _right(d, ends_on="2026-11-01")),
        ("EHOKS-STUDY-RIGHT", lambda d: d.state.study_rights.clear()),
        ("EHOKS-RIGHTS", _user),
        ("EHOKS-RIGHTS", lambda d: _user(d, rights={INSTITUTION: ("read",)})),
        ("EHOKS-USER-TYPE", lambda d: _user(d, kind="VIRKAILIJA")),
        ("EHOKS-LOGIN", lambda d: _user(d, password="changed")),
    ],
)
def test_refusals_of_a_standing_plan(desk: Desk, code: str, arrange: Any):
    before = desk.plan()
    arrange(desk)
    outcome = deliver(desk)
    assert isinstance(outcome, Refused)
    assert outcome.code == code
    assert outcome.reason in catalogue("fi")
    assert LEARNER not in outcome.reason
    assert desk.plan() == before


@pytest.mark.parametrize(
    ("code", "arrange"),
    [
        ("EHOKS-NOT-THEIRS", lambda d: _right(d, owner="1.2.246.562.24.12312312319")),
        ("EHOKS-LEARNER", lambda d: _right(d, owner="nobody")),
        ("EHOKS-CONTAINED", lambda d: _right(d, is_contained=True)),
        ("EHOKS-ARCHIVED", lambda d: d.state.archived.add(STUDY_RIGHT)),
    ],
)
def test_refusals_of_a_new_plan(code: str, arrange: Any):
    desk = Desk()
    arrange(desk)
    outcome = deliver(desk, may_create=True)
    assert isinstance(outcome, Refused)
    assert outcome.code == code


def test_an_old_fault_elsewhere_in_the_plan_is_named_as_such(desk: Desk):
    number = desk.plan()["id"]
    old = {"nimi": "x", "kuvaus": "y", "alku": "2024-01-01"}
    desk.state.plans[number]["opiskeluvalmiuksia-tukevat-opinnot"] = [old]
    outcome = deliver(desk)
    assert isinstance(outcome, Refused)
    assert outcome.code == "EHOKS-OTHER-PART"


def test_our_own_check_comes_before_a_write(desk: Desk):
    outcome = deliver(desk, period=period(business_id="9999990-8"))
    assert isinstance(outcome, Refused)
    assert outcome.code == "EHOKS-INPUT"
    assert desk.sent("PUT") == 0


def test_a_bad_study_right_is_never_asked_for(desk: Desk):
    outcome = deliver(desk, study_right_oid="../../x")
    assert isinstance(outcome, Refused)
    assert desk.adapter.calls == []


def test_anothers_change_at_the_same_time_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    replace = desk.state.replace

    def then_another(number: int, body: dict[str, Any]) -> None:
        replace(number, body)
        desk.state.plans[number]["versio"] = 99

    monkeypatch.setattr(desk.state, "replace", then_another)
    outcome = deliver(desk)
    assert isinstance(outcome, Delivered)
    assert outcome.note.startswith("Delivered. Somebody else")


def test_lines_that_changed_after_the_officers_yes_are_not_written_over(desk: Desk):
    deliver(desk)
    corrected = {"period": period(part_time_percent=60)}
    seen = desk.backend.preview(change(**corrected), desk.plan())
    unit = desk.state.plan_of(STUDY_RIGHT)["hankittavat-ammat-tutkinnon-osat"][0]
    [stood] = unit["osaamisen-hankkimistavat"]
    stood["osa-aikaisuustieto"] = 40
    before = desk.plan()

    outcome = desk.backend.deliver(change(**corrected), uncertain=False, seen=seen)

    assert isinstance(outcome, Refused)
    assert outcome.code == "EHOKS-CHANGED"
    assert all(outcome.reason in catalogue(lang) for lang in ("fi", "sv"))
    assert desk.plan() == before


def test_other_changes_after_the_officers_yes_do_not_stop_a_delivery(desk: Desk):
    seen = desk.backend.preview(change(), desk.plan())
    desk.state.plan_of(STUDY_RIGHT)["versio"] = 77
    assert desk.backend.deliver(change(), uncertain=False, seen=seen) == Delivered()
    assert desk.plan()["versio"] == 77


def test_our_own_lines_that_arrived_are_no_change_by_another(desk: Desk):
    seen = desk.backend.preview(change(), desk.plan())
    desk.faults.order("drop_answer_after_put")
    desk.backend.deliver(change(), uncertain=False, seen=seen)
    assert desk.backend.deliver(change(), uncertain=True, seen=seen) == Delivered()
    assert desk.sent("PUT") == 1


def test_another_learners_plan_is_never_written(desk: Desk):
    other = "1.2.246.562.24.12312312319"
    before = desk.plan()
    outcome = deliver(desk, learner_number=other)
    assert isinstance(outcome, Refused)
    assert "another learner number" in outcome.reason
    assert desk.plan() == before


def test_a_plan_that_is_gone_is_not_made_again(desk: Desk):
    number = desk.plan()["id"]
    desk.state.plans.clear()
    assert isinstance(deliver(desk, plan_ref=number), Refused)
    assert desk.sent("POST") == 0


@pytest.mark.parametrize("fault", ["model", "numbers"])
def test_what_ehoks_answers_is_never_logged(desk: Desk, caplog: Any, capfd: Any, fault: str):
    """Its refusals repeat the whole plan with names and numbers (§1.6)."""
    caplog.set_level(logging.DEBUG)
    if fault == "model":
        _right(desk, ends_on="2026-11-01")
        deliver(desk)
    else:
        _right(desk, owner="1.2.246.562.24.12312312319")
        desk.state.plans.clear()
        deliver(desk, may_create=True)
    said = caplog.text + "".join(capfd.readouterr())
    assert desk.sent("PUT") + desk.sent("POST") == 1, "it was refused by the service"
    for private in (LEARNER, "Ohjaaja Koski", "request-validation", "No opiskeluoikeus"):
        assert private not in said


def test_a_write_that_another_erased_at_once_is_unknown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk.state, "replace", lambda _number, _body: None)
    assert isinstance(deliver(desk), Unknown)


def test_reading_gives_the_plan_or_none(desk: Desk):
    found = desk.backend.read(STUDY_RIGHT)
    assert found is not None
    assert found.plan_ref == desk.plan()["id"]
    assert json.loads(json.dumps(found.plan)) == desk.plan()
    empty = Desk()
    assert empty.backend.read(STUDY_RIGHT) is None


def test_reading_fails_with_a_sentence(desk: Desk):
    desk.faults.order("down", times=2)
    with pytest.raises(Unreachable) as caught:
        desk.backend.read(STUDY_RIGHT)
    assert caught.value.reason in catalogue("sv")


ODD_REPLIES = [
    b"<html>Maintenance</html>",
    b"{}",
    b'{"data": null}',
    b'{"data": []}',
    b'{"data": {"id": "x"}}',
    b'{"data": {}}',
    b"\xff\xfe",
]


def _answering(desk: Desk, method: str, body: bytes) -> None:
    """The service answers these calls about plans with something of its own."""
    real = desk.adapter.apps[HOST]

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == method and "/hoks" in environ["PATH_INFO"]:
            start_response("200 OK", [("Content-Type", "text/html")])
            return [body]
        return real(environ, start_response)

    desk.adapter.apps[HOST] = app


@pytest.mark.parametrize("body", ODD_REPLIES)
def test_a_reply_that_makes_no_sense_is_asked_for_again_later(desk: Desk, body: bytes):
    before = desk.plan()
    _answering(desk, "GET", body)
    outcome = deliver(desk)
    assert isinstance(outcome, Retry)
    assert outcome.reason in catalogue("fi")
    assert isinstance(deliver(desk, uncertain=True), Unknown)
    assert (desk.plan(), desk.sent("PUT")) == (before, 0)
    with pytest.raises(Unreachable):
        desk.backend.read(STUDY_RIGHT)


@pytest.mark.parametrize("body", ODD_REPLIES[:3])
def test_a_new_plans_answer_that_makes_no_sense_is_no_proof(body: bytes):
    desk = Desk()
    _answering(desk, "POST", body)
    assert isinstance(deliver(desk, may_create=True), Unknown)


def test_check_says_what_to_do(desk: Desk):
    desk.backend.check()
    with pytest.raises(SettingsError, match="user name and password"):
        Desk(config={**CONFIG, "password": "wrong"}).backend.check()


def test_an_unknown_unit_is_added_with_its_version(desk: Desk):
    deliver(desk, unit_code_version=4, period=period(provider_oid=INSTITUTION))
    [unit] = desk.plan()["hankittavat-ammat-tutkinnon-osat"]
    assert (unit["tutkinnon-osa-koodi-uri"], unit["tutkinnon-osa-koodi-versio"]) == (UNIT, 4)
    assert unit["koulutuksen-jarjestaja-oid"] == INSTITUTION
