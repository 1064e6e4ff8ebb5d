"""The coach's pages of sites and their task cards."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sidecar import db, forms
from sidecar.environments import actions, queries
from sidecar.environments.models import PICTURES, LearningEnvironment, TaskCard
from sidecar.environments.schemas import CardForm, SiteForm
from sidecar.errors import BadInput
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.qualifications.queries import requirements_of, units

blueprint = Blueprint("sites", __name__, url_prefix="/sites")
Errors = dict[str, list[str]]


@blueprint.get("")
@requires(Permission.MANAGE_PERIODS)
def listing() -> str:
    """The provider's sites."""
    return render_template("environments/sites.html", sites=queries.sites(g.viewer.provider_id))


@blueprint.get("/new")
@requires(Permission.MANAGE_PERIODS)
def new() -> str:
    """An empty form."""
    return _site_form({})


@blueprint.post("/new")
@requires(Permission.MANAGE_PERIODS)
def create() -> ResponseReturnValue:
    """Make a site; its cards come next."""
    try:
        values = forms.read(SiteForm, request.form)
        with db.transaction():
            site_id = actions.new_site(g.viewer, values).id
    except BadInput as error:
        return _site_form(request.form, errors=error.fields), error.status
    flash(gettext("Saved."))
    return go("sites.edit", site_id=site_id)


@blueprint.get("/<int:site_id>")
@requires(Permission.MANAGE_PERIODS)
def edit(site_id: int) -> str:
    """A site and its cards."""
    site = _site(site_id)
    values = {name: getattr(site, name) for name in SiteForm().fields}
    return _site_form({**values, "bring": "\n".join(site.bring)}, site=site)


@blueprint.post("/<int:site_id>")
@requires(Permission.MANAGE_PERIODS)
def update(site_id: int) -> ResponseReturnValue:
    """Change a site."""
    try:
        values = forms.read(SiteForm, request.form)
        with db.transaction():
            actions.change_site(g.viewer, _site(site_id), values)
    except BadInput as error:
        return _site_form(request.form, site=_site(site_id), errors=error.fields), error.status
    flash(gettext("Saved."))
    return go("sites.listing")


@blueprint.get("/<int:site_id>/cards/new")
@requires(Permission.MANAGE_PERIODS)
def new_card(site_id: int) -> str:
    """An empty card."""
    return _card_form(_site(site_id), {"picture": "tool", "in_use": True})


@blueprint.post("/<int:site_id>/cards/new")
@requires(Permission.MANAGE_PERIODS)
def create_card(site_id: int) -> ResponseReturnValue:
    """Make a card."""
    return _save_card(site_id, None)


@blueprint.get("/<int:site_id>/cards/<int:card_id>")
@requires(Permission.MANAGE_PERIODS)
def edit_card(site_id: int, card_id: int) -> str:
    """A card of the site."""
    site = _site(site_id)
    card = queries.card_of(site, card_id)
    names = {f"name_{code}": card.name.get(code, "") for code in ("fi", "sv", "en")}
    shown = {"picture": card.picture, "position": card.position, "in_use": card.in_use}
    return _card_form(site, {**names, **shown}, card=card)


@blueprint.post("/<int:site_id>/cards/<int:card_id>")
@requires(Permission.MANAGE_PERIODS)
def update_card(site_id: int, card_id: int) -> ResponseReturnValue:
    """Change a card."""
    return _save_card(site_id, card_id)


def _site(site_id: int) -> LearningEnvironment:
    return queries.site(g.viewer.provider_id, site_id)


def _save_card(site_id: int, card_id: int | None) -> ResponseReturnValue:
    try:
        values = forms.read(CardForm, request.form)
        with db.transaction():
            _write_card(_site(site_id), card_id, values)
    except BadInput as error:
        site = _site(site_id)
        card = queries.card_of(site, card_id) if card_id else None
        return _card_form(site, request.form, card=card, errors=error.fields), error.status
    flash(gettext("Saved."))
    return go("sites.edit", site_id=site_id)


def _write_card(site: LearningEnvironment, card_id: int | None, values: dict[str, Any]) -> None:
    if card_id is None:
        actions.new_card(g.viewer, site, values)
    else:
        actions.change_card(g.viewer, site, queries.card_of(site, card_id), values)


def _site_form(
    values: Any, *, site: LearningEnvironment | None = None, errors: Errors | None = None
) -> str:
    return render_template("environments/site.html", values=values, site=site, errors=errors or {})


def _card_form(
    site: LearningEnvironment,
    values: Any,
    *,
    card: TaskCard | None = None,
    errors: Errors | None = None,
) -> str:
    known = card.requirement_keys if card else []
    unit_id = _unit_id(site, known)
    chosen = request.form.getlist("requirements") if request.form else known
    return render_template(
        "environments/card.html",
        site=site,
        card=card,
        values=values,
        errors=errors or {},
        pictures=PICTURES,
        units=units(),
        unit_id=unit_id,
        requirements=requirements_of(unit_id) if unit_id else [],
        chosen=set(chosen),
    )


def _unit_id(site: LearningEnvironment, known: list[str]) -> int | None:
    """The unit whose requirements are shown: as asked for, else the one that the cards are for."""
    asked = request.values.get("unit_id", "")
    if asked.isascii() and asked.isdigit():
        return int(asked[:12])
    keys = known or [key for one in site.cards for key in one.requirement_keys]
    return queries.unit_of_keys(keys) if keys else None
