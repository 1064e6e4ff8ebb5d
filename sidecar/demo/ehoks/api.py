"""The service routes `/hoks` (ehoks.md §1.2): who asks, may they, is the body sound, then store."""

import json
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, g, request

from sidecar import clock
from sidecar.demo.ehoks import faults as fault
from sidecar.demo.ehoks import replies, shapes
from sidecar.demo.ehoks.model import trimmed
from sidecar.demo.ehoks.state import Plan, ServiceUser, State, StudyRight, in_some_order

blueprint = Blueprint("api", __name__, url_prefix="/ehoks-virkailija-backend/api/v1")
_ENDED = ("valmistunut", "eronnut", "katsotaaneronneeksi", "peruutettu")
_KINDS = ("ammatillinenkoulutus", "tuva")
_NEEDED = {"GET": "read", "POST": "write", "PUT": "update", "PATCH": "update"}
_TOP = ("aiemmin-", "hankittavat-", "opiskeluvalmiuksia-", "oppimisen-tuki")
_REMOVED = (
    "aiemmin-hankittu-ammat-tutkinnon-osa",
    "aiemmin-hankittu-paikallinen-tutkinnon-osa",
    "aiemmin-hankittu-yhteinen-tutkinnon-osa",
    "hankittava-ammat-tutkinnon-osa",
    "hankittava-paikallinen-tutkinnon-osa",
    "hankittava-yhteinen-tutkinnon-osa",
    "opiskeluvalmiuksia-tukevat-opinnot",
)


def _state() -> State:
    state: State = current_app.extensions["ehoks"]
    return state


def _faults() -> fault.Faults:
    found: fault.Faults = current_app.extensions["faults"]
    return found


@blueprint.errorhandler(replies.Answered)
def _answered(error: replies.Answered) -> Response:
    return replies.answer(error.body, error.status)


@blueprint.before_request
def _who() -> None:
    """Headers, then ticket, then user type; `/hoks` only."""
    _faults().wait_if_slow()
    if _faults().take(fault.DOWN):
        raise replies.error(HTTPStatus.SERVICE_UNAVAILABLE, "down", "message")
    is_service_route = request.path.removeprefix(blueprint.url_prefix or "").startswith("/hoks")
    wanted = ("ticket", "Caller-Id") if is_service_route else ("Caller-Id",)
    absent = {
        name.lower(): "missing-required-key" for name in wanted if name not in request.headers
    }
    if absent and not request.path.endswith("/healthcheck"):
        raise replies.refused(absent, dict(request.headers), "headers")
    if is_service_route:
        g.user = _user(request.headers["ticket"])


def _user(ticket: str) -> ServiceUser:
    if _faults().take(fault.NO_RIGHTS_CHECK):
        text = "Unable to check access rights"
        raise replies.error(HTTPStatus.UNAUTHORIZED, text, "reason")
    username = current_app.extensions["tickets"].use(ticket)
    if username is None or _faults().take(fault.OLD_TICKET):
        raise replies.error(HTTPStatus.UNAUTHORIZED, replies.OLD_TICKET)
    user: ServiceUser = _state().users[username]
    if user.kind != "PALVELU":
        raise replies.error(HTTPStatus.FORBIDDEN, "User type 'PALVELU' is required")
    return user


@blueprint.post("/hoks")
@blueprint.post("/hoks/")
def create() -> Response:
    """POST: make a plan."""
    body = _body()
    right = _study_right(body.get("opiskeluoikeus-oid"))
    _check("POST", body, right)
    _check_owner(body, right)
    _check_rights(right)
    _check_active(right)
    with _state().lock:
        _check_only_one(right)
        _koski_may_be_down()
        plan = _state().create(body)
    _after_write(fault.DROP_ANSWER_AFTER_POST)
    return replies.wrapped({"uri": f"{request.path}/{plan['id']}"}, {"id": plan["id"]})


@blueprint.get("/hoks/<number>")
def read(number: str) -> Response:
    """GET: the whole plan."""
    plan = _plan(number)
    _check_rights(_study_right(plan["opiskeluoikeus-oid"]))
    return replies.wrapped(in_some_order(plan) if _faults().take(fault.DISORDER) else plan)


@blueprint.get("/hoks/<number>/hankintakoulutukset")
def purchased(number: str) -> Response:
    """Study rights of purchased training: there are none here. No envelope."""
    _check_rights(_study_right(_plan(number)["opiskeluoikeus-oid"]))
    return replies.answer([])


@blueprint.get("/hoks/osaamisen-hankkimistapa/<number>")
@blueprint.patch("/hoks/kyselylinkki")
@blueprint.post("/hoks/<number>/kyselylinkki")
def of_the_agency(**_parts: str) -> Response:
    """Calls that only the Agency itself may make (§1.3)."""
    raise replies.error(HTTPStatus.UNAUTHORIZED, replies.NO_ACCESS)


@blueprint.get("/hoks/opiskeluoikeus/<oid>")
def find(oid: str) -> Response:
    """GET by study right: top-level fields only."""
    right = _study_right(oid)
    _check_rights(right)
    plan = _state().plan_of(oid)
    if plan is None:
        text = "No HOKS found with given opiskeluoikeus"
        raise replies.error(HTTPStatus.NOT_FOUND, text)
    top = {name: item for name, item in plan.items() if not name.startswith(_TOP)}
    return replies.wrapped(top)


@blueprint.put("/hoks/<number>")
def replace(number: str) -> Response:
    """PUT: the whole plan anew."""
    body = _writable(number)
    # The path is what was authorised, the number in the body is what is written (§1.5).
    _state().replace(_written(body), body)
    _after_write(fault.DROP_ANSWER_AFTER_PUT)
    return replies.empty()


