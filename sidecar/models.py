"""Every table in one import, for migrations and tests."""

from sidecar.audit import models as audit
from sidecar.demonstrations import models as demonstrations
from sidecar.diary import models as diary
from sidecar.environments import models as environments
from sidecar.evidence import models as evidence
from sidecar.grading import models as grading
from sidecar.hoks import models as hoks
from sidecar.identity import models as identity
from sidecar.notices import models as notices
from sidecar.outbox import models as outbox
from sidecar.placements import models as placements
from sidecar.privacy import models as privacy
from sidecar.proposals import models as proposals
from sidecar.qualifications import models as qualifications
from sidecar.review import models as review
from sidecar.roster import models as roster
from sidecar.storage import models as storage
from sidecar.tenancy import models as tenancy

__all__ = [
    "audit",
    "demonstrations",
    "diary",
    "environments",
    "evidence",
    "grading",
    "hoks",
    "identity",
    "notices",
    "outbox",
    "placements",
    "privacy",
    "proposals",
    "qualifications",
    "review",
    "roster",
    "storage",
    "tenancy",
]
