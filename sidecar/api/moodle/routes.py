"""The blueprint with all its routes hung."""

from sidecar.api.moodle import content, events, learning, notices, people, privacy
from sidecar.api.moodle.door import blueprint

__all__ = ["blueprint", "content", "events", "learning", "notices", "people", "privacy"]
