"""The benchmark runs in the small, and says for each figure whether its budget is kept."""

import json

import pytest
from click.testing import CliRunner, Result

from sidecar.cli.measure import bench
from sidecar.demo.bench.cluster import find_programs
from sidecar.demo.bench.meter import MEASURES, Figure

pytestmark = pytest.mark.processes
SMALL = ["--people", "3", "--entries", "2", "--rounds", "2"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(bench, [*SMALL, *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def printed() -> dict:
    """What a small run prints; nothing but one JSON object on standard output."""
    result = run("--scale")
    assert result.exit_code == 0, result.stderr
    assert "learner_diary" in result.stderr
    return json.loads(result.stdout)


def test_it_says_where_it_was_measured(printed: dict):
    assert printed["machine"]["database"].startswith("sqlite 3.")
    assert printed["machine"]["cpus"] >= 1
    assert printed["machine"]["load"] >= 0
    assert printed["size"] == {
        "people": 3, "entries": 2, "rounds": 2, "scale": True, "load": False
    }  # fmt: skip


def test_every_figure_has_the_same_shape(printed: dict):
    for figure in printed["figures"]:
        assert set(figure) == {"name", *MEASURES, "budget", "within"}
        assert any(figure[measure] is not None for measure in MEASURES)


def test_every_budget_of_the_design_has_its_figure(printed: dict):
    pages = {"learner_diary", "coach_queue", "coach_reads_learner"}
    with_budget = {f["name"] for f in printed["figures"] if f["budget"]}
    assert ("autosave_postgresql" in with_budget) == bool(find_programs())
    assert with_budget - {"import_largest_document", "autosave_postgresql"} == {
        "launch_to_first_page", "paper_pdf", "autosave_sqlite",
        "hoks_delivery_own_part", "hoks_deliveries_8_threads", *pages, *(f"{p}_x10" for p in pages)
    }  # fmt: skip


def test_within_follows_from_figure_and_budget(printed: dict):
    for figure in printed["figures"]:
        limits = figure["budget"] or {}
        kept = [
            figure[name] >= limit if name == "per_second" else figure[name] <= limit
            for name, limit in limits.items()
        ]
        assert figure["within"] == (all(kept) if limits else None), figure["name"]


def test_pages_cost_statements_and_bytes(printed: dict):
    diary = next(f for f in printed["figures"] if f["name"] == "learner_diary")
    assert diary["statements"] > 1
    assert diary["bytes"] > diary["gzip_bytes"] > 100
    assert 0 < diary["best_ms"] <= diary["p50_ms"] <= diary["p95_ms"]
    assert diary["cpu_ms"] > 0


@pytest.mark.parametrize(
    ("measured", "budget", "within"),
    [
        ({"p50_ms": 8.0, "bytes": 60_000}, {"p50_ms": 8, "bytes": 60_000}, True),
        ({"p50_ms": 8.1, "bytes": 10}, {"p50_ms": 8, "bytes": 60_000}, False),
        ({"p50_ms": 1.0, "bytes": 60_001}, {"p50_ms": 8, "bytes": 60_000}, False),
        ({"per_second": 299.9}, {"per_second": 300}, False),
        ({"per_second": 300.0}, {"per_second": 300}, True),
        ({"p50_ms": 1.0}, {}, None),
    ],
)
def test_a_budget_is_kept_only_when_every_limit_is(measured, budget, within):
    assert Figure(name="page", measured=measured, budget=budget).within is within


def test_a_database_with_something_in_it_is_left_alone(database_url: str):
    result = CliRunner().invoke(bench, [*SMALL, "--database", database_url])
    assert "empty database" in str(result.exception)
