"""Bad payloads of the certification guide: refused, no session, nothing written."""

import time

import jwt
import pytest

from lti import claims as c
from tests.conformance.conftest import Refused
from tests.support.platform import Claims, Harness


def _only_name(_claims: Claims) -> Claims:
    return {"name": "badltilaunch"}


def _only_oidc(claims: Claims) -> Claims:
    return {name: value for name, value in claims.items() if not name.startswith("https://")}


def _old_times(claims: Claims) -> None:
    claims.update(iat=11111, exp=22222)


def _no_link_id(claims: Claims) -> None:
    del claims[c.RESOURCE_LINK]["id"]


BENT = {
    "B03 wrong version": (lambda claims: claims.update({c.VERSION: "11.3"}), "LTI-MESSAGE"),
    "B04 no version": (lambda claims: claims.pop(c.VERSION) and None, "LTI-MESSAGE"),
    "B05 not an LTI message": (_only_name, "LTI-PLATFORM"),
    "B06 only OIDC claims": (_only_oidc, "LTI-MESSAGE"),
    "B07 wrong times": (_old_times, "LTI-TIME"),
    "B08 no message type": (lambda claims: claims.pop(c.MESSAGE_TYPE) and None, "LTI-MESSAGE"),
    "B09 no roles claim": (lambda claims: claims.pop(c.ROLES) and None, "LTI-MESSAGE"),
    "B10 no deployment id": (lambda claims: claims.pop(c.DEPLOYMENT_ID) and None, "LTI-DEPLOYMENT"),
    "B11 no resource link id": (_no_link_id, "LTI-MESSAGE"),
    "B12 no user": (lambda claims: claims.pop("sub") and None, "LTI-PERSON"),
}


@pytest.mark.parametrize("case", BENT)
def test_refused(harness: Harness, refused: Refused, case: str):
    bend, code = BENT[case]
    refused(lambda: harness.launch(bend=bend), code=code)


KEY_IDS = [
    pytest.param({}, "LTI-TOKEN", id="B01 no key id"),
    pytest.param({"kid": "nobody's key"}, "LTI-KEY", id="B02 wrong key id"),
]


@pytest.mark.parametrize(("headers", "code"), KEY_IDS)
def test_key_id(harness: Harness, refused: Refused, headers: dict[str, str], code: str):

    def forge(claims: Claims) -> str:
        return jwt.encode(claims, harness.platform.key.private_pem, "RS256", headers=headers)

    refused(lambda: harness.launch(forge=forge), code=code)


def test_bad_payloads_differ_from_a_good_one(harness: Harness):
    """Without the fault, the same launch opens: it is the fault that is refused."""
    assert harness.launch(bend=lambda claims: claims.update(iat=int(time.time()))).location
