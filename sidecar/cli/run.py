"""`./valo serve`, `worker`, `db upgrade`: the parts of a running service."""

import os
import sys

import click

from sidecar import db, metrics, migrations
from sidecar.cli.house import opened
from sidecar.tenancy.keys import ensure_signing_key


@click.command()
def serve() -> None:
    """Serve the pages with gunicorn."""
    settings = opened()
    arguments = ["-m", "gunicorn", "--worker-class", "gthread", "--threads", "8"]
    arguments += ["--workers", str(settings.web_workers), "--bind", settings.web_bind]
    arguments += ["--limit-request-line", "8190", "--max-requests", "20000"]
    arguments += [
        "--max-requests-jitter",
        "2000",
        "--graceful-timeout",
        "20",
        "--no-control-socket",
    ]
    arguments += ["--config", "python:sidecar.web_server", "sidecar.wsgi:app"]
    if settings.metrics_bind:
        metrics.share_between_processes()
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own interpreter


@click.command()
def worker() -> None:
    """Deliver what waits in the outbox, until stopped."""
    from sidecar import jobs
    from sidecar.outbox.waiting import OutboxCollector
    from sidecar.outbox.worker import sweep

    settings = opened()
    metrics.serve(settings.metrics_bind, port_shift=1, collector=OutboxCollector())
    sweep()
    jobs.work(threads=4)


@click.group("db")
def database() -> None:
    """The database."""


@database.command()
def upgrade() -> None:
    """Bring the database to the newest schema. Back up before."""
    opened(any_schema=True)
    migrations.upgrade()
    with db.transaction():
        ensure_signing_key()
    click.echo(f"database at {migrations.current()}")


COMMANDS = [serve, worker, database]
