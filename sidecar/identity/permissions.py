"""What each role may do, and the decorators that every route carries (a test checks each one)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g

from lti import claims
from lti.roles import Standing
from sidecar.errors import Forbidden
from sidecar.identity.models import Person, Role

P = ParamSpec("P")
R = TypeVar("R")


class Permission(StrEnum):
    """One thing that may be done; pages ask for these, never for roles."""

    SEE_START = "see_start"
    WRITE_DIARY = "write_diary"
    SEE_PAPERS = "see_papers"
    REVIEW_DIARIES = "review_diaries"
    MANAGE_PERIODS = "manage_periods"
    PREPARE_PAPERS = "prepare_papers"
    ASSESS = "assess"
    SEE_PROPOSALS = "see_proposals"
    PROPOSE = "propose"
    DECIDE_PROPOSALS = "decide_proposals"
    SEE_DELIVERIES = "see_deliveries"
    SEE_AUDIT = "see_audit"
    MANAGE_PEOPLE = "manage_people"
    CHOOSE_CONTENT = "choose_content"
    """Comes with the launch, never with a role: `of_launch`."""
    MANAGE_PLATFORMS = "manage_platforms"
    PAIR_PEOPLE = "pair_people"


_P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.GUEST: frozenset({_P.SEE_START}),
    Role.LEARNER: frozenset({_P.SEE_START, _P.WRITE_DIARY, _P.SEE_PAPERS}),
    Role.COACH: frozenset(
        {
            _P.SEE_START,
            _P.REVIEW_DIARIES,
            _P.MANAGE_PERIODS,
            _P.PAIR_PEOPLE,
            _P.SEE_PAPERS,
            _P.PREPARE_PAPERS,
            _P.SEE_PROPOSALS,
            _P.PROPOSE,
            _P.SEE_DELIVERIES,
        }
    ),
    Role.TEACHER: frozenset(
        {
            _P.SEE_START,
            _P.SEE_PAPERS,
            _P.ASSESS,
            _P.SEE_PROPOSALS,
            _P.PROPOSE,
            _P.SEE_DELIVERIES,
        }
    ),
    Role.RECORDS_OFFICER: frozenset(
        {_P.SEE_START, _P.SEE_PROPOSALS, _P.DECIDE_PROPOSALS, _P.SEE_DELIVERIES}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.SEE_START,
            _P.SEE_AUDIT,
            _P.SEE_DELIVERIES,
            _P.MANAGE_PEOPLE,
            _P.MANAGE_PLATFORMS,
            _P.PAIR_PEOPLE,
        }
    ),
}


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks at this page, from where, and what they may do."""

    person: Person
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    registration_id: int
    provider_id: int | None
    context_id: int | None
    resource_link_id: int | None
    locale: str
    session_id: int

    def may(self, permission: Permission) -> bool:
        """True when one of the roles brings the permission."""
        return permission in self.permissions


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All that the roles bring together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def of_launch(message_type: str, standings: list[str]) -> frozenset[Permission]:
    """What the launch itself allows: to choose content, where the platform asked its staff to."""
    is_asked = message_type == claims.DEEP_LINKING_REQUEST and may_choose(standings)
    return frozenset({Permission.CHOOSE_CONTENT}) if is_asked else frozenset()


def may_choose(standings: list[str]) -> bool:
    """Only those choose content whom the platform calls staff of the course."""
    return not {Standing.STAFF, Standing.SETUP}.isdisjoint(standings)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a view: the page session's person must have the permission, else Forbidden."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not g.viewer.may(permission):
                raise Forbidden
            return view(*args, **kwargs)

        guarded.valo_permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def public(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view that needs no page session, with the reason why that is right."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.valo_public = reason  # type: ignore[attr-defined]
        return view

    return mark
