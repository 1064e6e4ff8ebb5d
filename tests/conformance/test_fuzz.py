"""Claims of every shape under a good signature: never a fault, never a session of nobody."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti import claims as c
from sidecar import db
from sidecar.identity.models import PageSession, PlatformAccount
from tests.support.platform import Claims, Harness

NAMES = (
    "iss", "aud", "azp", "sub", "nonce", "iat", "exp", "nbf", "jti", "name", "given_name",
    "family_name", "locale", "email", c.VERSION, c.MESSAGE_TYPE, c.DEPLOYMENT_ID,
    c.TARGET_LINK_URI, c.ROLES, c.CONTEXT, c.RESOURCE_LINK, c.LAUNCH_PRESENTATION, c.TOOL_PLATFORM,
    c.CUSTOM, c.LIS, c.FOR_USER, c.AGS_ENDPOINT, c.NRPS_SERVICE, c.DEEP_LINKING_SETTINGS,
)  # fmt: skip
INNER = (
    "id", "title", "label", "type", "scope", "lineitem", "lineitems", "context_memberships_url",
    "return_url", "locale", "document_target", "product_family_code", "user_id", "copied_from",
    "page", "unit", "accept_types", "accept_multiple", "accept_lineitem", "deep_link_return_url",
    "data",
)  # fmt: skip
MESSAGES = (c.RESOURCE_LINK_REQUEST, c.DEEP_LINKING_REQUEST, c.SUBMISSION_REVIEW_REQUEST)

# Half of a surrogate pair can be written in JSON and stored nowhere.
texts = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cs", "Cc", "Lu"])),
    st.sampled_from(
        ["", " ", "\x00", "https://[", "$Foo.bar", "fi", "1", "paper", "moodle", *MESSAGES]
    ),
    st.integers(1, 3000).map(lambda n: "ä" * n),
)
numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.just(10**400))
plain = st.one_of(st.none(), texts, numbers)
deep = st.integers(1, 400).map(lambda n: _nested(n))
values = st.one_of(
    st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(st.one_of(st.sampled_from(INNER), texts), inner, max_size=4),
        ),
        max_leaves=10,
    ),
    deep,
)
changes = st.dictionaries(st.sampled_from(NAMES), values, min_size=1, max_size=4)
part_changes = st.dictionaries(
    st.sampled_from([n for n in NAMES if n.startswith("https://")]),
    st.dictionaries(st.sampled_from(INNER), values, min_size=1, max_size=4),
    max_size=2,
)
missing = st.sets(st.sampled_from(NAMES), max_size=2)

pytestmark = pytest.mark.usefixtures("database")


def _nested(depth: int) -> Any:
    made: Any = []
    for _ in range(depth):
        made = [made]
    return made


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changed=changes, parts=part_changes, gone=missing)
def test_any_claims(harness: Harness, changed: Claims, parts: Claims, gone: set[str]):
    bent: list[Claims] = []

    def bend(claims: Claims) -> Claims:
        for name, inner in parts.items():
            if isinstance(claims.get(name), dict):
                claims[name] = {**claims[name], **inner}
        bent.append({k: v for k, v in {**claims, **changed}.items() if k not in gone})
        return bent[-1]

    before = _last_session()
    answer = harness.launch(bend=bend)
    assert answer.status_code in (303, 400, 403)
    opened = _last_session()
    if answer.status_code != 303:
        assert opened == before
        return
    assert opened is not None
    assert opened != before
    assert _subject(opened) == bent[-1]["sub"] != ""
    assert bent[-1][c.DEPLOYMENT_ID] == harness.tool.deployment_id


def _last_session() -> int | None:
    found = db.session().query(PageSession.id).order_by(PageSession.id.desc()).first()
    db.database().release()
    return found[0] if found else None


def _subject(session_id: int) -> str:
    row = (
        db.session()
        .query(PlatformAccount.subject)
        .join(PageSession, PageSession.person_id == PlatformAccount.person_id)
        .filter(PageSession.id == session_id)
        .one()
    )
    db.database().release()
    return str(row[0])
