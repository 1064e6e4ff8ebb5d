"""A registered platform, and what every refusal must look like."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from lti.keys import SigningKey, public_key_set
from sidecar import clock, db, i18n
from sidecar.launches import problems
from sidecar.launches.desk import launch_desk
from sidecar.tenancy.models import PlatformKeySet, PlatformRegistration
from sidecar.tenancy.stores import platform_of
from tests.support.platform import ISSUER, Harness, build_harness, contents

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


FORBIDDEN = {"LTI-OFF", "LTI-DENIED", "LTI-BROWSER", "LTI-ROLE"}


@pytest.fixture
def refused(harness: Harness) -> Refused:
    """Run a launch that must be refused: no session, nothing written, and a page to act on."""

    def check(
        launch: Callable[[], TestResponse],
        *,
        code: str,
        issuer: str = ISSUER,
        language: str = "fi",
    ) -> BeautifulSoup:
        before = contents()
        answer = launch()
        assert answer.status_code in (400, 403), f"{answer.status_code} {answer.location}"
        assert "__Host-valo-" not in " ".join(answer.headers.getlist("Set-Cookie"))
        assert contents() == before
        page = BeautifulSoup(answer.text, "html.parser")
        assert answer.status_code == (403 if code in FORBIDDEN else 400)
        _says_what_to_do(page, code, issuer, language)
        return page

    return check


def _says_what_to_do(page: BeautifulSoup, code: str, issuer: str, language: str) -> None:
    """Code, the code's own sentence in the person's language, reference, and whose platform."""
    assert page.html["lang"] == language
    card = page.select_one("[role=alert]")
    assert card is not None
    words = card.get_text(" ", strip=True)
    assert re.findall(r"LTI-[A-Z]+", words) == [code]
    sentence = i18n.translations(language).gettext(problems.sentence_of(code))
    assert sentence
    assert card.p.get_text(strip=True) == sentence
    assert REFERENCE.search(words)
    assert issuer in words, f"whose administrator to ask: {words}"


def second_registration(client_id: str, *, jwks_of: SigningKey | None = None) -> None:
    """Another client of the same issuer; with a key set of its own where `jwks_of` is given."""
    with db.transaction() as session:
        first = session.query(PlatformRegistration).first()
        values = {
            name: getattr(first, name)
            for name in ("provider_id", "issuer", "auth_login_url", "auth_token_url", "created_at")
        }
        row = PlatformRegistration(
            **values, client_id=client_id, key_set_url=f"{ISSUER}/other.php", state="active"
        )
        session.add(row)
        session.flush()
        if jwks_of is not None:
            session.add(
                PlatformKeySet(
                    registration_id=row.id,
                    jwks=public_key_set([jwks_of]),
                    fetched_at=clock.now(),
                )
            )
    db.database().release()
