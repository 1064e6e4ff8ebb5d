"""Deep Linking: the seven cases of the guide's 6.2, answered to a strict platform."""

import time
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest
from bs4 import BeautifulSoup

from lti import claims as c
from lti.deep_linking import CONTENT_ITEMS, DATA, RESPONSE
from lti.keys import new_signing_key
from lti.testing.gradebook import Refusal
from sidecar import clock, db, http
from sidecar.launches.choosing import DESK, DIARY
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.models import QualificationEdition, QualificationUnit
from tests.conformance.conftest import Refused
from tests.support import workshop
from tests.support.course import Visitor, begin_work
from tests.support.platform import ISSUER, LEARNER, TEACHER, TOOL, Harness, session_to

UNIT = "tutkinnonosat_999001"


@pytest.fixture(autouse=True)
def unit(request: pytest.FixtureRequest, harness: Harness) -> None:
    """A qualification to choose from; a course at work brings its own."""
    if "own_qualification" in request.node.name:
        return
    with db.transaction() as session:
        workshop.unit(session)
    db.database().release()


def chooser(harness: Harness, user: str = TEACHER, **settings: Any) -> Visitor:
    """Select content: the teacher stands on the chooser."""
    client = harness.client()
    _url, fields = harness.platform.deep_linking_launch(
        harness.tool, harness.user(user), **settings
    )
    redirect = harness.open(client, "/lti/login", fields)
    answer = harness.post(harness.answer(redirect, user), client=client)
    return Visitor(harness, answer, client)


def answered(visitor: Visitor, *what: str) -> tuple[str, str]:
    """The return address and the signed answer in the form of the last page."""
    page = BeautifulSoup(visitor.post("/choose", what=list(what)).text, "html.parser")
    form = page.select_one("form[data-send]")
    return form["action"], form.select_one("input[name=JWT]")["value"]


def claims_of(harness: Harness, token: str) -> dict[str, Any]:
    keys = harness.open(harness.client(), "/lti/jwks.json").json["keys"]
    kid = jwt.get_unverified_header(token)["kid"]
    key = jwt.PyJWK(next(k for k in keys if k["kid"] == kid), algorithm="RS256").key
    found: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], audience=harness.platform.issuer
    )
    return found


def taken(harness: Harness, token: str, **how: Any) -> list[Any]:
    def fetch(url: str) -> Any:
        return harness.open(harness.client(), urlsplit(url).path).json

    return harness.platform.accept_deep_linking(token, fetch, **how)


def test_dl1_the_request_opens_the_chooser(harness: Harness):
    page = chooser(harness).get().text
    assert "Työpäiväkirja" in page
    assert "Valmentajan työpöytä" in page
    assert "Pintojen maalaus" in page


def test_dl1_no_way_leads_out_of_the_chooser(harness: Harness):
    """Moodle waits for the answer: another page, or another window, could not give it."""
    page = BeautifulSoup(chooser(harness).get("/choose").text, "html.parser")
    assert [a["href"] for a in page.select("a[href^='/s/']")] == []
    forms = [form.get("action", "") for form in page.select("form")]
    assert [action.rpartition("/")[2] for action in forms] == ["", "language"]


def test_dl1_the_courses_own_qualification_comes_first(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
):
    outgoing = session_to({ISSUER: harness.to_platform})
    monkeypatch.setattr(http, "session", lambda **_how: outgoing)
    work = begin_work(harness)
    with db.transaction() as session:
        studied = session.get_one(WorkPeriod, work.period_id).unit
        edition = QualificationEdition(
            register_number="OPH-1-2026",
            name={"fi": "Muu tutkinto"},
            source_hash="other",
            imported_at=clock.now(),
        )
        session.add(edition)
        session.flush()
        values = {"points": "30", "scale": studied.scale, "position": 1, "code_version": 1}
        name, code = {"fi": "Muu osa"}, "tutkinnonosat_999002"
        session.add(QualificationUnit(edition_id=edition.id, name=name, code_uri=code, **values))
    groups = BeautifulSoup(chooser(harness).get("/choose").text, "html.parser").select("summary")
    assert [g.get_text().split(": ")[1] for g in groups] == ["Testitutkinto", "Muu tutkinto"]


def test_dl2_the_answer_is_received(harness: Harness):
    where, token = answered(chooser(harness), DIARY)
    assert "/mod/lti/contentitem_return.php" in where
    (made,) = taken(harness, token)
    assert (made.title, made.maximum, made.custom) == ("Työpäiväkirja", 100.0, {"page": "diary"})


