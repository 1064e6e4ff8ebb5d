"""`./valo bench`: how fast the pages are, against the budgets of the design; prints JSON."""

import json
from typing import Any

import click

from sidecar.demo.bench import Size, run


@click.command()
@click.option("--people", default=300, show_default=True, type=click.IntRange(2))
@click.option("--entries", default=60, show_default=True, type=click.IntRange(1))
@click.option("--rounds", default=50, show_default=True, type=click.IntRange(1))
@click.option("--scale", is_flag=True, help="measure again with ten times the people and entries")
@click.option("--load", is_flag=True, help="also let more and more people launch at once")
@click.option("--database", "url", help="an empty PostgreSQL database; without: a SQLite file")
def bench(url: str | None, **size: Any) -> None:
    """Fill a house of its own, measure it, print one JSON object; touches nothing of yours."""
    click.echo(json.dumps(run(Size(**size), url), indent=2))


COMMANDS = [bench]
