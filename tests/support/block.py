"""Signed calls as the Moodle block makes them, and their refusals."""

import secrets
from typing import Any

import jwt
from sqlalchemy import select
from werkzeug.test import TestResponse

from lti.keys import SigningKey
from sidecar import clock, db
from sidecar.api import trust
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.queries import person_behind
from tests.support.platform import ISSUER, TOOL, Harness, build_harness, loaded
from tests.support.world import World

AUDIENCE = f"{TOOL}/api/v1"


def claims_of(harness: Harness, **changed: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    made = {
        "iss": ISSUER,
        "sub": harness.tool.client_id,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_hex(8),
        **changed,
    }
    return {k: v for k, v in made.items() if v is not None}


def signed(
    harness: Harness, *, key: SigningKey | None = None, typ: str = trust.TYPE, **changed: Any
) -> str:
    used = key or harness.platform.key
    headers = {"kid": harness.platform.key.kid, "typ": typ}
    private = loaded(used.private_pem)
    return jwt.encode(claims_of(harness, **changed), private, "RS256", headers=headers)


def ask(harness: Harness, path: str, token: str | None = None, **query: str) -> TestResponse:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    client = harness.app.test_client()
    return client.get(f"/api/v1{path}", base_url=TOOL, headers=headers, query_string=query or None)


def refused(answer: TestResponse, code: str, status: int = 401) -> None:
    """JSON with code, sentence and reference."""
    assert answer.status_code == status, answer.text
    assert answer.json["code"] == code
    assert len(answer.json["message"]) > 20
    assert len(answer.json["reference"]) == 9


def tell(harness: Harness, path: str, sent: Any, token: str | None = None) -> TestResponse:
    """POST to the API, signed unless another token is given ("" for none)."""
    token = signed(harness) if token is None else token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = harness.app.test_client()
    return client.post(f"/api/v1{path}", base_url=TOOL, headers=headers, json=sent)


def fetch(harness: Harness, path: str, **query: str) -> Any:
    """The JSON of a good signed GET."""
    answer = ask(harness, path, signed(harness), **query)
    assert answer.status_code == 200, answer.text
    return answer.json


def harness_of(world: World) -> Harness:
    """The world's own registration, with the practice platform's key behind it."""
    made = build_harness(world.app)
    with db.transaction() as session:
        for row in session.scalars(select(PlatformRegistration)):
            if row.id != world.registration.id:
                row.issuer = "https://unused.example.org"
        session.get_one(PlatformRegistration, world.registration.id).client_id = made.tool.client_id
    db.database().release()
    return made


def subject_of(world: World, person: Any) -> str:
    found = next(
        n for n in range(11, 18) if person_behind(world.registration.id, str(n)) == person.id
    )
    db.database().release()
    return str(found)
