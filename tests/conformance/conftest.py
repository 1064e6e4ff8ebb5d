"""A registered platform, and what every refusal must look like."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from sidecar import clock, db
from sidecar.launches.desk import launch_desk
from sidecar.tenancy.models import PlatformRegistration
from sidecar.tenancy.stores import platform_of
from tests.support.platform import Harness, build_harness, contents

REFERENCE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


@pytest.fixture
def harness(app) -> Harness:
    """The platform, registered; its keys are known, so that a refusal has nothing to fetch."""
    made = build_harness(app)
    with app.app_context():
        row = db.session().query(PlatformRegistration).one()
        launch_desk().keys.find(platform_of(row), made.platform.key.kid, now=clock.now())
    db.database().release()
    return made


Refused = Callable[..., BeautifulSoup]


@pytest.fixture
def refused(harness: Harness) -> Refused:
    """Run a launch that must be refused: a page with sentence and code, and nothing written."""

    def check(launch: Callable[[], TestResponse], *, code: str | None = None) -> BeautifulSoup:
        before = contents()
        answer = launch()
        assert answer.status_code in (400, 403), f"{answer.status_code} {answer.location}"
        assert "__Host-valo-" not in " ".join(answer.headers.getlist("Set-Cookie"))
        page = BeautifulSoup(answer.text, "html.parser")
        card = page.select_one("[role=alert]")
        assert card is not None
        assert len(card.p.get_text(strip=True)) > 20
        assert REFERENCE.search(card.get_text())
        if code:
            assert code in card.get_text()
        assert contents() == before
        return page

    return check
