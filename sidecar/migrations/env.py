"""Alembic's entry: uses the database that the command has bound."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

import sidecar.models  # noqa: F401 - fills the metadata
from sidecar import db


def render_item(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our own column types as the plain types they are stored as."""
    names = {"UtcDateTime": "sa.DateTime(timezone=True)", "Sealed": "sa.Text()"}
    if kind == "type" and type(item).__name__ in names:
        return names[type(item).__name__]
    return False


def run(connection: Connection) -> None:
    """Run the migrations on one connection."""
    context.configure(
        connection=connection,
        target_metadata=db.Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with db.database().engine.begin() as opened:
        run(opened)
