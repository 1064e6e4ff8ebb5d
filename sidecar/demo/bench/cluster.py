"""A PostgreSQL server of one's own, where its programs are installed: on a free port, then gone."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests: a crash may eat everything. Never where something is measured."""


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl, where PostgreSQL's server is installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    places += [Path(on_path).parent] if on_path else []
    return next((p for p in places if (p / "initdb").exists()), None)


@contextmanager
def cluster(programs: Path, folder: Path, settings: tuple[str, ...] = ()) -> Iterator[str]:
    """A new server below `folder` until the end of the block; gives the address of a database."""
    port, data = _free_port(), folder / "cluster"
    data.mkdir()
    as_user = _not_root(folder)
    _run([*as_user, str(programs / "initdb"), "-D", str(data), "-U", "valo", "-A", "trust", "-E",
          "UTF8", "--no-sync", "--locale=C.UTF-8"])  # fmt: skip
    all_settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=''", *settings)
    options = " ".join([f"-p {port}", *(f"-c {one}" for one in all_settings)])
    _run([*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"),
          "-o", options, "start"])  # fmt: skip
    try:
        yield f"postgresql://valo@127.0.0.1:{port}/postgres"
    finally:
        _run([*as_user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])


def _free_port() -> int:
    """Two runs side by side have a server each."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _not_root(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: lend the folder to the user `postgres`."""
    if os.getuid() != 0:
        return []
    for place in [folder, *folder.parents]:
        if place == Path("/tmp"):  # noqa: S108 - where such folders lie; already open to all
            break
        place.chmod(0o755)
    shutil.chown(folder / "cluster", "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603 - its own programs
