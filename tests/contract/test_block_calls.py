"""The Moodle block's calls against the sidecar's own OpenAPI document.

`CALLS` says what the block sends and reads. The first test holds that list against the block's PHP;
the others hold it against the document.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sidecar.app import create_app
from sidecar.settings import Settings

BLOCK = Path(__file__).resolve().parents[2] / "moodle_plugin"
PREFIX = "/api/v1"
CALL = re.compile(r"->(get|post)\(\s*'(/moodle/[a-z/]+)'")


@dataclass(frozen=True)
class Call:
    """Query and body names that the block sends, and dotted names that it reads."""

    query: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


def _each(name: str, *fields: str) -> tuple[str, ...]:
    return (name, *(f"{name}.{field}" for field in fields))


CALLS: dict[tuple[str, str], Call] = {
    ("get", "/moodle/ping"): Call(),
    ("get", "/moodle/status"): Call(),
    ("get", "/moodle/card"): Call(
        query=("user", "course"),
        reads=(
            *_each("learner", "lamps", "lit", "today", "last_answer_at"),
            *_each("coach", "waiting", "help", "oldest_days"),
            *_each("officer", "proposals"),
        ),
    ),
    ("get", "/moodle/notices"): Call(
        query=("limit",),
        reads=(
            "more",
            *_each("notices", "id", "user", "kind", "course", "subject", "text", "url"),
            *_each("notices.subject", "fi", "sv", "en"),
        ),
    ),
    ("get", "/moodle/content"): Call(
        query=("language",),
        reads=(
            *_each("items", "type", "title", "text", "url", "custom", "lineItem"),
            *_each("items.lineItem", "scoreMaximum", "resourceId", "tag", "submissionReview"),
        ),
    ),
    ("post", "/moodle/notices/ack"): Call(body=("ids",)),
    ("post", "/moodle/open"): Call(body=("user", "go")),
    ("post", "/moodle/events"): Call(
        body=(
            *_each("events", "id", "kind", "at", "user", "course", "group", "link", "role"),
            *_each("events", "from_course", "suspended", "ends_at"),
            *_each("events.group", "id", "name"),
        ),
        reads=("accepted", *_each("refused", "id", "code", "message")),
    ),
    ("get", "/moodle/demonstrations"): Call(
        query=("course",),
        reads=_each(
            "demonstrations", "id", "user", "course", "title", "starts_on", "ends_on", "place"
        ),
    ),
    ("get", "/moodle/completions"): Call(
        query=("course",),
        reads=_each("completions", "user", "page", "unit", "link", "complete"),
    ),
    ("get", "/moodle/evidence"): Call(
        query=("since", "limit"),
        reads=(
            "cursor",
            "more",
            *_each("evidence", "id", "user", "course", "competency", "kind", "at", "go"),
        ),
    ),
    ("get", "/moodle/qualification"): Call(
        query=("course", "units"),
        reads=(
            *_each("frameworks", "idnumber", "name", "description", "scale", "competencies"),
            *_each("frameworks.competencies", "idnumber", "parent", "name", "description", "scale"),
            *_each("frameworks.scale", "idnumber", "name", "values", "proficient"),
        ),
    ),
    ("get", "/moodle/privacy/export"): Call(query=("user",), reads=_each("files", "path", "data")),
    ("post", "/moodle/privacy/erasures"): Call(
        body=("id", "user", "course", "reason"),
        reads=("state", *_each("erased", "what", "count"), *_each("kept", "what", "why")),
    ),
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the sidecar says of its API."""
    folder = tmp_path_factory.mktemp("contract")
    settings = Settings(
        base_url="https://valo.test",
        secret_key="k" * 48,
        database_url=f"sqlite:///{folder / 'valo.sqlite3'}",
        storage_url=f"file:{folder}",
    )
    answer = create_app(settings).test_client().get(f"{PREFIX}/openapi.json")
    found: dict[str, Any] = answer.get_json()
    return found


def _in_php() -> set[tuple[str, str]]:
    php = "\n".join(p.read_text("utf-8") for p in sorted(BLOCK.glob("classes/**/*.php")))
    return {(method, path) for method, path in CALL.findall(php)}


def test_the_list_is_what_the_block_calls():
    assert _in_php() == set(CALLS)


def test_the_sidecar_answers_each_call(document):
    silent = {path for method, path in CALLS if method not in _paths(document).get(path, {})}
    assert silent == set()


def test_registration_and_tool(document):
    tool = _answer(document, _paths(document)["/tool"]["get"])
    names = "name description login_url launch_url key_set_url logo_url custom audience now"
    assert set(names.split()) <= set(tool)
    sent = _body(document, _paths(document)["/platforms"]["post"])
    addresses = {"issuer", "auth_login_url", "auth_token_url", "key_set_url"}
    ours = {"invite", "client_id", "deployment_id", "product", *addresses}
    assert set(sent) == ours


@pytest.mark.parametrize(("method", "path"), sorted(CALLS))
def test_the_block_sends_and_reads_what_is_there(document, method, path):
    operation = _paths(document)[path][method]
    call = CALLS[method, path]
    parameters = {one["name"] for one in operation.get("parameters", [])}
    assert set(call.query) <= parameters
    assert _unknown(document, _body(document, operation), call.body) == []
    assert _unknown(document, _answer(document, operation), call.reads) == []
    assert operation["security"], "the call is signed"


def _paths(document: dict[str, Any]) -> dict[str, Any]:
    return {path.removeprefix(PREFIX): found for path, found in document["paths"].items()}


def _answer(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    good = next(found for status, found in operation["responses"].items() if status[0] == "2")
    return _properties(document, good["content"]["application/json"]["schema"])


def _body(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _properties(document, sent.get("schema", {}))


def _properties(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Of an object, of the items of a list, or of what a reference names."""
    for one in (schema, *schema.get("anyOf", []), *schema.get("allOf", [])):
        if "$ref" in one:
            name = one["$ref"].rsplit("/", 1)[-1]
            return _properties(document, document["components"]["schemas"][name])
        if "items" in one:
            return _properties(document, one["items"])
        if "properties" in one:
            found: dict[str, Any] = one["properties"]
            return found
    return {}


def _unknown(document: dict[str, Any], known: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [name for name in names if not _knows(document, known, name.split("."))]


def _knows(document: dict[str, Any], known: dict[str, Any], name: list[str]) -> bool:
    if name[0] not in known:
        return False
    return len(name) == 1 or _knows(document, _properties(document, known[name[0]]), name[1:])
