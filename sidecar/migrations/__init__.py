"""Migrations: `upgrade()` brings the bound database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sidecar import db


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file of its own."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def upgrade() -> None:
    """Bring the bound database to the newest schema; does nothing when it is there."""
    with db.database().engine.begin() as connection:
        command.upgrade(config(connection), "head")


def newest() -> str:
    """The revision that this code needs."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def current() -> str | None:
    """The revision that the bound database has; None when it is empty."""
    with db.database().engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
