"""What commands share: the opened house of a process, and a transaction in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from sidecar import db, settings
from sidecar.app import create_app, open_house


def opened() -> settings.Settings:
    """Settings of the environment, with database, storage and queue open."""
    loaded = settings.load()
    open_house(loaded)
    return loaded


@contextmanager
def writing() -> Iterator[None]:
    """The house open and one transaction in it; commits at the end."""
    opened()
    with db.transaction():
        yield


def application() -> Flask:
    """The web application of the environment's settings."""
    return create_app(settings.load())
