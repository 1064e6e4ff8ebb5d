"""`./valo serve`, `worker`, `db upgrade`: the parts of a running service."""

import os
import sys

import click

from sidecar import db, migrations
from sidecar.cli.house import opened
from sidecar.settings import load
from sidecar.tenancy.keys import ensure_signing_key


@click.command()
def serve() -> None:
    """Serve the pages with gunicorn."""
    settings = load()
    arguments = ["-m", "gunicorn", "--worker-class", "gthread", "--threads", "8"]
    arguments += ["--workers", str(settings.web_workers), "--bind", settings.web_bind]
    arguments += ["--limit-request-line", "8190", "--max-requests", "20000"]
    arguments += ["--max-requests-jitter", "2000", "--graceful-timeout", "20", "sidecar.wsgi:app"]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own interpreter


@click.command()
def worker() -> None:
    """Deliver what waits in the outbox, until stopped."""
    from sidecar import jobs
    from sidecar.outbox.worker import sweep

    opened()
    sweep()
    jobs.work(threads=4)


@click.group("db")
def database() -> None:
    """The database."""


@database.command()
def upgrade() -> None:
    """Bring the database to the newest schema. Back up before."""
    opened()
    migrations.upgrade()
    with db.transaction():
        ensure_signing_key()
    click.echo(f"database at {migrations.current()}")


COMMANDS = [serve, worker, database]
