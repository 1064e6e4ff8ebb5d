"""Names and Role Provisioning: the five cases of the guide's 6.3."""

import jwt
import pytest
import requests

from lti import claims as c
from lti.roster import MEMBERS_TYPE
from sidecar import db, http
from sidecar.demo.platform.people import DESK
from sidecar.outbox.models import MessageState, OutboxMessage
from sidecar.outbox.worker import sweep
from sidecar.tenancy.models import Context, Membership
from tests.support.platform import COACH, ISSUER, Harness, session_to

MEMBERS = "/memberships"


@pytest.fixture
def asked(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> list[requests.PreparedRequest]:
    """What the tool sent after a launch of staff."""
    outgoing = session_to({ISSUER: harness.to_platform})
    monkeypatch.setattr(http, "session", lambda **_how: outgoing)
    assert harness.launch(COACH, DESK).status_code == 303
    sweep()
    db.database().release()
    return harness.to_platform.seen


def test_nrps1_a_launch_with_the_claim_is_remembered(harness: Harness, asked):
    context = db.session().query(Context).one()
    assert context.roster_url is not None
    assert context.roster_url.endswith(MEMBERS)
    db.database().release()


def test_nrps2_the_request_is_received(harness: Harness, asked):
    assert harness.to_platform.count(_path(asked)) == 1
    (message,) = db.session().query(OutboxMessage).all()
    assert message.state == MessageState.DELIVERED
    assert db.session().query(Membership).count() > 1
    db.database().release()


def test_nrps3_one_right_media_type(asked):
    assert _request(asked).headers["Accept"] == MEMBERS_TYPE


def test_nrps4_a_bearer_token(asked):
    assert _request(asked).headers["Authorization"].startswith("Bearer ")


def test_nrps5_the_token_has_the_scope(harness: Harness, asked):
    bearer = _request(asked).headers["Authorization"].removeprefix("Bearer ")
    assert harness.platform.tokens[bearer]["scopes"] == [c.SCOPE_ROSTER]


def test_the_signed_request_for_the_token(harness: Harness, asked):
    post = next(r for r in asked if str(r.url).endswith("/token.php"))
    form = dict(part.split("=", 1) for part in str(post.body).split("&"))
    assertion = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert assertion["iss"] == assertion["sub"] == harness.tool.client_id
    assert assertion["aud"] == f"{ISSUER}/mod/lti/token.php"
    assert assertion["jti"]
    assert assertion["exp"] - assertion["iat"] <= 60


def _request(asked) -> requests.PreparedRequest:
    return next(r for r in asked if MEMBERS in str(r.url))


def _path(asked) -> str:
    return requests.utils.urlparse(str(_request(asked).url)).path
