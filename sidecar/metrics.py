"""Metrics for Prometheus, on a port of their own. Labels hold names of ours, never a person's."""

import os
from functools import lru_cache
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess, start_http_server
from prometheus_client.registry import REGISTRY, Collector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several web processes put their numbers together; the library reads this variable."""

REQUESTS = Counter(
    "valo_requests_total", "Answers of the web pages", ["endpoint", "method", "status"]
)
SECONDS = Histogram(
    "valo_request_seconds",
    "Time to an answer, in seconds",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SETTLED = Counter("valo_messages_settled_total", "Tries of delivery", ["topic", "became"])


def share_between_processes() -> None:
    """Before the web server starts: one folder in which its processes add up their numbers."""
    if SHARED_FOLDER not in os.environ:
        os.environ[SHARED_FOLDER] = mkdtemp(prefix="valo-metrics-")


def serve(bind: str, *, port_shift: int = 0, collector: Collector | None = None) -> int:
    """Answer `/metrics` at `HOST:PORT`, from a thread; gives the port. An empty address: no."""
    if not bind:
        return 0
    address = urlsplit(f"//{bind}")
    server, _thread = start_http_server(
        (address.port or 0) + port_shift, addr=address.hostname or "", registry=_registry(collector)
    )
    return int(server.server_port)


def _registry(collector: Collector | None) -> CollectorRegistry:
    if SHARED_FOLDER in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry
    if collector is not None:
        REGISTRY.register(collector)
    return REGISTRY


def forget_process(pid: int) -> None:
    """A web process has ended: its gauges go, its counts stay. Nothing to do without metrics."""
    if SHARED_FOLDER in os.environ:
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def count_request(endpoint: str, method: str, status: int, seconds: float) -> None:
    """One answer of a page. An address that is none of ours has the endpoint ""."""
    counter, clock = _of_page(endpoint, method, status)
    counter.inc()
    clock.observe(seconds)


@lru_cache(maxsize=4096)
def _of_page(endpoint: str, method: str, status: int) -> tuple[Counter, Histogram]:
    """Looked up once: the library checks its labels anew each time."""
    return REQUESTS.labels(endpoint, method, str(status)), SECONDS.labels(endpoint)


def count_settled(topic: str, became: Any) -> None:
    """One try to deliver a message, and what became of it."""
    SETTLED.labels(topic, str(became)).inc()
