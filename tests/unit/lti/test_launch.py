"""A login and its launch, as a tool sees them that has nothing but `lti`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from lti import claims as c
from lti.errors import LaunchRefused, Problem
from lti.keys import RemoteKeys, SigningKey, new_signing_key, sign
from lti.launch import LARGEST_FORM, LaunchDesk, receive
from lti.login import LoginRedirect, hashed, start
from lti.memory import Memory
from lti.message import Launch
from lti.ports import KeySet, Platform
from lti.testing import Activity, Course, FakePlatform, User
from tests.unit.lti.support import ISSUER, Session

TOOL = "https://tool.example.org"
CALLBACK = f"{TOOL}/launch"
BROWSER = "Test browser"
AINO = User("7", "Aino", "Virtanen", "Learner")
Bend = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module")
def moodle() -> FakePlatform:
    made = FakePlatform(ISSUER, Course("1", "Carpentry", "CARP", [Activity("5", "Diary")]), [AINO])
    body = {
        "client_name": "Example",
        "initiate_login_uri": f"{TOOL}/login",
        "redirect_uris": [CALLBACK],
        "jwks_uri": f"{TOOL}/jwks.json",
        c.TOOL_CONFIGURATION: {"domain": "tool.example.org", "target_link_uri": CALLBACK},
    }
    made.register(body, made.new_registration_token())
    return made


@pytest.fixture(scope="module")
def stranger() -> SigningKey:
    return new_signing_key()


class Way:
    """One login at this platform, and what came of it."""

    def __init__(self, moodle: FakePlatform) -> None:
        self.moodle, self.now = moodle, datetime.now(UTC)
        (self.tool,) = moodle.tools.values()
        addresses = moodle.configuration()
        self.platform = Platform(
            id=1,
            issuer=ISSUER,
            client_id=self.tool.client_id,
            auth_login_url=addresses["authorization_endpoint"],
            auth_token_url=addresses["token_endpoint"],
            key_set_url=addresses["jwks_uri"],
        )
        self.store = self.know(self.platform)

    def know(self, *platforms: Platform) -> Memory:
        self.store = Memory(*((one, [self.tool.deployment_id]) for one in platforms))
        self.store.save(1, KeySet(jwks=self.moodle.jwks(), fetched_at=self.now))
        return self.store

    def begin(self, **changed: str) -> LoginRedirect:
        _, fields = self.moodle.login_form(self.tool, AINO, self.moodle.course.activities[0])
        where = {"platforms": self.store, "flows": self.store, "redirect_uri": CALLBACK}
        return start({**fields, **changed}, browser=BROWSER, now=self.now, **where)

    def form(self, begun: LoginRedirect, bend: Bend = lambda _claims: None) -> dict[str, str]:
        wish = dict(parse_qsl(urlsplit(begun.url).query))
        self.moodle.claims_hook = lambda claims: bend(claims) or claims
        return self.moodle.authorise(wish, AINO)[1]

    def receive(
        self, form: dict[str, str], *, platforms: Memory | None = None, **how: Any
    ) -> Launch:
        keys = RemoteKeys(self.store, Session([]))
        desk = LaunchDesk(
            platforms=platforms or self.store, flows=self.store, keys=keys, redirect_uri=CALLBACK
        )
        given = {"flow_cookie": None, "browser": BROWSER, "now": self.now, **how}
        return receive(form, desk, **given)

    def launch(self, bend: Bend = lambda _claims: None) -> Launch:
        return self.receive(self.form(self.begin(), bend))


@pytest.fixture
def way(moodle: FakePlatform) -> Way:
    return Way(moodle)


def refused(problem: Problem, act: Callable[[], Any]) -> LaunchRefused:
    with pytest.raises(LaunchRefused) as caught:
        act()
    assert caught.value.problem == problem
    return caught.value


def put(name: str, value: Any) -> Bend:
    return lambda claims: {**claims, name: value}


def drop(name: str) -> Bend:
    return lambda claims: {k: v for k, v in claims.items() if k != name}


def shift(name: str, seconds: int) -> Bend:
    return lambda claims: {**claims, name: claims[name] + seconds}


# -- the good way ----------------------------------------------------------------------------------
def test_a_launch_says_who_comes_and_where(way: Way):
    found = way.launch()
    assert (found.subject, found.name) == ("7", "Aino Virtanen")
    assert found.course is not None
    assert (found.course.ref, found.course.title) == ("1", "Carpentry")


@pytest.mark.parametrize(
    "bend",
    [
        shift("iat", 5),
        shift("exp", -65),
        put("aud", ["client", "other"]),
        put("azp", ""),
        put(c.ROLES, []),
        drop(c.CONTEXT),
        put(c.TARGET_LINK_URI, f"{TOOL}/other?a=b"),
    ],
    ids=[
        "clock ahead",
        "clock behind",
        "two audiences",
        "empty azp",
        "no role",
        "no course",
        "page",
    ],
)
def test_what_the_standard_lets_a_platform_do(way: Way, bend: Bend):
    def whole(claims: dict[str, Any]) -> dict[str, Any]:
        bent = bend(claims)
        if bent["aud"] == ["client", "other"]:
            return {**bent, "aud": ["other", way.tool.client_id], "azp": way.tool.client_id}
        return bent

    assert way.launch(whole).subject == "7"


# -- tokens ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bend", "problem"),
    [
        (drop("exp"), Problem.BAD_TIME),
        (drop("iat"), Problem.BAD_TIME),
        (shift("exp", -75), Problem.BAD_TIME),
        (shift("iat", 60), Problem.BAD_TIME),
        (put("nbf", 9_999_999_999), Problem.BAD_TIME),
        (shift("iat", -620), Problem.BAD_TIME),
        (put("iat", "soon"), Problem.BAD_TIME),
        (put("iat", -1e30), Problem.BAD_TIME),
        (put("iat", float("nan")), Problem.BAD_TIME),
        (put("exp", float("inf")), Problem.BAD_TOKEN),
        (put("iss", "https://other.example.org"), Problem.UNKNOWN_PLATFORM),
        (put("aud", "somebody else"), Problem.BAD_AUDIENCE),
        (put("aud", []), Problem.BAD_AUDIENCE),
        (put("azp", "somebody else"), Problem.BAD_AUDIENCE),
        (put("nonce", "another"), Problem.REPLAYED),
        (drop("nonce"), Problem.REPLAYED),
        (drop("sub"), Problem.NO_PERSON),
        (put("sub", 7), Problem.NO_PERSON),
        (put("sub", "x" * 256), Problem.NO_PERSON),
        (put(c.ROLES, None), Problem.BAD_MESSAGE),
        (put(c.VERSION, "1.1"), Problem.BAD_MESSAGE),
        (put(c.MESSAGE_TYPE, "Unknown"), Problem.BAD_MESSAGE),
        (put(c.RESOURCE_LINK, None), Problem.BAD_MESSAGE),
        (put(c.CONTEXT, {"id": 7}), Problem.BAD_MESSAGE),
        (put(c.DEPLOYMENT_ID, "99"), Problem.UNKNOWN_DEPLOYMENT),
        (put(c.DEPLOYMENT_ID, 1), Problem.UNKNOWN_DEPLOYMENT),
        (put(c.DEPLOYMENT_ID, "1\x00"), Problem.UNKNOWN_DEPLOYMENT),
        (put(c.TARGET_LINK_URI, "https://other.example.org/launch"), Problem.WRONG_TARGET),
        (put(c.TARGET_LINK_URI, "http://tool.example.org/launch"), Problem.WRONG_TARGET),
        (put(c.TARGET_LINK_URI, "https://["), Problem.WRONG_TARGET),
        (drop(c.TARGET_LINK_URI), Problem.WRONG_TARGET),
    ],
)
def test_a_message_that_is_not_believed(way: Way, bend: Bend, problem: Problem):
    found = refused(problem, lambda: way.launch(bend))
    assert found.facts["issuer"]
    assert found.platform_id == 1


def test_two_audiences_and_nobody_named(way: Way):
    for azp in ({}, {"azp": "other"}):
        refused(
            Problem.BAD_AUDIENCE,
            lambda azp=azp: way.launch(
                lambda claims: {**claims, "aud": [claims["aud"], "other"], **azp}
            ),
        )


@pytest.mark.parametrize("how", ["stranger's key", "no algorithm", "no kid", "other kid"])
def test_a_signature_that_proves_nothing(way: Way, stranger: SigningKey, how: str):
    form = way.form(way.begin())
    said = jwt.decode(form["id_token"], options={"verify_signature": False})
    ours = way.moodle.key
    token, problem = {
        "stranger's key": (
            sign(said, SigningKey(kid=ours.kid, private_pem=stranger.private_pem)),
            Problem.BAD_SIGNATURE,
        ),
        "no algorithm": (
            jwt.encode(said, None, algorithm="none", headers={"kid": ours.kid}),
            Problem.BAD_TOKEN,
        ),
        "no kid": (jwt.encode(said, ours.private_pem, algorithm="RS256"), Problem.BAD_TOKEN),
        "other kid": (
            sign(said, SigningKey(kid="unknown", private_pem=ours.private_pem)),
            Problem.BAD_SIGNATURE,
        ),
    }[how]
    refused(problem, lambda: way.receive({**form, "id_token": token}))


@pytest.mark.parametrize("token", ["x", "a.b", "a.b.c.d", "W10.W10.x", "ä.ä.ä", "..", "e30.e30."])
def test_what_is_no_token(way: Way, token: str):
    form = way.form(way.begin())
    found = refused(Problem.BAD_TOKEN, lambda: way.receive({**form, "id_token": token}))
    assert found.facts["issuer"] == ISSUER


# -- the form --------------------------------------------------------------------------------------
def test_a_login_is_good_once_and_for_five_minutes(way: Way):
    form = way.form(way.begin())
    way.receive(form)
    refused(Problem.FLOW_GONE, lambda: way.receive(form))
    late = way.form(way.begin())
    way.now += timedelta(minutes=5)
    found = refused(Problem.FLOW_GONE, lambda: way.receive(late))
    assert found.facts == {"issuer": ISSUER}


def test_the_browser_and_its_cookie_must_be_the_same(way: Way):
    begun = way.begin()
    assert way.receive(way.form(begun), flow_cookie=begun.cookie_value).subject == "7"
    for how in ({"flow_cookie": begun.cookie_value}, {"flow_cookie": ""}, {"browser": "Another"}):
        form = way.form(way.begin())
        refused(Problem.OTHER_BROWSER, lambda form=form, how=how: way.receive(form, **how))


@pytest.mark.parametrize("left", [[], ["off"]])
def test_a_platform_that_was_switched_off_meanwhile(way: Way, left: list[str]):
    form = way.form(way.begin())
    off = Memory(*((replace(way.platform, is_off=True), ["1"]) for _one in left))
    refused(Problem.SWITCHED_OFF, lambda: way.receive(form, platforms=off))


def test_forms_that_bring_no_token(way: Way):
    state = way.form(way.begin())["state"]
    denied = {"error": "login_required", "error_description": "why", "state": state}
    found = refused(Problem.PLATFORM_SAID_NO, lambda: way.receive(denied))
    assert found.facts == {"error": "login_required", "why": "why", "issuer": ISSUER}
    assert found.platform_id == 1
    refused(Problem.BAD_TOKEN, lambda: way.receive({"state": state}))
    refused(Problem.BAD_TOKEN, lambda: way.receive({}))
    token = way.form(way.begin())["id_token"]
    found = refused(Problem.NO_LOGIN_START, lambda: way.receive({"id_token": token}))
    assert found.facts == {"issuer": ISSUER}


def test_a_form_of_64_kilobytes_is_read_and_a_larger_one_is_not(way: Way):
    refused(
        Problem.FLOW_GONE, lambda: way.receive({"id_token": "x" * (LARGEST_FORM - 1), "state": "s"})
    )
    refused(Problem.TOO_BIG, lambda: way.receive({"id_token": "x" * LARGEST_FORM, "state": "s"}))


@pytest.mark.parametrize(
    ("presentation", "top", "expected"),
    [({"locale": "sv"}, "fi", "sv"), ({}, "fi", "fi"), (None, None, "")],
)
def test_a_refusal_knows_the_language_that_the_message_asks_for(
    way: Way, presentation: Any, top: Any, expected: str
):
    def bend(claims: dict[str, Any]) -> dict[str, Any]:
        return {**claims, c.LAUNCH_PRESENTATION: presentation, "locale": top, "sub": None}

    assert refused(Problem.NO_PERSON, lambda: way.launch(bend)).locale == expected


# -- the login start -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"iss": ""}, Problem.LOGIN_INCOMPLETE),
        ({"login_hint": ""}, Problem.LOGIN_INCOMPLETE),
        ({"iss": "https://other.example.org"}, Problem.UNKNOWN_PLATFORM),
        ({"client_id": "other"}, Problem.UNKNOWN_PLATFORM),
        ({"target_link_uri": "https://other.example.org/launch"}, Problem.WRONG_TARGET),
    ],
)
def test_a_login_that_does_not_begin(way: Way, changed: dict[str, str], problem: Problem):
    refused(problem, lambda: way.begin(**changed))


def test_an_issuer_alone_is_enough_where_it_has_one_client(way: Way):
    assert way.begin(client_id="").url.startswith(way.platform.auth_login_url + "?")
    way.know(way.platform, replace(way.platform, id=2, client_id="second"))
    refused(Problem.UNKNOWN_PLATFORM, lambda: way.begin(client_id=""))
    way.know(replace(way.platform, is_off=True))
    refused(Problem.SWITCHED_OFF, way.begin)


def test_the_platform_is_asked_in_the_standards_words(way: Way):
    way.know(replace(way.platform, auth_login_url=f"{ISSUER}/auth?tenant=1"))
    begun = way.begin(lti_message_hint="as it came")
    wish = dict(parse_qsl(urlsplit(begun.url).query))
    assert {n: wish.pop(n) for n in ("state", "nonce")}
    assert wish == {
        "tenant": "1",
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": way.tool.client_id,
        "redirect_uri": CALLBACK,
        "login_hint": "7",
        "lti_message_hint": "as it came",
    }
    assert "lti_message_hint" not in way.begin(lti_message_hint="").url


@pytest.mark.parametrize("frame", ["", "a b", "x" * 101, "<script>"])
def test_a_frame_that_keeps_nothing(way: Way, frame: str):
    assert way.begin(lti_storage_target=frame).storage is None


def test_a_frame_that_keeps_the_cookies_value(way: Way):
    begun = way.begin(lti_storage_target="_parent")
    state = dict(parse_qsl(urlsplit(begun.url).query))["state"]
    assert begun.storage is not None
    assert (begun.storage.frame, begun.storage.origin) == ("_parent", ISSUER)
    assert begun.storage.key == f"valo-{hashed(state)[:12]}"
