"""The one door for outgoing HTTP: `lti.outgoing`, and never while a transaction is open."""

from typing import Any

import requests

from lti import outgoing
from lti.outgoing import OutgoingRefused
from sidecar import db

__all__ = ["USER_AGENT", "OutgoingRefused", "OutgoingSession", "session"]

USER_AGENT = "valo/0.1 (+LTI 1.3 tool)"


class OutgoingSession(outgoing.OutgoingSession):
    """A requests session for calls to other systems."""

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send; raises requests.RequestException, among them OutgoingRefused."""
        if db.has_database() and db.database().in_transaction:
            raise RuntimeError("HTTP call inside a database transaction")
        return super().request(method, url, *args, **kwargs)


def session(*, allow_private: bool = False) -> OutgoingSession:
    """A new session; `allow_private` is for development."""
    return OutgoingSession(allow_private=allow_private, user_agent=USER_AGENT)
