"""The administrator's page of people and their roles."""

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext

from sidecar import db
from sidecar.identity.actions import GRANTABLE, set_roles
from sidecar.identity.models import Role
from sidecar.identity.permissions import Permission, requires
from sidecar.pages import flash, go
from sidecar.tenancy import queries

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("")
@requires(Permission.MANAGE_PEOPLE)
def people() -> str:
    """Everybody who has opened valo, with the roles that were granted."""
    provider_id = g.viewer.provider_id
    return render_template(
        "people/people.html",
        people=queries.people_of(provider_id),
        granted=queries.roles_by_person(provider_id),
        grantable=GRANTABLE,
    )


@blueprint.post("/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def save(person_id: int) -> Response:
    """Set a person's roles."""
    wanted = {Role(r) for r in request.form.getlist("roles") if r in set(GRANTABLE)}
    with db.transaction():
        person = queries.person_of(g.viewer.provider_id, person_id)
        set_roles(person, g.viewer.provider_id, wanted, by=g.viewer.person)
    flash(gettext("Saved."))
    return go("people.people")
