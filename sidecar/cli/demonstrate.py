"""`./valo demo`: the whole thing on this machine, with people, a course and a practice eHOKS."""

import shutil
import sys
from pathlib import Path

import click

from sidecar import jobs
from sidecar.demo import stage

FOLDER = Path(__file__).resolve().parents[2] / "var" / "demo"


@click.command()
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1024, 65_000))
@click.option(
    "--qualification",
    "document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="an ePerusteet document; the trainees then work on its first unit",
)
@click.option("--fresh", is_flag=True, help="forget what was done before")
@click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, hidden=True)
def demo(
    port: int,
    document: Path | None,
    fresh: bool,  # noqa: FBT001 - click hands flags like this
    folder: Path,
) -> None:
    """Start sidecar, practice platform, practice eHOKS and worker; stop with Ctrl-C."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    built = stage.build(folder, port=port)
    try:
        servers = stage.serve(built, port=port)
    except (OSError, SystemExit):
        sys.exit(f"valo: one of the ports {port} to {port + 2} is taken; choose others: --port N")
    stage.set_up(built, document=document)
    _say_where(built)
    jobs.work(threads=2)
    for server in servers:
        server.shutdown()


def _say_where(built: stage.Stage) -> None:
    click.echo("")
    click.echo(f"  Start here:         {built.platform_url}/")
    click.echo("    choose who you are, open the course, open an activity")
    click.echo(f"  The HOKS of each:   {built.ehoks_url}/")
    click.echo("  Stop with Ctrl-C; ./valo demo --fresh starts anew.")
    click.echo("")
    sys.stdout.flush()


COMMANDS = [demo]
