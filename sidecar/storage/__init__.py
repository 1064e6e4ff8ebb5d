"""Blobs: photos and voice notes, in a folder or in S3, under names that nobody can guess.

A name is 32 hexadecimal digits and a suffix; what it holds never changes. Who makes or lets go of
files uses `loose`, so that none is left behind that no row names.
"""

from pathlib import Path
from typing import Protocol

from sidecar.settings import Settings
from sidecar.storage.names import NoSuchFile, StorageAway

__all__ = ["NoSuchFile", "StorageAway", "Store", "bind", "opened", "storage"]


class Store(Protocol):
    """Where blobs lie. All that fails is an OSError: NoSuchFile, StorageAway, or a disk's own."""

    def put(self, name: str, content: bytes) -> None:
        """Write, whole or not at all."""

    def get(self, name: str) -> bytes:
        """The content; NoSuchFile when there is none."""

    def delete(self, name: str) -> None:
        """Remove; no error when it is gone already."""

    def names(self) -> list[str]:
        """All names, in order."""

    def check(self) -> None:
        """Write, read and delete something; raises OSError when one of these fails."""

    def ready(self) -> None:
        """Raises OSError when this process should get no visitors; asks no other system."""


_storage: Store | None = None


def opened(settings: Settings) -> Store:
    """The store that the settings name; nothing is written or asked yet."""
    if settings.storage_url.startswith("s3:"):
        # Who keeps files in a folder pays nothing for S3.
        from sidecar.storage.s3 import S3

        return S3(settings)
    from sidecar.storage.folder import Folder

    return Folder(Path(settings.storage_url.removeprefix("file:")))


def bind(store: Store) -> Store:
    """Choose the storage of this process."""
    global _storage  # noqa: PLW0603 - one storage a process, chosen at start
    _storage = store
    return store


def storage() -> Store:
    """The storage chosen by `bind`."""
    if _storage is None:
        raise RuntimeError("no storage bound: call storage.bind(store) first")
    return _storage
