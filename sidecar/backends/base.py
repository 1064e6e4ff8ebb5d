"""Plain, frozen values that back-ends take and give, and the protocol they fulfil.

`to_json()` gives what a JSON column can keep; `from_json()` makes the same value again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, Protocol, Self

from sidecar.outbox.handlers import Outcome

Agreement = Literal["training_agreement", "apprenticeship", "institution"]
AssessorKind = Literal["provider", "workplace"]
ChangeKind = Literal["same", "added", "changed"]
Plan = dict[str, Any]
"""A plan as the provider's system writes it; its keys are that system's own."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that extraction of messages knows
    """Mark an English sentence for translation; the page translates it."""
    return sentence


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.to_json() if isinstance(value, _Jsonable) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class _Jsonable:
    """A dataclass of texts, numbers, days, lists and its like."""

    def to_json(self) -> dict[str, Any]:
        """The value as a dict that json.dumps takes."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The value that gave this dict; TypeError for keys that are not its own."""
        return cls(**data)


class _Dated(_Jsonable):
    """Has the days `starts_on` and `ends_on`."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        days = {name: _day(data.get(name)) for name in ("starts_on", "ends_on")}
        return cls(**{**data, **days})


@dataclass(frozen=True, kw_only=True)
class WorkplacePeriod(_Dated):
    """A work period as it should stand in the plan. `period_key` never changes."""

    period_key: str
    starts_on: date
    ends_on: date
    agreement: Agreement
    part_time_percent: int | None = None
    workplace_name: str = ""
    business_id: str = ""
    core_tasks: list[str] = field(default_factory=list)
    instructor_name: str = ""
    instructor_email: str = ""
    instructor_phone: str = ""
    apprenticeship_basis: str = ""
    """Last part of the code, `01` or `02`, or the whole of it."""
    provider_oid: str = ""
    """Organisation OID of who provides the unit; used when the unit is new in the plan."""


@dataclass(frozen=True, kw_only=True)
class Assessor(_Jsonable):
    """Arvioija. `organisation_ref`: organisation OID (provider) or business ID (workplace)."""

    kind: AssessorKind
    name: str
    organisation: str = ""
    organisation_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Demonstration(_Dated):
    """A demonstration as it should stand in the plan: when, where, what, who assesses."""

    starts_on: date | None
    ends_on: date | None
    place_name: str
    business_id: str = ""
    place_description: str = ""
    work_situations: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    """Texts of the vocational skills requirements that it shows; they follow the situations."""
    assessors: list[Assessor] = field(default_factory=list)
    institution_oid: str = ""
    """Organisation OID of the organiser."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        people = [Assessor.from_json(item) for item in data.get("assessors", [])]
        return super().from_json({**data, "assessors": people})


@dataclass(frozen=True, kw_only=True)
class PlanChange(_Jsonable):
    """What an officer accepted for one learner's plan: a period, a demonstration, or both."""

    learner_number: str
    study_right_oid: str
    unit_code_uri: str
    unit_code_version: int | None
    period: WorkplacePeriod | None = None
    demonstration: Demonstration | None = None
    plan_ref: int | None = None
    may_create: bool = False
    """The officer said that a plan may be made when there is none."""
    delivered_before: Demonstration | None = None
    """The demonstration as it went out last: found by it when its days or place have changed."""
    approved_on: date | None = None
    """Day of first approval, only for a plan that is made; today when left out."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        period, shown = data.get("period"), data.get("demonstration")
        before = data.get("delivered_before")
        parts = {
            "period": WorkplacePeriod.from_json(period) if period else None,
            "demonstration": Demonstration.from_json(shown) if shown else None,
            "delivered_before": Demonstration.from_json(before) if before else None,
            "approved_on": _day(data.get("approved_on")),
        }
        return cls(**{**data, **parts})


@dataclass(frozen=True, kw_only=True)
class FieldChange(_Jsonable):
    """One line of a proposal: what stands in the plan and what would. Empty text: nothing."""

    label_key: str
    """English msgid."""
    before: str
    after: str
    kind: ChangeKind
    is_code: bool = False
    """`before` and `after` are English msgids too."""


@dataclass(frozen=True, kw_only=True)
class Missing(_Jsonable):
    """Something that must be added or corrected before the change can go out."""

    field: str
    """Name of the field in WorkplacePeriod, Demonstration or PlanChange; `plan` for the plan."""
    sentence: str
    """English msgid that says what to do."""


@dataclass(frozen=True, kw_only=True)
class PlanReading:
    """A plan as read: its number in the other system and its content, which JSON can keep."""

    plan_ref: int
    plan: Plan


class Unreachable(Exception):
    """The provider's system could not be read. `reason` is an English msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Backend(Protocol):
    """The provider's system that keeps the learners' plans."""

    def check(self) -> None:
        """Raises SettingsError with what to do, or requests.RequestException."""

    def read(self, study_right_oid: str) -> PlanReading | None:
        """The plan of a study right, None when there is none. Raises Unreachable."""

    def problems(self, change: PlanChange, plan: Plan | None) -> list[Missing]:
        """What stops this change from going into this plan; no call is made."""

    def preview(self, change: PlanChange, plan: Plan | None) -> list[FieldChange]:
        """Line by line what the change does to this plan; no call is made."""

    def deliver(
        self, change: PlanChange, *, uncertain: bool, seen: Sequence[FieldChange] = ()
    ) -> Outcome:
        """Write the change into the plan as it is now. Raises nothing foreseeable.

        `uncertain`: an earlier try may have arrived. `seen`: the lines that a person accepted;
        Refused when what stands in them has become something else since.
        """
