"""Making and changing work periods."""

from typing import Any
from uuid import uuid4

from flask_babel import gettext

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.environments.queries import sites
from sidecar.errors import BadInput, NotFound
from sidecar.identity.models import Role
from sidecar.identity.permissions import Viewer
from sidecar.numbers import is_business_id
from sidecar.placements.agreed import as_weekdays
from sidecar.placements.models import WorkPeriod
from sidecar.qualifications.queries import unit
from sidecar.tenancy.queries import holders_of, learners_of

_FIXED = ("learner_id", "unit_id")
"""Chosen once: entries and papers hang on them."""


def new_period(viewer: Viewer, values: dict[str, Any]) -> WorkPeriod:
    """A period with the viewer as its coach. BadInput names the fields that need a look."""
    _check(viewer, values)
    if values["learner_id"] not in {p.id for p in learners_of(viewer.provider_id)}:
        raise BadInput(fields={"learner_id": [gettext("Choose one of these.")]})
    try:
        unit(values["unit_id"])
    except NotFound as error:
        raise BadInput(fields={"unit_id": [gettext("Choose one of these.")]}) from error
    period = WorkPeriod(
        period_key=f"valo-{uuid4()}",
        provider_id=viewer.provider_id,
        context_id=viewer.context_id,
        coach_id=viewer.person.id,
        created_at=clock.now(),
        **_columns(values),
    )
    db.session().add(period)
    db.session().flush()
    _record("period.made", period, viewer)
    return period


def change_period(viewer: Viewer, period: WorkPeriod, values: dict[str, Any]) -> None:
    """Change a period; learner, unit and key stay."""
    _check(viewer, values)
    for name, value in _columns(values).items():
        if name not in _FIXED:
            setattr(period, name, value)
    _record("period.changed", period, viewer)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    tasks = [line.strip() for line in values["core_tasks"].splitlines() if line.strip()]
    columns = {**values, "core_tasks": tasks, "agreed_weekdays": as_weekdays(values["weekdays"])}
    del columns["weekdays"]
    return columns


def _check(viewer: Viewer, values: dict[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    if values["ends_on"] < values["starts_on"]:
        wrong["ends_on"] = [gettext("The last day comes before the first.")]
    if values["business_id"] and not is_business_id(values["business_id"]):
        wrong["business_id"] = [gettext("This is not a business ID. Check it: 1234567-1.")]
    if not values["weekdays"]:
        wrong["weekdays"] = [gettext("Choose at least one weekday.")]
    teachers = {p.id for p in holders_of(viewer.provider_id, Role.TEACHER)}
    if values["teacher_id"] and values["teacher_id"] not in teachers:
        wrong["teacher_id"] = [gettext("Choose one of these.")]
    site_id = values.get("environment_id")
    if site_id and site_id not in {one.id for one in sites(viewer.provider_id)}:
        wrong["environment_id"] = [gettext("Choose one of these.")]
    if wrong:
        raise BadInput(fields=wrong)


def _record(type_: str, period: WorkPeriod, viewer: Viewer) -> None:
    record(type_, by=viewer.person, target=f"period:{period.id}", provider_id=period.provider_id)
