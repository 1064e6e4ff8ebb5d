"""Y-tunnus, the Finnish business ID: seven digits, a dash, a check digit."""

import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_SHAPE = re.compile(r"^\d{7}-\d$")
_BASE = 11


def is_business_id(text: str) -> bool:
    """True when shape and check digit are right (weights 7, 9, 10, 5, 8, 4, 2; modulus 11)."""
    if not _SHAPE.match(text):
        return False
    rest = sum(int(d) * w for d, w in zip(text, _WEIGHTS, strict=False)) % _BASE
    return rest != 1 and int(text[-1]) == (0 if rest == 0 else _BASE - rest)
