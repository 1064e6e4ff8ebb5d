"""What differs from platform to platform, one small class each; no platform is named elsewhere.

A class is chosen by the `product_family_code` that a platform says of itself; an unknown one is
taken at the standard's word. `recorded/` holds what a real one sent.
"""

from lti.platforms.moodle import Moodle
from lti.platforms.standard import Standard

__all__ = ["BY_HAND", "Moodle", "Standard", "differences"]

BY_HAND: Standard = Moodle()
"""The platform whose menu words the tool's page for registering by hand uses."""
_KNOWN: tuple[Standard, ...] = (Moodle(),)


def differences(product: str) -> Standard:
    """The class for a product family; the standard's own for an unknown one."""
    found = (known for known in _KNOWN if known.product == product.strip().lower())
    return next(found, Standard())
