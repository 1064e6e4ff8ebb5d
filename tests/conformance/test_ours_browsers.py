"""Our own cases X26–X28: browsers, logs, two registrations of one issuer."""

import hashlib

import pytest

from lti import claims as c
from sidecar import db
from sidecar.tenancy.models import Deployment, PlatformRegistration
from tests.conformance.conftest import Refused, second_registration
from tests.support.platform import (
    LEARNER,
    TOOL,
    USER_AGENT,
    Harness,
    page_sessions,
)


# -- browsers -------------------------------------------------------------------------------------
def test_x26_a_browser_without_any_cookie(harness: Harness):
    answer = harness.launch(cookies=False)
    assert answer.status_code == 303
    page = harness.open(harness.client(cookies=False), answer.location)
    assert page.status_code < 400
    assert [session.bound for session in page_sessions()] == [False]


def test_with_cookies_the_session_is_bound(harness: Harness):
    client = harness.client()
    assert harness.open(client, harness.launch(client=client).location).status_code < 400
    assert [session.bound for session in page_sessions()] == [True]


def test_the_cookies_of_a_launch(harness: Harness):
    client = harness.client()
    redirect = harness.begin(client=client)
    answer = harness.post(harness.answer(redirect), client=client)
    for cookie in (*redirect.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")):
        assert cookie.startswith("__Host-valo-")
        for word in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
            assert word in cookie


def test_the_token_of_one_browser_in_another(harness: Harness, refused: Refused):
    form = harness.answer(harness.begin())
    another = {"User-Agent": "Another browser"}
    client = harness.client()
    refused(
        lambda: client.post("/lti/launch", data=form, base_url=TOOL, headers=another),
        code="LTI-BROWSER",
    )


def test_a_flow_cookie_that_does_not_fit(harness: Harness, refused: Refused):
    victim = harness.client()
    redirect = harness.begin(client=victim)
    name = redirect.headers["Set-Cookie"].partition("=")[0]
    victim.set_cookie(name, "forged", domain="valo.example.org", path="/", secure=True)
    form = harness.answer(redirect)
    refused(lambda: harness.post(form, client=victim), code="LTI-BROWSER")


def test_a_login_start_by_get(harness: Harness):
    client = harness.client()
    _address, fields = harness.platform.login_form(
        harness.tool, harness.user(LEARNER), harness.activity("1")
    )
    redirect = client.get(
        "/lti/login", query_string=fields, base_url=TOOL, headers={"User-Agent": USER_AGENT}
    )
    assert harness.post(harness.answer(redirect), client=client).status_code == 303
    assert "repost" not in redirect.location


# -- logs and registrations -----------------------------------------------------------------------
def test_x27_no_secret_in_the_logs(harness: Harness, capsys: pytest.CaptureFixture[str], caplog):
    client = harness.client()
    form = harness.answer(
        harness.begin(client=client), bend=lambda k: k.update(email="someone@example.org")
    )
    answer = harness.post(form, client=client)
    harness.post(form, client=client)
    harness.open(client, answer.location)
    written = "".join(capsys.readouterr()) + caplog.text
    assert "launched" in written
    assert "launch_refused" in written
    sid = answer.location.split("/")[2]
    hashed = hashlib.sha256(form["state"].encode()).hexdigest()
    name = harness.user(LEARNER).name
    for secret in (form["state"], hashed, form["id_token"], sid, "someone@example.org", name):
        assert secret not in written


def test_x28_two_registrations_of_one_issuer(harness: Harness, refused: Refused):
    second_registration("other-client", jwks_of=harness.platform.key)
    meant_for_the_other = {"aud": "other-client"}
    refused(
        lambda: harness.launch(bend=lambda k: k.update(meant_for_the_other)), code="LTI-AUDIENCE"
    )
    refused(lambda: harness.begin(client_id=None), code="LTI-PLATFORM")
    with db.transaction() as session:
        other = session.query(PlatformRegistration).filter_by(client_id="other-client").one()
        session.add(Deployment(registration_id=other.id, deployment_id="99"))
    db.database().release()
    of_the_other = {c.DEPLOYMENT_ID: "99"}
    refused(lambda: harness.launch(bend=lambda k: k.update(of_the_other)), code="LTI-DEPLOYMENT")
    assert harness.launch().status_code == 303
