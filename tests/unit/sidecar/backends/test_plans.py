"""The generated plans leave out no list and no field of the model: "nothing else" is true."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from sidecar.demo.ehoks.model import fields_of
from sidecar.demo.ehoks.shapes import Bounds, hoks
from tests.contract.ehoks import TODAY
from tests.unit.sidecar.backends.plans import plans, tuva_plans

Path_ = tuple[str, ...]
KINDS = {"vocational": (plans, Bounds()), "tuva": (tuva_plans, Bounds(is_tuva=True))}


def paths(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every field that stands in a value, whichever lists it stands in."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield (*at, name)
            yield from paths(below, (*at, name))
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, at)


def of_schema(schema: dict[str, Any], node: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every field that a JSON Schema names; `$ref` are followed."""
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    for name, below in node.get("properties", {}).items():
        yield (*at, name)
        yield from of_schema(schema, below, (*at, name))
    if "items" in node:
        yield from of_schema(schema, node["items"], at)


def is_own_id(path: Path_) -> bool:
    """Ids of rows: the model allows them, GET never gives them and nobody sends them (§8)."""
    return path[-1] == "id"


def generated(strategy: Any) -> set[Path_]:
    found: set[Path_] = set()

    @settings(
        max_examples=4,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(plan: dict[str, Any]) -> None:
        found.update(paths(plan))

    gather()
    return found


def test_every_field_of_the_model_is_filled():
    filled = {path for strategy, _ in KINDS.values() for path in generated(strategy)}
    model = {
        path
        for _, bounds in KINDS.values()
        for path in fields_of(hoks("POST", bounds, today=TODAY))
    }
    assert {path for path in model if not is_own_id(path)} - filled == set()
    assert len(model) > 300


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_the_model_names_the_fields_of_the_published_schema(shared: Path, method: str):
    name = f"hoks-{method.lower()}.schema.json"
    schema = json.loads((shared / "reference/ehoks-schema" / name).read_text(encoding="utf-8"))
    assert set(of_schema(schema, schema)) == set(fields_of(hoks(method, Bounds(), today=TODAY)))


def test_what_get_gives_is_filled_but_for_what_the_service_makes(shared: Path):
    path = shared / "reference/ehoks-schema/hoks-get.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    filled = {path for strategy, _ in KINDS.values() for path in generated(strategy)}
    left = {p for p in of_schema(schema, schema) if p not in filled and not is_own_id(p)}
    assert {p[-1] for p in left} == {"module-id", "eid", "manuaalisyotto"}
