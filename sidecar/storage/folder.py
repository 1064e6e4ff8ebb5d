"""Blobs in a folder."""

import os
import tempfile
from pathlib import Path

from sidecar.storage.names import NoSuchFile, checked, is_name


class Folder:
    """A folder of blobs, in 256 folders by the first two digits of the name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Write, whole or not at all: a crash leaves no half file."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise NoSuchFile from error

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        return sorted(p.name for p in self.folder.glob("*/*") if is_name(p.name))

    def check(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            file.write(b"x")

    def ready(self) -> None:
        self.check()

    def _path(self, name: str) -> Path:
        return self.folder / checked(name)[:2] / name
