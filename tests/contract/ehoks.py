"""Calls of a provider's system to the practice eHOKS, and the smallest plan that it takes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from sidecar.demo.ehoks import State, StudyRight, create_ehoks

API = "/ehoks-virkailija-backend/api/v1"
SERVICE = "http://localhost/ehoks-virkailija-backend/cas-security-check"
LEARNER, RIGHT = "1.2.246.562.98.90000002023", "1.2.246.562.15.90000002023"
SMALL = {
    "oppija-oid": LEARNER,
    "opiskeluoikeus-oid": RIGHT,
    "ensikertainen-hyvaksyminen": "2026-09-14",
    "osaamisen-hankkimisen-tarve": True,
}
TODAY = datetime(2026, 11, 24, tzinfo=UTC).date()


class Caller:
    """Calls the service as a provider's system would."""

    def __init__(self, path: Path | None = None) -> None:
        self.app = create_ehoks(path)
        self.state: State = self.app.extensions["ehoks"]
        self.http: FlaskClient = self.app.test_client()
        for number in ("90000001017", "90000002023", "10000000009"):
            self.state.add_study_right(StudyRight(oid=f"1.2.246.562.15.{number}"))

    def ticket(self, username: str = "valo", password: str = "") -> str:
        form = {"username": username, "password": password or "valo-demo"}
        granted = self.http.post("/cas/v1/tickets", data=form)
        assert granted.status_code == 201
        grant = granted.headers["Location"].rsplit("/", 1)[-1]
        return self.http.post(f"/cas/v1/tickets/{grant}", data={"service": SERVICE}).text

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        given_headers = {"ticket": self.ticket(), "Caller-Id": "x.valo", **headers}
        sent = {name: value for name, value in given_headers.items() if value}
        return self.http.open(API + path, method=method, json=body, headers=sent)


def sample(shared: Path, name: str) -> Any:
    [path] = (shared / "reference" / "ehoks-samples").glob(f"{name}-*.json")
    return json.loads(path.read_text(encoding="utf-8"))
