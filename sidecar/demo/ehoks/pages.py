"""Pages for people who want to see what arrived: the list of plans, and one plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template

from sidecar.demo.ehoks.state import Plan, State

blueprint = Blueprint("pages", __name__)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; }
tr { border-bottom: 1px solid #8886; }
dl { display: grid; grid-template-columns: minmax(9rem, 18rem) 1fr; gap: .2rem 1rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.part { border: 1px solid #8886; border-radius: 9px; padding: .8rem 1rem; margin: .6rem 0; }
.newest { border: 3px solid #1b7040; } .tag { color: #fff; background: #1b7040; padding: 0 .5rem; }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } .part { padding: .5rem; }
}
.practice { border-left: 4px solid #b36b00; padding: .3rem .8rem; }
"""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a plan as the page shows it."""

    title: str
    lines: list[tuple[str, str]]
    parts: list["Part"]
    anchor: str = ""
    is_newest: bool = False


def _state() -> State:
    state: State = current_app.extensions["ehoks"]
    return state


@blueprint.get("/")
def plans() -> str:
    """All plans."""
    rows = sorted(_state().plans.values(), key=lambda plan: -int(plan["id"]))
    return render_template("plans.html", plans=[(plan, _name(plan)) for plan in rows])


@blueprint.get("/plans/<int:number>")
def one_plan(number: int) -> str:
    """One plan, all of it."""
    plan = _state().plans.get(number)
    if plan is None:
        abort(404)
    newest = frozenset(_state().arrived.get(number, ()))
    parts = [
        p
        for name, item in plan.items()
        if isinstance(item, list)
        for p in _parts(name, item, newest)
    ]
    return render_template(
        "plan.html",
        plan=plan,
        name=_name(plan),
        lines=_lines(plan),
        parts=parts,
        news=[part for part in _all(parts) if part.is_newest],
    )


@blueprint.get("/style.css")
def style() -> Response:
    """How the pages look."""
    return Response(_STYLE, mimetype="text/css")


def _name(plan: Plan) -> str:
    right = _state().study_rights.get(plan["opiskeluoikeus-oid"])
    return right.name if right else ""


def _parts(name: str, items: list[Any], newest: frozenset[str]) -> Iterator[Part]:
    for item in items:
        if isinstance(item, dict):
            below = [(n, i) for n, i in item.items() if _holds_parts(i)]
            yield Part(
                title=name,
                lines=_lines(item),
                parts=[part for n, i in below for part in _parts(n, i, newest)],
                anchor=str(item.get("module-id", "")),
                is_newest=item.get("module-id") in newest,
            )


def _all(parts: list[Part]) -> Iterator[Part]:
    """The parts and all below them."""
    for part in parts:
        yield part
        yield from _all(part.parts)


def _holds_parts(item: Any) -> bool:
    return isinstance(item, list) and any(isinstance(one, dict) for one in item)


def _lines(item: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    """Fields with their values; an object's fields follow its name."""
    lines: list[tuple[str, str]] = []
    for name, value in item.items():
        if isinstance(value, dict):
            lines += _lines(value, f"{before}{name} › ")
        elif not _holds_parts(value) and value != []:
            lines.append((before + name, _text(value)))
    return lines


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "kyllä" if value else "ei"
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)
