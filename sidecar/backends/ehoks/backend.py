"""The eHOKS back-end: reads a plan, says what would change, and writes it.

Order of a delivery: read → our own check → merge → PUT of the whole plan → read again and compare.
A plan that says it all already is left alone, so repeating a delivery changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

import requests

from sidecar import clock, numbers
from sidecar.backends.base import (
    N_,
    FieldChange,
    Missing,
    Plan,
    PlanChange,
    PlanReading,
    Unreachable,
)
from sidecar.backends.ehoks import answers, diff, rules
from sidecar.backends.ehoks.cas import GRANTS, Grants, Login, LoginRefused, NothingWritten, Tickets
from sidecar.backends.ehoks.client import Calls, MaybeWritten, ServiceRefused, storable
from sidecar.backends.ehoks.compare import is_same
from sidecar.backends.ehoks.merge import Merged, merged
from sidecar.errors import SettingsError
from sidecar.outbox.handlers import Delivered, Outcome, Refused, Retry, Unknown

_MAYBE = N_("No answer came after sending. Before anything else we look whether it arrived.")
_OVERTAKEN = N_("The HOKS was changed at the same time and our lines are not in it. We try again.")
_CHANGED = N_(
    "Somebody changed these same lines in the HOKS after they were accepted. Nothing was written. "
    "Propose again and look at them as they are now."
)
_OTHERS = N_("Delivered. Somebody else changed other parts of the HOKS at the same time.")


@dataclass(frozen=True)
class Address:
    """Where eHOKS answers and who asks."""

    api: str
    login: Login


class EhoksBackend:
    """A provider's way into eHOKS."""

    def __init__(
        self, session: requests.Session, address: Address, *, grants: Grants = GRANTS
    ) -> None:
        self._session, self._address, self._grants = session, address, grants

    def check(self) -> None:
        """Sign in and ask for the service's settings (§1.2). Raises SettingsError."""
        login = self._address.login
        try:
            Tickets(self._session, login, self._grants).take()
        except LoginRefused as error:
            raise SettingsError("the national sign-in refuses user name and password") from error
        except NothingWritten as error:
            raise SettingsError(
                f"the national sign-in at {login.cas_url} gives no ticket"
            ) from error
        url = f"{self._address.api}/misc/environment"
        answer = self._session.get(url, headers={"Caller-Id": login.caller_id})
        if answer.status_code != HTTPStatus.OK:
            raise SettingsError(f"eHOKS answers {answer.status_code} at {url}; is `url` right?")

    def read(self, study_right_oid: str) -> PlanReading | None:
        """The plan of a study right; its numbers are ordinary ones. Raises Unreachable."""
        try:
            found = self._standing(self._calls(), study_right_oid, None)
        except (NothingWritten, LoginRefused, ServiceRefused) as error:
            raise Unreachable(answers.sentence(error)) from error
        return found and PlanReading(plan_ref=found.plan_ref, plan=storable(found.plan))

    def problems(self, change: PlanChange, plan: Plan | None) -> list[Missing]:
        return rules.problems(change, plan)

    def preview(self, change: PlanChange, plan: Plan | None) -> list[FieldChange]:
        return diff.preview(change, plan, today=clock.today())

    def deliver(
        self, change: PlanChange, *, uncertain: bool, seen: Sequence[FieldChange] = ()
    ) -> Outcome:
        """Write the change into the plan as it is now.

        `uncertain`: an earlier try may have arrived; while the plan cannot be read that stays so.
        """
        if not numbers.is_study_right_oid(change.study_right_oid):
            return _to_correct(rules.problems(change, None))
        try:
            return self._write(self._calls(), change, seen)
        except MaybeWritten:
            return Unknown(reason=_MAYBE)
        except NothingWritten as error:
            return Unknown(reason=error.reason) if uncertain else Retry(reason=error.reason)
        except (ServiceRefused, LoginRefused) as error:
            return answers.outcome(error)

    def _write(self, calls: Calls, change: PlanChange, seen: Sequence[FieldChange]) -> Outcome:
        standing = self._standing(calls, change.study_right_oid, change.plan_ref)
        plan = standing.plan if standing is not None else None
        to_correct = rules.problems(change, plan)
        if to_correct:
            return _to_correct(to_correct)
        target = merged(plan, change, today=clock.today())
        if target.is_in(plan):
            return Delivered()
        if seen and diff.is_overtaken(seen, diff.lines_of(plan, target)):
            return Refused(code="EHOKS-CHANGED", reason=_CHANGED)
        try:
            plan_ref = _send(calls, standing, target.body)
        except ServiceRefused as error:
            return answers.outcome(error, target)
        return self._compared(calls, plan_ref, target, change)

    def _compared(self, calls: Calls, plan_ref: int, target: Merged, change: PlanChange) -> Outcome:
        """Read again: are our lines there, and did all else stay?"""
        try:
            plan = calls.get(plan_ref)
        except (NothingWritten, ServiceRefused, LoginRefused):
            plan = None
        if plan is None:
            return Unknown(reason=_MAYBE)
        if is_same(plan, {"id": plan_ref, **target.body}):
            return Delivered()
        ours = merged(plan, change, today=clock.today())
        return Delivered(note=_OTHERS) if is_same(plan, ours.body) else Unknown(reason=_OVERTAKEN)

    def _standing(self, calls: Calls, study_right: str, plan_ref: int | None) -> PlanReading | None:
        """The plan as it is now: by its number when that is known and right, else looked up."""
        plan = calls.get(plan_ref) if plan_ref is not None else None
        if plan is None or plan.get("opiskeluoikeus-oid") != study_right:
            plan_ref = calls.find(study_right)
            plan = calls.get(plan_ref) if plan_ref is not None else None
        if plan is None or plan_ref is None:
            return None
        return PlanReading(plan_ref=plan_ref, plan={**plan, "id": plan_ref})

    def _calls(self) -> Calls:
        login = self._address.login
        tickets = Tickets(self._session, login, self._grants)
        return Calls(self._session, self._address.api, login.caller_id, tickets)


def _send(calls: Calls, standing: PlanReading | None, body: Plan) -> int:
    """PUT over the plan that stands, else POST; the plan's number."""
    if standing is None:
        return calls.create(body)
    calls.replace(standing.plan_ref, body)
    return standing.plan_ref


def _to_correct(found: list[Missing]) -> Refused:
    return Refused(code="EHOKS-INPUT", reason=found[0].sentence)
