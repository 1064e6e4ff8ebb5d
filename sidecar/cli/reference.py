"""`./valo reference`: writes docs/reference/ out of the code; a test fails when it is stale."""

import ast
import inspect
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale

from sidecar.app import create_app
from sidecar.audit.words import DEEDS
from sidecar.errors import SettingsError
from sidecar.identity.models import Role
from sidecar.identity.permissions import ROLE_PERMISSIONS, Permission
from sidecar.outbox import handlers
from sidecar.outbox.models import MessageState
from sidecar.settings import Settings, variable

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
_MADE = "Made by `./valo reference`; change the code, not this page.\n"
_API = "/api/v1/openapi.json"
_STAND_IN = "only for the reference, opens nothing"


@click.command()
def reference() -> None:
    """Write docs/reference/ anew from the code (in a checkout)."""
    if not FOLDER.parent.is_dir():
        raise SettingsError(f"{FOLDER.parent} is not here: write the reference in a checkout")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(stand_in(Path(folder)))
        FOLDER.mkdir(exist_ok=True)
        for name, text in pages(app).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    click.echo(f"{FOLDER}: written")


def stand_in(folder: Path) -> Settings:
    """Settings of an application that only tells what it consists of."""
    return Settings(
        base_url="https://valo.example.org",
        secret_key=_STAND_IN,
        database_url=f"sqlite:///{folder / 'none.sqlite3'}",
        storage_url=f"file:{folder / 'files'}",
    )


def pages(app: Flask) -> dict[str, str]:
    """The whole reference: name of a file → its text."""
    with app.app_context(), force_locale("en"):
        return {
            "settings.md": _page("Settings", _settings()),
            "commands.md": _page("Commands", _commands()),
            "permissions.md": _page("Permissions by role", _permissions()),
            "routes.md": _page("Addresses", _routes(app)),
            "audit-events.md": _page("Kinds of lines in the log", _events()),
            "outbox.md": _page("Messages to other systems", _outbox()),
            "openapi.json": _document(app),
        }


def _page(title: str, blocks: Iterable[str]) -> str:
    return "\n".join([f"# {title}\n", _MADE, *blocks])


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(_cell(c) for c in row) + " |\n" for row in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def _told(owner: type) -> dict[str, str]:
    """The docstring below each member of a class, by the member's name."""
    [tree] = ast.parse(dedent(inspect.getsource(owner))).body
    body = getattr(tree, "body", [])
    return {
        str(getattr(_target(before), "id", "")): str(after.value.value)
        for before, after in pairwise(body)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }


def _target(node: ast.stmt) -> object:
    return node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)


def _settings() -> Iterator[str]:
    told = _told(Settings)
    known = {f.name: f.default for f in fields(Settings)}
    yield (
        "Environment variables, read once at the start. An unknown `VALO_…` variable or a bad "
        "value stops the start with one line\nthat names it. `.env.example` is a file to copy. "
        "`./valo demo` needs none of them. Switches are `1` or `0`.\n"
    )
    yield _table(
        ("variable", "default", "meaning"),
        ((f"`{variable(n)}`", _default(known[n]), told[n]) for n in known),
    )


def _default(value: object) -> str:
    if value is MISSING:
        return "none; must be set"
    if value == "":
        return "empty"
    return f"`{int(value)}`" if isinstance(value, bool) else f"`{value}`"


def _commands() -> Iterator[str]:
    # The command line knows this module, too.
    from sidecar.cli.__main__ import valo

    context = click.Context(valo, info_name="./valo")
    for command, inside in _leaves(valo, context):
        usage = " ".join(command.collect_usage_pieces(inside))
        yield f"## `{inside.command_path} {usage}`\n".replace(" `", " `", 1)
        yield f"{inspect.cleandoc(command.help or '')}\n"
        options = [o.get_help_record(inside) for o in command.params if isinstance(o, click.Option)]
        rows = [(f"`{row[0]}`", row[1]) for row in options if row]
        yield from [_table(("option", "meaning"), rows)] if rows else []


def _leaves(
    group: click.Group, context: click.Context
) -> Iterator[tuple[click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.commands[name]
        inside = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _leaves(command, inside)
        else:
            yield command, inside


def _permissions() -> Iterator[str]:
    yield (
        "Pages ask for a permission, never for a role; a query then begins with what its viewer "
        "may see.\n"
    )
    yield _table(
        ("permission", *(f"`{role}`" for role in Role)),
        (
            (f"`{one}`", *("yes" if one in ROLE_PERMISSIONS[role] else "" for role in Role))
            for one in Permission
        ),
    )
    yield f"`{Permission.CHOOSE_CONTENT}`: {_told(Permission)['CHOOSE_CONTENT']}\n"


def _routes(app: Flask) -> Iterator[str]:
    yield (
        "What one may not see is answered like what does not exist. `/gallery` is there with "
        "`VALO_DEV` only.\n"
    )
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    yield _table(
        ("address", "methods", "permission"),
        (
            (f"`{r.rule}`", " ".join(sorted((r.methods or set()) - {"HEAD", "OPTIONS"})), who)
            for r in rules
            if (who := _who(app.view_functions[r.endpoint]))
        ),
    )


def _who(view: Any) -> str:
    permission = getattr(view, "valo_permission", None)
    return f"`{permission}`" if permission else getattr(view, "valo_public", "")


def _events() -> Iterator[str]:
    yield _table(("kind", "what it says"), ((f"`{k}`", str(v)) for k, v in sorted(DEEDS.items())))


def _outbox() -> Iterator[str]:
    states, topics = _told(MessageState), handlers.topics()
    yield _table(("state", "meaning"), ((f"`{s.value}`", states[s.name]) for s in MessageState))
    yield _table(
        ("topic", "what its handler does"), ((f"`{t}`", topics[t]) for t in sorted(topics))
    )


def _document(app: Flask) -> str:
    found = app.test_client().get(_API, base_url="https://valo.example.org").json
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


COMMANDS = [reference]
