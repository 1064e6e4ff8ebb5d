"""Files that no row of a feature names."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from sidecar.db import Base, col


class LooseFile(Base):
    """Irtotiedosto: written but not yet anybody's, or let go and not yet deleted."""

    __tablename__ = "loose_file"
    name: Mapped[str] = col(primary_key=True, privacy="plain")
    due_at: Mapped[datetime] = col(index=True, privacy="plain")
    """When it may be deleted."""
