"""From LTI roles to what somebody is in the course.

Context roles first; institution roles only when no context role is known; then system roles.
"""

from collections.abc import Iterable
from enum import StrEnum

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
_SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"
_STAFF = frozenset({"Instructor", "ContentDeveloper", "Manager"})


class Standing(StrEnum):
    """What the platform says about somebody; a tool's own roles may say more."""

    SETUP = "setup"
    STAFF = "staff"
    MENTOR = "mentor"
    TRAINEE = "trainee"
    GUEST = "guest"


def standings(roles: Iterable[str]) -> list[Standing]:
    """All standings that the roles bring, in the order of the enumeration; never empty."""
    given = list(roles)
    found = {s for role in given for s in _of_context(role)}
    if not found:
        found = {s for role in given for s in _of_institution(role)}
    if any(role == _SYSTEM + "Administrator" for role in given):
        found |= {Standing.SETUP, Standing.STAFF}
    return [s for s in Standing if s in found] or [Standing.GUEST]


def _of_context(role: str) -> set[Standing]:
    name = _context_name(role)
    if name is None:
        return set()
    main, _, _sub = name.partition("#")
    if main == "Mentor":
        return {Standing.MENTOR}
    if main in _STAFF:
        return {Standing.STAFF}
    if main == "Administrator":
        return {Standing.STAFF, Standing.SETUP}
    return {Standing.TRAINEE} if main == "Learner" else set()


def _context_name(role: str) -> str | None:
    """`Instructor` out of a full URI, a sub-role URI or a short name."""
    if role.startswith(_MEMBERSHIP + "#"):
        return role.removeprefix(_MEMBERSHIP + "#")
    if role.startswith(_MEMBERSHIP + "/"):
        return role.removeprefix(_MEMBERSHIP + "/")
    return None if "/" in role or ":" in role else role


def _of_institution(role: str) -> set[Standing]:
    if not role.startswith(_INSTITUTION):
        return set()
    name = role.removeprefix(_INSTITUTION)
    if name in ("Student", "Learner"):
        return {Standing.TRAINEE}
    return {Standing.STAFF} if name in ("Instructor", "Faculty") else set()
