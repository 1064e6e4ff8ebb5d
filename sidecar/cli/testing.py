"""`./valo test`: the whole suite, on SQLite and again on PostgreSQL."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
SIDE_BY_SIDE = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""A worker for each core; a file's tests stay together, for they share its servers."""


@click.command(
    "test", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help-valo"]}
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(pytest_arguments: tuple[str, ...]) -> None:
    """Run the whole suite; with arguments: pytest with these."""
    if importlib.util.find_spec("pytest") is None:
        sys.exit("valo: the tests need requirements/browser.txt; start them with ./valo test")
    if pytest_arguments:
        sys.exit(_pytest(*pytest_arguments))
    results = [_pytest(*SIDE_BY_SIDE, "--database", "sqlite"), _on_postgres()]
    sys.exit(max(results))


def _on_postgres() -> int:
    from sidecar.demo.bench.cluster import find_programs

    if find_programs() or os.environ.get("VALO_TEST_POSTGRES_URL"):
        click.echo("valo: the same tests on PostgreSQL", err=True)
        return _pytest(*SIDE_BY_SIDE, "--database", "postgresql")
    click.echo("valo: NOT tested on PostgreSQL: no server's programs, no VALO_TEST_POSTGRES_URL")
    return 1 if os.environ.get("VALO_REQUIRE_POSTGRES") else 0


def _pytest(*arguments: str) -> int:
    return subprocess.run(  # noqa: S603 - our own interpreter and the caller's arguments
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False
    ).returncode


COMMANDS = [test]
