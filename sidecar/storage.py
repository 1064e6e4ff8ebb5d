"""Blobs: photos and papers, in a folder, under names that nobody can guess or climb out of."""

import os
import re
import secrets
import tempfile
from pathlib import Path

_NAME = re.compile(r"^[0-9a-f]{32}\.[a-z0-9]{1,8}$")


class Storage:
    """A folder of blobs. A name is 32 hexadecimal digits and a suffix; content never changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes, *, suffix: str) -> str:
        """Write and return the new name. Whole or not at all: a crash leaves no half file."""
        name = f"{secrets.token_hex(16)}.{suffix}"
        self.restore(name, content)
        return name

    def restore(self, name: str, content: bytes) -> None:
        """Write under a name that a backup brings."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)

    def get(self, name: str) -> bytes:
        """The content; FileNotFoundError when there is none."""
        return self._path(name).read_bytes()

    def delete(self, name: str) -> None:
        """Remove; no error when it is gone already."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """All names, in order."""
        return sorted(p.name for p in self.folder.glob("*/*") if _NAME.match(p.name))

    def check(self) -> None:
        """Raises OSError when the folder cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            file.write(b"x")

    def _path(self, name: str) -> Path:
        if not _NAME.match(name):
            raise FileNotFoundError(name)
        return self.folder / name[:2] / name


_storage: Storage | None = None


def bind(folder: Path) -> Storage:
    """Choose the storage of this process."""
    global _storage  # noqa: PLW0603 - one storage a process, chosen at start
    _storage = Storage(folder)
    return _storage


def storage() -> Storage:
    """The storage chosen by `bind`."""
    if _storage is None:
        raise RuntimeError("no storage bound: call storage.bind(folder) first")
    return _storage
