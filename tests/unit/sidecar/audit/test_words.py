"""Each kind of line that the source records has its words, a thing and a place in the filter."""

import ast
import re
from pathlib import Path

from sidecar.audit.words import DEEDS, GROUPS, THINGS, tell

SOURCE = Path(__file__).resolve().parents[4] / "sidecar"
RECORDERS = {"record", "_record", "log", "_log"}
KIND = re.compile(r"([a-z]+)[.]([a-z_]+)")


def recorded() -> set[str]:
    """What is handed to a function that writes a line, and what is kept for one (`done = …`)."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = node.args[:1] if isinstance(node, ast.Call) and _writes(node) else []
            if isinstance(node, ast.Assign) and _named(node.targets[0]) == "done":
                said = [node.value]
            values = {str(n.value) for n in said if isinstance(n, ast.Constant)}
            found |= {value for value in values if KIND.fullmatch(value)}
    return found


def _writes(call: ast.Call) -> bool:
    return _named(call.func) in RECORDERS


def _named(node: ast.expr) -> str:
    return str(getattr(node, "attr", "") or getattr(node, "id", ""))


def test_each_recorded_kind_has_words_and_the_other_way_round():
    assert recorded() == set(DEEDS)


def test_each_kind_is_found_by_one_filter():
    starts = [start for _, group in GROUPS.values() for start in group]
    assert sorted({kind.split(".")[0] for kind in DEEDS}) == sorted(starts)


def test_a_line_is_told_in_words(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        told = tell("roles.set", "person:7 Kaija Valmentaja", "person:9", {"roles": ["teacher"]})
        job = tell("proposal.refused", "job", "proposal:3", {"code": "EHOKS-RIGHTS"})
        old = tell("thing.done", "person:8 ", "thing:1", {})
    assert (told.who, told.what, told.more) == (
        "Kaija Valmentaja",
        f"{THINGS['person']} 9",
        "teacher",
    )
    assert (job.who, job.more) == ("valo's worker", "EHOKS-RIGHTS")
    assert (old.did, old.what) == ("thing.done", "thing 1"), "what has no words is not hidden"
