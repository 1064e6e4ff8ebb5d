"""The workers of the load test: `python -m sidecar.demo.bench.serving PORT_FILE WORKERS`."""

import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication


class Serving(BaseApplication):  # type: ignore[misc]
    """gunicorn on a free port; writes which once it listens."""

    def __init__(self, port_file: Path, workers: int) -> None:
        self.port_file, self.workers = port_file, workers
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", "127.0.0.1:0")
        self.cfg.set("workers", self.workers)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 8)
        self.cfg.set("backlog", 2048)
        self.cfg.set("when_ready", self._say)

    def load(self) -> Any:
        # As in production each worker makes its own: nothing is shared across the fork.
        from sidecar.wsgi import app

        return app

    def _say(self, arbiter: Any) -> None:
        _host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
        self.port_file.write_text(str(port), encoding="ascii")


if __name__ == "__main__":
    Serving(Path(sys.argv[1]), int(sys.argv[2])).run()
