"""What commands share: the opened house of a process, and a transaction in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sidecar import db, settings
from sidecar.app import open_house
from sidecar.cli.checks import database_trouble
from sidecar.errors import SettingsError


def opened(*, any_schema: bool = False) -> settings.Settings:
    """Settings of the environment, with database, storage and queue open.

    Raises SettingsError when the database does not answer or has another schema than this code;
    `any_schema` is for the commands that look at it or bring it there.
    """
    loaded = settings.load()
    open_house(loaded)
    trouble = None if any_schema else database_trouble()
    if trouble:
        raise SettingsError(f"the database {trouble}")
    return loaded


@contextmanager
def writing() -> Iterator[None]:
    """The house open and one transaction in it; commits at the end."""
    opened()
    with db.transaction():
        yield