def test_dl3_the_answers_format(harness: Harness):
    _where, token = answered(chooser(harness), DIARY, DESK, UNIT)
    items = claims_of(harness, token)[CONTENT_ITEMS]
    assert [item["type"] for item in items] == ["ltiResourceLink"] * 3
    assert all(item["url"] == f"{TOOL}/lti/launch" for item in items)
    assert None not in [value for item in items for value in item.values()]
    diary, desk, paper = items
    assert diary["lineItem"] == {
        "scoreMaximum": 100,
        "resourceId": "diary",
        "tag": "diary",
        "submissionReview": {"custom": {"page": "diary"}},
    }
    assert "lineItem" not in desk
    assert paper["custom"] == {"page": "paper", "unit": UNIT}
    assert paper["lineItem"]["scoreMaximum"] == 5.0
    assert paper["lineItem"]["submissionReview"]["custom"] == {"page": "paper", "unit": UNIT}


def test_dl4_the_answers_times(harness: Harness):
    _where, token = answered(chooser(harness), DIARY)
    found = claims_of(harness, token)
    assert abs(found["iat"] - time.time()) < 10
    assert 0 < found["exp"] - found["iat"] <= 300


def test_dl5_the_answers_signature(harness: Harness):
    _where, token = answered(chooser(harness), DIARY)
    assert jwt.get_unverified_header(token)["alg"] == "RS256"
    assert taken(harness, token)
    forged = jwt.encode(claims_of(harness, token), new_signing_key().private_pem, "RS256",
                        headers=jwt.get_unverified_header(token))  # fmt: skip
    with pytest.raises(Refusal):
        taken(harness, forged)


def test_dl6_the_answers_claims(harness: Harness):
    _where, token = answered(chooser(harness), DIARY)
    found = claims_of(harness, token)
    assert found["iss"] == harness.tool.client_id
    assert found["aud"] == harness.platform.issuer
    assert found[c.MESSAGE_TYPE] == RESPONSE
    assert found[c.VERSION] == "1.3.0"
    assert found[c.DEPLOYMENT_ID] == harness.tool.deployment_id
    assert found["nonce"]
    assert DATA not in found


@pytest.mark.parametrize("data", ["x", "ä ö & <b>", '{"a": 1}', ""])
def test_dl7_data_comes_back_unchanged(harness: Harness, data: str):
    _where, token = answered(chooser(harness, data=data), DIARY)
    assert taken(harness, token, data=data)


def test_dl7_only_one_where_only_one_is_taken(harness: Harness):
    visitor = chooser(harness, accept_multiple=False)
    assert 'type="radio"' in visitor.get("/choose").text
    refused = visitor.post("/choose", what=[DIARY, DESK])
    assert refused.status_code == 422
    assert "vain yhden" in refused.text


def test_dl7_no_column_where_none_is_taken(harness: Harness):
    _where, token = answered(chooser(harness, accept_lineitem=False), DIARY)
    assert "lineItem" not in claims_of(harness, token)[CONTENT_ITEMS][0]


def test_dl7_nothing_that_is_not_taken(harness: Harness, refused: Refused):
    _url, fields = harness.platform.deep_linking_launch(
        harness.tool, harness.user(TEACHER), accept_types=["file"]
    )
    client = harness.client()
    redirect = harness.open(client, "/lti/login", fields)
    form = harness.answer(redirect, TEACHER)
    refused(lambda: harness.post(form, client=client), code="LTI-MESSAGE")


def test_an_empty_choice_is_asked_for_again(harness: Harness):
    answer = chooser(harness).post("/choose")
    assert answer.status_code == 422
    assert "vähintään yksi" in answer.text


def test_learners_choose_nothing(harness: Harness, refused: Refused):
    _url, fields = harness.platform.deep_linking_launch(harness.tool, harness.user(LEARNER))
    client = harness.client()
    redirect = harness.open(client, "/lti/login", fields)
    form = harness.answer(redirect, LEARNER)
    refused(lambda: harness.post(form, client=client), code="LTI-ROLE")


def test_what_was_chosen_opens_what_was_chosen(harness: Harness):
    _where, token = answered(chooser(harness), DIARY)
    (made,) = taken(harness, token)
    client = harness.client()
    visitor = Visitor(harness, harness.launch(LEARNER, made.id, client=client), client)
    assert visitor.get().request.path.endswith("/diary")
