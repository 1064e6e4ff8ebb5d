"""Troubles that a test can order: each happens as often as it was ordered."""

import threading
import time

DOWN = "down"
"""Answers 503 before anything is done."""
SLOW = "slow"
"""Answers after two seconds."""
DROP_ANSWER_AFTER_PUT = "drop_answer_after_put"
"""Does the write, then breaks the connection."""
DROP_ANSWER_AFTER_POST = "drop_answer_after_post"
LINKED_DOWN = "linked_down"
"""A write fails before saving: Koski does not answer (500)."""
FAIL_AFTER_SAVE = "fail_after_save"
"""A write is saved and answers 500 all the same."""
OLD_TICKET = "old_ticket"
"""The next ticket counts as too old (401)."""
NO_RIGHTS_CHECK = "no_rights_check"
"""CAS trouble behind the service (401)."""
CAS_DOWN = "cas_down"
"""CAS answers 503."""
DISORDER = "disorder"
"""A GET gives every list in another order."""
NAMES = (
    *(DOWN, SLOW, DROP_ANSWER_AFTER_PUT, DROP_ANSWER_AFTER_POST, LINKED_DOWN),
    *(FAIL_AFTER_SAVE, OLD_TICKET, NO_RIGHTS_CHECK, CAS_DOWN, DISORDER),
)
_SLOW_SECONDS = 2.0


class Faults:
    """Ordered troubles: `faults.order("down", times=2)`."""

    def __init__(self) -> None:
        self._left: dict[str, int] = {}
        self._lock = threading.Lock()
        self.slow_seconds = _SLOW_SECONDS

    def order(self, name: str, *, times: int = 1) -> None:
        """Let it happen the next `times` times. KeyError for an unknown name."""
        if name not in NAMES:
            raise KeyError(name)
        with self._lock:
            self._left[name] = times

    def take(self, name: str) -> bool:
        """Whether it happens now; uses one up."""
        with self._lock:
            left = self._left.get(name, 0)
            self._left[name] = max(0, left - 1)
        return left > 0

    def wait_if_slow(self) -> None:
        """Sleep when slowness was ordered."""
        if self.take(SLOW):
            time.sleep(self.slow_seconds)

    def clear(self) -> None:
        """Forget all orders."""
        with self._lock:
            self._left.clear()
