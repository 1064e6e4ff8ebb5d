"""`./valo qualifications import`: ePerusteet documents from files or from the service."""

from pathlib import Path

import click

from sidecar import db
from sidecar.cli.house import opened
from sidecar.errors import BadInput
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.fetch import load_remote
from sidecar.qualifications.reader import load_file


@click.group("qualifications")
def group() -> None:
    """National qualification requirements (ePerusteet)."""


@group.command("import")
@click.argument("references", nargs=-1)
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_(references: tuple[str, ...], folder: Path | None) -> None:
    """Load documents: FILE, ePerusteet id, or diaarinumero (OPH-2455-2017)."""
    wanted = (
        [*references, *(str(p) for p in sorted(folder.glob("*.json")) if folder)]
        if folder
        else list(references)
    )
    if not wanted:
        raise click.UsageError("name a file, an ePerusteet id or a diaarinumero, or --from DIR")
    caller_id = opened().caller_id
    failed = [one for one in wanted if not _import_one(one, caller_id)]
    if failed:
        raise SystemExit(f"valo: {len(failed)} of {len(wanted)} were not loaded")


def _import_one(reference: str, caller_id: str) -> bool:
    path = Path(reference)
    try:
        is_file = path.is_file()
        snapshot = load_file(path) if is_file else load_remote(reference, caller_id=caller_id)
    except BadInput as error:
        click.echo(f"{reference}: {error.message_key % error.params}", err=True)
        return False
    with db.transaction():
        edition = import_edition(snapshot, by=None)
        units = len(edition.units)
    click.echo(f"{reference}: {edition.name.get('fi') or edition.name}, {units} units")
    return True


COMMANDS = [group]
