"""An eHOKS to practise with: CAS, the service routes, the model's refusals, and pages to look at.

It behaves as ehoks.md says, on its own: only number checks are shared with the back-end.
Nothing is sent anywhere; people, firms and numbers in it are made up.
"""

from sidecar.demo.ehoks.app import create_ehoks
from sidecar.demo.ehoks.faults import Faults
from sidecar.demo.ehoks.seeding import DemoLearner, seed
from sidecar.demo.ehoks.state import ServiceUser, State, StudyRight

__all__ = ["DemoLearner", "Faults", "ServiceUser", "State", "StudyRight", "create_ehoks", "seed"]
