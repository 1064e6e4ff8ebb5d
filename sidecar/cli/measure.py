"""`./valo bench`: how fast the pages are, against the budgets of the design; prints JSON."""

import json

import click

from sidecar.demo.bench import Size, run


@click.command()
@click.option("--people", default=300, show_default=True, type=click.IntRange(2))
@click.option("--entries", default=60, show_default=True, type=click.IntRange(1))
@click.option("--rounds", default=50, show_default=True, type=click.IntRange(1))
@click.option("--scale", is_flag=True, help="measure again with ten times the people and entries")
@click.option("--database", "url", help="an empty PostgreSQL database; without: a SQLite file")
def bench(
    people: int,
    entries: int,
    rounds: int,
    scale: bool,  # noqa: FBT001 - click hands flags like this
    url: str | None,
) -> None:
    """Fill a house of its own, measure it, print one JSON object; touches nothing of yours."""
    size = Size(people=people, entries=entries, rounds=rounds, scale=scale)
    click.echo(json.dumps(run(size, url), indent=2))


COMMANDS = [bench]
