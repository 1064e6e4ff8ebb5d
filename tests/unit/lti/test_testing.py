"""The small platform refuses what Moodle refuses."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from lti import claims as c
from lti.grades import SCORE_TYPE
from lti.keys import new_signing_key, public_key_set, sign
from lti.testing import Activity, Course, FakePlatform, Tool, User
from lti.testing.gradebook import Refusal
from tests.unit.lti.support import ISSUER

TOOL_URL = "https://valo.example.org"
LAUNCH = f"{TOOL_URL}/lti/launch"
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TOOL_KEY = new_signing_key()
LEARNER = User("5", "Aino", "Oppija", "Learner")
COACH = User("6", "Carita", "Coach", "Instructor")
BODY = {
    "initiate_login_uri": f"{TOOL_URL}/lti/login",
    "redirect_uris": [LAUNCH],
    "jwks_uri": f"{TOOL_URL}/lti/jwks.json",
    "client_name": "valo",
    "scope": f"{c.SCOPE_SCORE} {c.SCOPE_ROSTER}",
    c.TOOL_CONFIGURATION: {"domain": "valo.example.org", "target_link_uri": LAUNCH},
}


@pytest.fixture
def platform() -> FakePlatform:
    graded, plain = Activity("1", "Diary", 100.0), Activity("2", "Desk")
    made = FakePlatform(ISSUER, Course("7", "Kurssi", "K", [graded, plain]), [LEARNER, COACH])
    made.register(BODY, made.new_registration_token())
    return made


@pytest.fixture
def tool(platform: FakePlatform) -> Tool:
    return next(iter(platform.tools.values()))


# -- registration ---------------------------------------------------------------------------------
def test_a_registration_token_works_once(platform: FakePlatform):
    token = platform.new_registration_token()
    assert platform.register(BODY, token)["client_id"]
    with pytest.raises(Refusal, match="401"):
        platform.register(BODY, token)


def test_a_tool_is_updated_in_its_place(platform: FakePlatform, tool: Tool):
    token = platform.new_registration_token(tool.client_id)
    answer = platform.register({**BODY, "client_name": "valo 2"}, token)
    assert answer["client_id"] == tool.client_id
    assert answer[c.TOOL_CONFIGURATION]["deployment_id"] == tool.deployment_id
    assert list(platform.tools) == [tool.client_id]
    assert platform.tools[tool.client_id].body["client_name"] == "valo 2"


@pytest.mark.parametrize("token", ["", "unknown"])
def test_an_unknown_registration_token(platform: FakePlatform, token: str):
    with pytest.raises(Refusal, match="401"):
        platform.register(BODY, token)


@pytest.mark.parametrize("missing", ["client_name", "redirect_uris", c.TOOL_CONFIGURATION])
def test_an_incomplete_registration_leaves_the_token_good(platform: FakePlatform, missing: str):
    token = platform.new_registration_token()
    with pytest.raises(Refusal, match="400"):
        platform.register({k: v for k, v in BODY.items() if k != missing}, token)
    assert platform.register(BODY, token)


def test_a_domain_that_does_not_fit(platform: FakePlatform):
    more = {**BODY[c.TOOL_CONFIGURATION], "domain": "other.example.org"}  # type: ignore[dict-item]
    with pytest.raises(Refusal, match="domain"):
        platform.register({**BODY, c.TOOL_CONFIGURATION: more}, platform.new_registration_token())


# -- launch ---------------------------------------------------------------------------------------
def _wish(platform: FakePlatform, tool: Tool, **changed: str | None) -> dict[str, str]:
    _address, fields = platform.login_form(tool, LEARNER, platform.course.activities[0])
    wish = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": tool.client_id,
        "redirect_uri": LAUNCH,
        "login_hint": fields["login_hint"],
        "lti_message_hint": fields["lti_message_hint"],
        "state": "state",
        "nonce": "nonce",
    }
    return {k: v for k, v in {**wish, **changed}.items() if v is not None}


def test_a_token(platform: FakePlatform, tool: Tool):
    address, form = platform.authorise(_wish(platform, tool), LEARNER)
    assert (address, form["state"]) == (LAUNCH, "state")
    key = jwt.PyJWK(platform.jwks()["keys"][0]).key
    claims = jwt.decode(form["id_token"], key, algorithms=["RS256"], audience=tool.client_id)
    assert (claims["sub"], claims["nonce"]) == ("5", "nonce")
    assert claims["exp"] - claims["iat"] == 60


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": LAUNCH + "/"},
        {"redirect_uri": LAUNCH + "?a=b"},
        {"redirect_uri": None},
        {"client_id": "other"},
    ],
)
def test_a_wrong_redirect_address_or_client(
    platform: FakePlatform, tool: Tool, changed: dict[str, Any]
):
    with pytest.raises(Refusal, match="400"):
        platform.authorise(_wish(platform, tool, **changed), LEARNER)


@pytest.mark.parametrize(
    "changed",
    [
        {"scope": "openid email"},
        {"response_type": "code"},
        {"response_mode": "query"},
        {"prompt": "login"},
        {"nonce": None},
        {"lti_message_hint": "made up"},
        {"lti_message_hint": None},
    ],
)
def test_a_wrong_wish(platform: FakePlatform, tool: Tool, changed: dict[str, Any]):
    _address, form = platform.authorise(_wish(platform, tool, **changed), LEARNER)
    assert form == {"error": "invalid_request", "state": "state"}


def test_a_hint_works_once(platform: FakePlatform, tool: Tool):
    wish = _wish(platform, tool)
    assert "id_token" in platform.authorise(wish, LEARNER)[1]
    assert platform.authorise(wish, LEARNER)[1]["error"] == "invalid_request"


@pytest.mark.parametrize("user", [None, COACH])
def test_somebody_else_is_logged_in(platform: FakePlatform, tool: Tool, user: User | None):
    _address, form = platform.authorise(_wish(platform, tool), user)
    assert form["error"] == "access_denied"


def test_an_ungraded_activity_has_an_empty_line_item(platform: FakePlatform, tool: Tool):
    graded, plain = platform.course.activities
    endpoint = platform.claims(tool, LEARNER, plain, nonce="n")[c.AGS_ENDPOINT]
    assert endpoint["lineitem"] == ""
    assert platform.claims(tool, LEARNER, graded, nonce="n")[c.AGS_ENDPOINT]["lineitem"]


# -- tokens ---------------------------------------------------------------------------------------
def _request(tool: Tool, key=TOOL_KEY, scope: str = c.SCOPE_SCORE, **changed: Any):
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": tool.client_id, "sub": tool.client_id, "iat": now, "exp": now + 60}
    claims |= {"aud": f"{ISSUER}/mod/lti/token.php", **changed}
    form = {"grant_type": "client_credentials", "scope": scope}
    return {**form, "client_assertion": sign(claims, key)}


def _fetch(_url: str) -> Any:
    return public_key_set([TOOL_KEY])


def test_the_permitted_part_of_the_scopes_is_granted(platform: FakePlatform, tool: Tool):
    both = f"{c.SCOPE_SCORE} {c.SCOPE_LINE_ITEM}"
    made = platform.token(_request(tool, scope=both), _fetch)
    assert made["scope"] == c.SCOPE_SCORE
    platform.allow(made["access_token"], c.SCOPE_SCORE)
    with pytest.raises(Refusal, match="401"):
        platform.allow(made["access_token"], c.SCOPE_LINE_ITEM)


@pytest.mark.parametrize(
    "changed",
    [
        {"key": new_signing_key()},
        {"sub": "other"},
        {"aud": "https://elsewhere.example.org"},
        {"exp": 1},
        {"scope": c.SCOPE_LINE_ITEM},
    ],
    ids=["key", "sub", "aud", "exp", "scope"],
)
def test_no_token(platform: FakePlatform, tool: Tool, changed: dict[str, Any]):
    with pytest.raises(Refusal, match="400"):
        platform.token(_request(tool, **changed), _fetch)


def test_members_want_one_media_type(platform: FakePlatform, tool: Tool):
    token = platform.token(_request(tool, scope=c.SCOPE_ROSTER), _fetch)["access_token"]
    found = platform.members(token, "application/json")
    assert [row["roles"] for row in found["members"]] == [["Learner"], ["Instructor"]]
    with pytest.raises(Refusal, match="400"):
        platform.members(token, "application/json, text/plain")
    with pytest.raises(Refusal, match="401"):
        platform.members("unknown", "*/*")


# -- scores ---------------------------------------------------------------------------------------
def _score(**changed: Any) -> dict[str, Any]:
    body = {
        "userId": "5",
        "scoreGiven": 4,
        "scoreMaximum": 5,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": AT.isoformat(),
    }
    return {k: v for k, v in {**body, **changed}.items() if v is not None}


def _post(platform: FakePlatform, item: str = "1", kind: str = SCORE_TYPE, **changed: Any) -> None:
    platform.gradebook.post_score(item, _score(**changed), kind)


def _given(platform: FakePlatform) -> float | None:
    return platform.gradebook.grades["1", "5"].given


def test_a_score_is_rescaled(platform: FakePlatform):
    _post(platform, kind=SCORE_TYPE + "; charset=utf-8")
    assert _given(platform) == 80


@pytest.mark.parametrize("shift", [timedelta(), timedelta(milliseconds=999), timedelta(seconds=-1)])
def test_409_for_the_same_second_or_an_earlier_one(platform: FakePlatform, shift: timedelta):
    _post(platform)
    with pytest.raises(Refusal, match="409"):
        _post(platform, timestamp=(AT + shift).isoformat(), scoreGiven=1)
    assert _given(platform) == 80
    _post(platform, timestamp=(AT + timedelta(seconds=1)).isoformat(), scoreGiven=1)
    assert _given(platform) == 20


@pytest.mark.parametrize("user", ["6", "unknown", None])
def test_400_for_people_who_are_not_students(platform: FakePlatform, user: str | None):
    with pytest.raises(Refusal, match="400"):
        _post(platform, userId=user)


def test_404_for_a_missing_line_item(platform: FakePlatform):
    with pytest.raises(Refusal, match="404"):
        _post(platform, item="77")


def test_500_for_a_locked_line_item(platform: FakePlatform):
    platform.gradebook.items["1"].is_locked = True
    with pytest.raises(Refusal, match="500"):
        _post(platform)


@pytest.mark.parametrize(
    "changed",
    [
        {"activityProgress": None},
        {"gradingProgress": None},
        {"timestamp": None},
        {"timestamp": "2026-11-24T08:00:00"},
        {"kind": "application/json"},
    ],
)
def test_400_for_an_incomplete_score(platform: FakePlatform, changed: dict[str, Any]):
    with pytest.raises(Refusal, match="400"):
        _post(platform, **changed)


@pytest.mark.parametrize("changed", [{"gradingProgress": "Pending"}, {"scoreGiven": None}])
def test_anything_but_a_final_score_clears(platform: FakePlatform, changed: dict[str, Any]):
    _post(platform)
    _post(platform, timestamp=(AT + timedelta(seconds=1)).isoformat(), **changed)
    assert _given(platform) is None


def test_a_grade_of_0_comes_as_no_score(platform: FakePlatform):
    _post(platform, scoreGiven=0)
    assert platform.gradebook.results("1") == [{"userId": "5", "resultMaximum": 100.0}]


def test_the_state_survives(platform: FakePlatform, tool: Tool):
    _post(platform)
    again = FakePlatform(ISSUER, platform.course, [LEARNER, COACH])
    again.load(json.loads(json.dumps(platform.dump())))
    assert again.dump() == platform.dump()
    assert again.tools[tool.client_id].scopes == tool.scopes
