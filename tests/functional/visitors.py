"""Somebody inside the page session of a real launch, and what stands in the database afterwards."""

from sqlalchemy import select
from werkzeug.test import TestResponse

from sidecar import db
from sidecar.audit.models import AuditEvent
from sidecar.tenancy.models import PlatformRegistration
from tests.support.platform import ADMINISTRATOR, TOOL, USER_AGENT, Harness, session_path

HEADERS = {"Sec-Fetch-Site": "same-origin"}


class Visitor:
    """Somebody inside the page session of a real launch."""

    def __init__(self, harness: Harness, user: str = ADMINISTRATOR) -> None:
        self.client = harness.client()
        opened = harness.launch(user, client=self.client)
        self.path = session_path(opened)

    def get(self, path: str = "/platforms") -> TestResponse:
        return self._open("GET", path)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self._open("POST", path, data=fields)

    def _open(self, method: str, path: str, **more) -> TestResponse:
        return self.client.open(
            self.path + path,
            method=method,
            base_url=TOOL,
            headers={"User-Agent": USER_AGENT, **HEADERS},
            follow_redirects=True,
            **more,
        )


def registration() -> PlatformRegistration:
    db.database().release()
    return db.session().query(PlatformRegistration).one()


def audited() -> list[str]:
    db.database().release()
    return list(db.session().scalars(select(AuditEvent.type)))
