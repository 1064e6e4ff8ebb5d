"""The rules of docs/architecture.md, kept by tests. Each was broken once to see its test fail."""

import ast
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import pytest_socket
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import sidecar.models  # noqa: F401 - fills the metadata
from sidecar import db, http, migrations
from sidecar.db import PRIVACY_CLASSES, Base
from sidecar.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "versions" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    ]


def test_floors_and_the_purity_of_lti():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_route_has_a_permission_or_a_reason_to_be_public(app):
    bare, wrong = [], []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        permission, reason = (getattr(view, n, None) for n in ("valo_permission", "valo_public"))
        if rule.endpoint == "static":
            continue
        if permission is None and not reason:
            bare.append(rule.rule)
        if rule.rule.startswith("/s/") and permission is None:
            wrong.append(rule.rule)
    assert bare == []
    assert wrong == [], "a page of a session must ask for a permission"


def test_every_column_has_a_privacy_class():
    bare = [
        str(column)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.info.get("privacy") not in PRIVACY_CLASSES
    ]
    assert bare == []


def test_only_transaction_commits():
    found = [str(p) for p, tree in sources("sidecar", "lti") if calls(tree, "commit")]
    assert found == ["sidecar/db.py"]


def test_requests_are_sent_through_our_session_only():
    verbs = {"get", "post", "put", "patch", "delete", "request", "Session"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources("sidecar", "lti")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("requests", "urllib", "httpx")
        and node.attr in verbs
        # A class that takes a session names its type; only a call sends something.
        and _is_called(tree, node)
    ]
    assert found == []


def test_our_session_is_the_only_one_that_sidecar_makes():
    """The one of `lti` knows nothing of transactions."""
    found = [
        str(path)
        for path, tree in sources("sidecar")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in ("lti", "lti.outgoing")
        and (node.module != "lti" or any(name.name == "outgoing" for name in node.names))
    ]
    assert sorted(set(found)) == ["sidecar/http.py"]


def _is_called(tree: ast.Module, attribute: ast.Attribute) -> bool:
    return any(isinstance(n, ast.Call) and n.func is attribute for n in ast.walk(tree))


def test_no_http_call_inside_a_transaction(database: db.Database):
    del database
    with db.transaction(), pytest.raises(RuntimeError, match="inside a database transaction"):
        http.session().get("https://example.org")


def test_views_never_look_things_up_by_a_bare_id():
    found = [
        f"{path}:{call.lineno}"
        for path, tree in sources("sidecar")
        if path.name in ("views.py", "desk.py") or "api" in path.parts
        for name in ("get_one", "scalar", "scalars", "execute", "query")
        for call in calls(tree, name)
    ]
    assert found == [], "views ask queries.py, which begin with what the person may see"


def test_there_is_one_migration_head():
    heads = ScriptDirectory.from_config(migrations.config()).get_heads()
    assert len(heads) == 1


def test_the_migrated_schema_equals_the_models(database: db.Database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_sockets_are_off_in_unit_tests(request: pytest.FixtureRequest):
    if request.config.getoption("--database") == "postgresql":
        pytest.skip("PostgreSQL itself is reached over a socket")
    with pytest.raises(pytest_socket.SocketBlockedError):
        socket.socket(socket.AF_INET)


def test_env_example_names_every_setting_and_nothing_else():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?(VALO_[A-Z0-9_]+)=", text, re.MULTILINE))
    assert named == {variable(f.name) for f in fields(Settings)}


def test_the_glossary_names_every_table():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert sorted(n for n in names if f"`{n}`" not in glossary) == []


def test_files_stay_small():
    long = [
        f"{path}: {lines}"
        for folder in ("sidecar", "lti")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "versions" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert long == []
