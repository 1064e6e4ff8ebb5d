"""/api/v1 against its own document: whatever is sent, the answer is one that the document names."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sidecar import db
from tests.support.block import harness_of, signed
from tests.support.platform import TOOL, Harness
from tests.support.world import World

CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def harness(world: World) -> Harness:
    return harness_of(world)


def document(harness: Harness) -> dict[str, Any]:
    client = harness.app.test_client()
    found: dict[str, Any] = client.get("/api/v1/openapi.json", base_url=TOOL).json
    return found


def operations(found: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, what)
        for path, methods in found["paths"].items()
        for method, what in methods.items()
        if method in METHODS
    ]


def test_the_document_is_whole(harness: Harness):
    """Every route of the application, each with a sentence, its answers, and who may call."""
    found = document(harness)
    assert found["openapi"] == "3.1.0"
    rules = {
        rule.rule
        for rule in harness.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
    }
    assert set(found["paths"]) == rules
    for path, method, what in operations(found):
        where = f"{method} {path}"
        assert what.get("summary"), where
        good = {status for status in what["responses"] if status.startswith("2")}
        assert good, where
        assert what["responses"][good.pop()]["content"]["application/json"]["schema"], where
        is_signed = path.startswith("/api/v1/moodle/")
        assert bool(what.get("security")) == is_signed, where
        assert ("401" in what["responses"]) == is_signed, where


def test_no_name_in_the_document_is_left_open(harness: Harness):
    found = document(harness)
    known = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    known |= {f"#/components/responses/{name}" for name in found["components"]["responses"]}
    assert set(_references(found)) <= known
    assert set(found["components"]["securitySchemes"]) == {"platform", "key"}


def _references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [name for one in part for name in _references(one)]
    if not isinstance(part, dict):
        return []
    mine = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return mine + [name for one in part.values() for name in _references(one)]


def test_whatever_is_sent_the_answer_is_a_documented_one(harness: Harness):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", harness.app)
    seen = 0
    for found in schema.get_all_operations():
        _try_out(found.ok(), harness)
        seen += 1
    assert seen == len(operations(document(harness)))


def _try_out(operation: Any, harness: Harness) -> None:
    @settings(max_examples=15, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def _one(case: Any) -> None:
        headers = {"Authorization": f"Bearer {signed(harness)}"}
        answer = case.call(headers=headers)
        db.database().release()
        case.validate_response(answer, checks=CHECKS)

    _one()
