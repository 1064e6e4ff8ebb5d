"""The blueprint with all its routes hung."""

from sidecar.api.moodle import events, learning, notices, people, privacy
from sidecar.api.moodle.door import blueprint

__all__ = ["blueprint", "events", "learning", "notices", "people", "privacy"]
