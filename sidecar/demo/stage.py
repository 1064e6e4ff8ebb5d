"""The demo's four parts in one process: sidecar, practice platform, practice eHOKS, worker."""

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sidecar import clock, db, http, log, migrations
from sidecar.app import create_app
from sidecar.demo import cast, qualification
from sidecar.demo.ehoks import create_ehoks
from sidecar.demo.ehoks.seeding import seed
from sidecar.demo.ehoks.state import DEMO_USER, INSTITUTION
from sidecar.demo.platform import create_platform
from sidecar.demo.platform.people import DESK, DIARY, FIGURES, figure
from sidecar.demo.platform.practice import EXTENSION, login_url
from sidecar.demo.platform.registering import register_tool
from sidecar.demo.site import build_site
from sidecar.demo.visits import visit
from sidecar.errors import SettingsError
from sidecar.hoks.actions import tie
from sidecar.identity.models import Person, Role
from sidecar.identity.permissions import Viewer, permissions_of
from sidecar.placements.actions import new_period
from sidecar.qualifications.actions import import_edition
from sidecar.qualifications.models import QualificationEdition, QualificationUnit
from sidecar.qualifications.reader import load_file, parse
from sidecar.settings import Settings
from sidecar.tenancy.actions import invite_platform, save_provider
from sidecar.tenancy.keys import ensure_signing_key
from sidecar.tenancy.models import EducationProvider
from sidecar.tenancy.people import grant_by_subject
from sidecar.tenancy.queries import context_of, person_by_subject, provider_named


class _Quiet(WSGIRequestHandler):
    """No line for each request: addresses hold session ids, and the console should stay calm."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The three applications and their addresses."""

    settings: Settings
    sidecar: Flask
    platform: Flask
    ehoks: Flask
    platform_url: str
    ehoks_url: str


def build(folder: Path, *, port: int) -> Stage:
    """Make the parts, with all their state under `folder`.

    The platform is reached as `localhost`, valo as `127.0.0.1`: for a browser these are different
    sites, so valo's frame is a third party there, as it is in real life.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(folder, port)
    platform_url, ehoks_url = f"http://localhost:{port + 1}", f"http://127.0.0.1:{port + 2}"
    app = create_app(settings)
    log.quieten()
    return Stage(
        settings=settings,
        sidecar=app,
        platform=create_platform(platform_url, settings.base_url, folder / "platform.json"),
        ehoks=create_ehoks(folder / "ehoks.json"),
        platform_url=platform_url,
        ehoks_url=ehoks_url,
    )


def _settings(folder: Path, port: int) -> Settings:
    return Settings(
        base_url=f"http://127.0.0.1:{port}",
        secret_key=_secret(folder / "secret"),
        database_url=f"sqlite:///{folder / 'valo.sqlite3'}",
        storage_url=f"file:{folder / 'files'}",
        dev=True,
        log_json=False,
        caller_id=f"{INSTITUTION}.valo",
    )


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


def serve(stage: Stage, *, port: int) -> list[BaseWSGIServer]:
    """Start the three servers in threads. OSError when a port is taken."""
    here = "127.0.0.1"
    hosts = ((here, stage.sidecar), ("localhost", stage.platform), (here, stage.ehoks))
    servers = [
        make_server(host, port + n, app, threaded=True, request_handler=_Quiet)
        for n, (host, app) in enumerate(hosts)
    ]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return servers


def set_up(stage: Stage, *, document: Path | None) -> None:
    """Fill an empty house: provider, requirements, platform, people, periods, study rights."""
    migrations.upgrade()
    with db.transaction():
        is_new = provider_named(cast.PROVIDER) is None
    if not is_new:
        _must_be_here(stage)
        _load(document)
        return
    token = _open_provider(stage)
    edition_id = _load(document) or _load_own()
    with http.session(allow_private=True) as browser:
        door = f"{stage.settings.base_url}/lti/register?invite={token}"
        register_tool(stage.platform, door, browser)
        for one in FIGURES:
            visit(stage.platform, one.id, DIARY if one.id in cast.LEARNERS else DESK, browser)
    _give_work(stage, edition_id)


def _must_be_here(stage: Stage) -> None:
    """The practice platform knows valo by its address: other ports are another demo."""
    tool = stage.platform.extensions[EXTENSION].tool()
    if tool is None or not login_url(tool).startswith(stage.settings.base_url + "/"):
        raise SettingsError("this demo was set up with other ports; use those, or add --fresh")


def _open_provider(stage: Stage) -> str:
    config = {
        "url": stage.ehoks_url,
        "username": DEMO_USER.username,
        "password": DEMO_USER.password,
    }
    with db.transaction():
        ensure_signing_key()
        provider = save_provider(
            cast.PROVIDER, organisation_oid=INSTITUTION, backend="ehoks", config=config
        )
        return invite_platform(provider)


def _load(document: Path | None) -> int | None:
    if document is None:
        return None
    snapshot = load_file(document)
    with db.transaction():
        return int(import_edition(snapshot, by=None).id)


def _load_own() -> int:
    with db.transaction():
        return int(import_edition(parse(qualification.as_bytes()), by=None).id)


def _give_work(stage: Stage, edition_id: int) -> None:
    with db.transaction() as session:
        provider = provider_named(cast.PROVIDER)
        edition = session.get_one(QualificationEdition, edition_id)
        if provider is None:
            raise RuntimeError("the demo's provider is gone")
        for subject, role in cast.ROLES.items():
            grant_by_subject(provider, subject, role, name="")
        unit = next(u for u in edition.units if u.kind == "vocational" and u.code_uri)
        coach = _as_coach(person_by_subject(provider.id, cast.COACH), provider)
        site_id = build_site(coach, unit).id
        for subject in cast.LEARNERS:
            _one_learner(stage, provider, subject, unit, site_id)


def _one_learner(
    stage: Stage, provider: EducationProvider, subject: str, unit: QualificationUnit, site_id: int
) -> None:
    learner, coach, teacher = (
        person_by_subject(provider.id, s) for s in (subject, cast.COACH, cast.TEACHER)
    )
    values = cast.period_values(learner.id, teacher.id, unit.id, clock.today())
    new_period(_as_coach(coach, provider), {**values, "environment_id": site_id})
    known = figure(subject)
    made = cast.demo_learner(subject, known.name if known else "", unit_code=unit.code_uri)
    seed(stage.ehoks.extensions["ehoks"], [made])
    tie(
        provider.id,
        learner,
        learner_number=made.learner_number,
        study_right_oid=made.study_right_oid,
        by=None,
    )


def _as_coach(coach: Person, provider: EducationProvider) -> Viewer:
    roles = frozenset({Role.COACH})
    context = context_of(provider.id)
    return Viewer(
        person=coach,
        roles=roles,
        permissions=permissions_of(roles),
        registration_id=context.registration_id,
        provider_id=provider.id,
        context_id=context.id,
        resource_link_id=None,
        locale="fi",
        session_id=0,
    )
