"""An event of a course or of a person, as the platform's block tells it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event as the block sends it; "" and None where it does not belong to the kind."""

    id: str
    kind: str
    at: datetime
    user: str = ""
    course: str = ""
    group: str = ""
    group_name: str = ""
    link: str = ""
    from_course: str = ""
    suspended: bool = False
    role: str = ""
