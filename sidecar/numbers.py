"""National numbers as people type them: patterns and check digits (ehoks.md §3.0).

Whether a number exists only the register that gave it knows.
"""

import re

_STUDY_RIGHT = re.compile(r"1\.2\.246\.562\.15\.([1-9]\d{9})(\d|10)", re.ASCII)
_LEARNER = re.compile(r"1\.2\.246\.562\.(24|[12]?98)\.([1-9]\d{9})(\d|10)", re.ASCII)
_ORGANISATION = re.compile(
    r"1\.2\.246\.562\.(10|[12]?99)\.([1-9]\d{9}(\d|10)|0{10}1|201[34]\d{18})", re.ASCII
)
_BUSINESS_ID = re.compile(r"(\d{7})-(\d)", re.ASCII)
_BUSINESS_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_MODULUS = 11
_PERSON_NODE = "24"


def is_study_right_oid(text: str) -> bool:
    """Whether pattern and check digit (Luhn) of an opiskeluoikeus-oid are right."""
    found = _STUDY_RIGHT.fullmatch(text)
    return found is not None and _ends_with(_luhn(found[1]), found[2])


def is_learner_oid(text: str) -> bool:
    """Whether pattern and check digit of an oppija-oid are right: 7-3-1 in node 24, else Luhn."""
    found = _LEARNER.fullmatch(text)
    if found is None:
        return False
    total = _seven_three_one(found[2]) if found[1] == _PERSON_NODE else _luhn(found[2])
    return _ends_with(total, found[3])


def is_organisation_oid(text: str) -> bool:
    """Whether the pattern of an organisaatio-oid is right; it has no check digit."""
    return _ORGANISATION.fullmatch(text) is not None


def is_business_id(text: str) -> bool:
    """Whether pattern and check digit of a y-tunnus are right."""
    found = _BUSINESS_ID.fullmatch(text)
    if found is None:
        return False
    weighted = zip(_BUSINESS_WEIGHTS, found[1], strict=True)
    rest = sum(weight * int(digit) for weight, digit in weighted) % _MODULUS
    return rest != 1 and int(found[2]) == (0 if rest == 0 else _MODULUS - rest)


def _ends_with(total: int, written: str) -> bool:
    """A written 10 stands for 0."""
    return -total % 10 == int(written) % 10


def _luhn(digits: str) -> int:
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled)


def _seven_three_one(digits: str) -> int:
    return sum(int(d) * (7, 3, 1)[i % 3] for i, d in enumerate(reversed(digits)))
