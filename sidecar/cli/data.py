"""`./valo backup`, `restore`, `check`: the care of the data."""

from pathlib import Path

import click

from sidecar import migrations
from sidecar.cli import checks
from sidecar.cli.house import opened
from sidecar.privacy import archive


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database and blobs into one archive FILE (.tar.gz)."""
    opened()
    counts = archive.backup(file)
    click.echo(f"{file}: {sum(counts.values())} rows")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Read an archive into an empty database and storage."""
    opened(any_schema=True)
    migrations.upgrade()
    counts = archive.restore(file)
    click.echo(f"{file}: {sum(counts.values())} rows restored")


@click.command()
def check() -> None:
    """Test settings, database, storage, platforms and back-ends, and say what to do."""
    settings = opened(any_schema=True)
    trouble = 0
    for name, sentence in checks.run(settings):
        click.echo(
            f"{'ok  ' if sentence is None else 'NOT '} {name}{f': {sentence}' if sentence else ''}"
        )
        trouble += sentence is not None
    if trouble:
        raise SystemExit(1)


COMMANDS = [backup, restore, check]
