"""What the contracts share."""

import pytest

from tests.contract.ehoks import Caller


@pytest.fixture
def caller() -> Caller:
    """A new practice eHOKS, and who calls it."""
    return Caller()
