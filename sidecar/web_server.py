"""What gunicorn asks of us (`./valo serve`): metrics from its first process, once for all."""

from typing import Any

from sidecar import metrics
from sidecar.settings import load


def when_ready(_server: Any) -> None:
    """The web server listens: so do the metrics."""
    metrics.serve(load().metrics_bind)


def child_exit(_server: Any, worker: Any) -> None:
    """A web process has ended."""
    metrics.forget_process(worker.pid)