@blueprint.patch("/hoks/<number>")
def update(number: str) -> Response:
    """PATCH: top-level fields."""
    body = _writable(number)
    _state().update(_written(body), body)
    return replies.empty()


@blueprint.post("/validointi/")
def validate() -> Response:
    """A dry run of the creation model."""
    body = _body()
    _check("POST", body, _study_right(body.get("opiskeluoikeus-oid")))
    return replies.wrapped({})


@blueprint.get("/misc/environment")
def environment() -> Response:
    """Settings of the UI; only that it answers matters."""
    return replies.wrapped({"virkailija-login-url": "/cas/login"})


@blueprint.get("/healthcheck")
def healthcheck() -> Response:
    """It is up."""
    return replies.answer({})


def _gone(**_parts: str) -> Response:
    """In the service's own spelling (§1.4)."""
    return replies.answer({"message": "Route is deprected."}, HTTPStatus.GONE)


for _name in _REMOVED:
    blueprint.add_url_rule(f"/hoks/<hoks>/{_name}", f"gone-{_name}", _gone, methods=["POST"])
    blueprint.add_url_rule(
        f"/hoks/<hoks>/{_name}/<part>", f"gone-one-{_name}", _gone, methods=["GET", "PATCH"]
    )


def _body() -> Plan:
    text = request.get_data(as_text=True)
    try:
        body = trimmed(json.loads(text, parse_constant=_no_number))
    except ValueError as error:
        raise replies.not_json(text) from error
    if not isinstance(body, dict):
        raise replies.refused("(not (map? a-value))", body)
    return body


def _no_number(name: str) -> Any:
    """NaN and Infinity, which Python reads, are no JSON."""
    raise ValueError(name)


def _written(body: Plan) -> int:
    """Number of the plan that a body replaces; what is said to a wrong one is not known."""
    number = int(body["id"])
    if number not in _state().plans:
        raise replies.unknown("clojure.lang.ExceptionInfo")
    return number


def _writable(number: str) -> Plan:
    """A sound body for the plan of the path, in the order of §1.5."""
    plan = _plan(number)
    right = _study_right(plan["opiskeluoikeus-oid"])
    _check_rights(right)
    _koski_may_be_down()
    body = _body()
    _check(request.method, body, right)
    _check_active(right)
    for name, new in (("opiskeluoikeus-oid", ""), ("oppija-oid", right.master)):
        if body.get(name, plan[name]) not in (plan[name], new):
            text = f"Tried to update `{name}` from `{plan[name]}` to `{body[name]}` not allowed!"
            raise replies.error(HTTPStatus.BAD_REQUEST, text)
    return body


def _plan(number: str) -> Plan:
    if not number.isdigit():
        raise replies.unknown("java.lang.NumberFormatException")
    plan = _state().plans.get(int(number))
    if plan is None:
        raise replies.error(HTTPStatus.NOT_FOUND, "HOKS not found with given HOKS ID")
    return plan


def _study_right(oid: Any) -> StudyRight:
    right = _state().study_rights.get(str(oid))
    if right is None:
        text = f"Opiskeluoikeus `{oid}` not found in Koski"
        raise replies.error(HTTPStatus.BAD_REQUEST, text)
    return right


def _check(method: str, body: Plan, right: StudyRight) -> None:
    errors = shapes.hoks(method, right.bounds(), today=clock.today())(body)
    if errors is None and right.kind not in _KINDS:
        errors = {"opiskeluoikeus-oid": '(not ("Opiskeluoikeuden tyyppi" a-java.lang.String))'}
    if errors is not None:
        raise replies.refused(errors, body)


def _check_owner(body: Plan, right: StudyRight) -> None:
    learner = body["oppija-oid"]
    texts = {
        f"Oppija `{learner}` not found in Oppijanumerorekisteri": right.owner == "nobody",
        f"No opiskeluoikeus {right.oid} found for oppija {learner}": right.owner
        not in ("", learner),
        f"Opiskeluoikeus `{right.oid}` sisältyy toiseen opiskeluoikeuteen.": right.is_contained,
    }
    for text, is_so in texts.items():
        if is_so:
            raise replies.error(HTTPStatus.BAD_REQUEST, text)


def _check_rights(right: StudyRight) -> None:
    user: ServiceUser = g.user
    needed = _NEEDED[request.method]
    places = (right.institution, *right.parents)
    if not any(needed in user.rights.get(place, ()) for place in places):
        raise replies.error(HTTPStatus.UNAUTHORIZED, replies.NO_ACCESS)


def _check_active(right: StudyRight) -> None:
    if right.state in _ENDED:
        text = f"Opiskeluoikeus `{right.oid}` is no longer active"
        raise replies.error(HTTPStatus.BAD_REQUEST, text)


def _check_only_one(right: StudyRight) -> None:
    if right.oid in _state().archived:
        raise replies.error(HTTPStatus.BAD_REQUEST, replies.ARCHIVED)
    if _state().plan_of(right.oid) is not None:
        raise replies.error(HTTPStatus.BAD_REQUEST, replies.DUPLICATE)


def _koski_may_be_down() -> None:
    if _faults().take(fault.LINKED_DOWN):
        raise replies.error(HTTPStatus.INTERNAL_SERVER_ERROR, replies.KOSKI_DOWN)


def _after_write(drop: str) -> None:
    if _faults().take(drop):
        request.environ["valo.drop_answer"] = True
    if _faults().take(fault.FAIL_AFTER_SAVE):
        raise replies.unknown("clojure.lang.ExceptionInfo")
