"""Making and changing sites and their task cards."""

from typing import Any

from flask_babel import gettext

from sidecar import clock, db
from sidecar.audit.actions import record
from sidecar.environments.models import PICTURES, LearningEnvironment, TaskCard
from sidecar.errors import BadInput
from sidecar.identity.permissions import Viewer
from sidecar.qualifications.queries import requirements_of


def new_site(viewer: Viewer, values: dict[str, Any]) -> LearningEnvironment:
    """A site of the viewer's provider."""
    site = LearningEnvironment(
        provider_id=viewer.provider_id, created_at=clock.now(), **_site_columns(values)
    )
    db.session().add(site)
    db.session().flush()
    _record("site.made", site, viewer)
    return site


def change_site(viewer: Viewer, site: LearningEnvironment, values: dict[str, Any]) -> None:
    """Change what is told of a site."""
    for name, value in _site_columns(values).items():
        setattr(site, name, value)
    _record("site.changed", site, viewer)


def _site_columns(values: dict[str, Any]) -> dict[str, Any]:
    bring = [line.strip() for line in values["bring"].splitlines() if line.strip()]
    return {**values, "bring": bring}


def new_card(viewer: Viewer, site: LearningEnvironment, values: dict[str, Any]) -> TaskCard:
    """A card of a site, after the others when it is given no place."""
    card = TaskCard(environment_id=site.id, requirement_keys=[])
    last = max((one.position for one in site.cards), default=0)
    _fill(card, values, position=last + 1)
    db.session().add(card)
    _record("site.changed", site, viewer)
    return card


def change_card(
    viewer: Viewer, site: LearningEnvironment, card: TaskCard, values: dict[str, Any]
) -> None:
    """Change a card; entries that were written with it follow its name."""
    _fill(card, values, position=card.position)
    _record("site.changed", site, viewer)


def _fill(card: TaskCard, values: dict[str, Any], *, position: int) -> None:
    if values["picture"] not in PICTURES:
        raise BadInput(fields={"picture": [gettext("Choose one of these.")]})
    names = {code: values[f"name_{code}"] for code in ("fi", "sv", "en")}
    card.name = {code: name for code, name in names.items() if name}
    card.picture, card.in_use = values["picture"], values["in_use"]
    card.position = position if values["position"] is None else values["position"]
    card.requirement_keys = _keys(card, values)


def _keys(card: TaskCard, values: dict[str, Any]) -> list[str]:
    """The keys chosen of the unit that the form showed, and what the card has of other units."""
    if values["unit_id"] is None:
        return list(card.requirement_keys)
    shown = [one.requirement_key for one in requirements_of(values["unit_id"])]
    others = [key for key in card.requirement_keys if key not in shown]
    return others + [key for key in shown if key in values["requirements"]]


def _record(type_: str, site: LearningEnvironment, viewer: Viewer) -> None:
    record(type_, by=viewer.person, target=f"site:{site.id}", provider_id=site.provider_id)
