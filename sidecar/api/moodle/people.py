"""The way there and back, the state of things, the card, and where the next launch begins."""

from typing import Any

from sidecar import clock, db
from sidecar.api.card import card_of
from sidecar.api.moodle import schemas
from sidecar.api.moodle.door import blueprint, platform, signed
from sidecar.api.moodle.state import state_of
from sidecar.notices.links import land_next
from sidecar.tenancy.queries import person_behind


@blueprint.route("/ping")
@blueprint.response(200, schemas.PingOut)
@signed
def ping() -> dict[str, Any]:
    """The call arrived, and was believed: for a signed one, we could fetch the platform's keys."""
    row = platform()
    return {
        "issuer": row.issuer,
        "state": row.state,
        "last_launch_at": row.last_launch_at,
        "now": int(clock.now().timestamp()),
    }


@blueprint.route("/status")
@blueprint.response(200, schemas.StatusOut)
@signed
def status() -> dict[str, Any]:
    """Last contact, and what waits or failed: for the checks of the platform's administrator."""
    return state_of(platform(), now=clock.now())


@blueprint.route("/card")
@blueprint.arguments(schemas.CardQuery, location="query")
@blueprint.response(200, schemas.CardOut)
@signed
def card(values: dict[str, Any]) -> dict[str, Any]:
    """The numbers of one of the platform's people, for the card."""
    return card_of(platform(), values["user"], values["course"], today=clock.today())


@blueprint.route("/open", methods=["POST"])
@blueprint.arguments(schemas.OpenIn)
@blueprint.response(200, schemas.OpenOut)
@signed
def open_thing(values: dict[str, Any]) -> dict[str, Any]:
    """This person's next launch begins at `go`, for a quarter of an hour; they must may see it."""
    person_id = person_behind(platform().id, values["user"])
    if person_id is None:
        return {"remembered": False}
    with db.transaction():
        land_next(person_id, platform().id, values["go"], now=clock.now())
    return {"remembered": True}
