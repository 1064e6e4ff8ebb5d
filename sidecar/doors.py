"""The one list of what hangs where: pages under their addresses, handlers under their topics."""

from flask import Blueprint, Flask

from sidecar.api import views as api
from sidecar.demonstrations import views as demonstrations
from sidecar.demonstrations.actions import GRADE_TOPIC
from sidecar.demonstrations.keeping import keep_assessed
from sidecar.diary import views as diary
from sidecar.environments import views as environments
from sidecar.grading.actions import TOPIC as RESULTS_TOPIC
from sidecar.grading.jobs import GradeSender, ScoreSender
from sidecar.grading.queries import changed_grades, stopped_grades
from sidecar.grading.reading import ResultReader
from sidecar.hoks import views as hoks
from sidecar.launches import pages as launches
from sidecar.launches import registering
from sidecar.launches import views as lti
from sidecar.launches.problems import sentence_of
from sidecar.notices import digests, instant
from sidecar.notices import views as notices
from sidecar.notices.actions import MAIL_TOPIC
from sidecar.notices.letters import Letters
from sidecar.outbox import handlers
from sidecar.outbox import views as outbox
from sidecar.outbox import worker as outbox_worker
from sidecar.outbox.telling import NOTICE_TOPIC
from sidecar.placements import groups
from sidecar.placements import views as placements
from sidecar.privacy import erasing, keeping
from sidecar.privacy import log as audit
from sidecar.proposals import views as proposals
from sidecar.proposals.actions import HOKS_TOPIC
from sidecar.proposals.delivery import HoksSender, settle
from sidecar.proposals.keeping import keep_delivered
from sidecar.reports import views as reports
from sidecar.review import asked
from sidecar.review import views as desk
from sidecar.review.actions import SCORE_TOPIC
from sidecar.roster import views as roster
from sidecar.roster.actions import TOPIC as ROSTER_TOPIC
from sidecar.roster.jobs import RosterReader
from sidecar.settings import Settings
from sidecar.tenancy import console, sweeping
from sidecar.tenancy import views as people
from sidecar.web import gallery, health

SESSION = "/s/<sid>"
PERIODIC = (
    outbox_worker.sweep,
    sweeping.sweep_launches,
    sweeping.sweep_files,
    digests.write_digests,
    erasing.erase_what_need_not_stay,
)
"""What the worker does each minute; named here so that importing the doors hangs them up."""


def register_pages(app: Flask) -> None:
    """Hang every blueprint of the application."""
    public: list[Blueprint] = [
        health.blueprint,
        lti.blueprint,
        registering.blueprint,
        notices.outside,
    ]
    in_session: list[Blueprint] = [
        launches.blueprint,
        diary.blueprint,
        desk.blueprint,
        asked.blueprint,
        placements.blueprint,
        groups.blueprint,
        environments.blueprint,
        demonstrations.blueprint,
        reports.blueprint,
        proposals.blueprint,
        hoks.blueprint,
        outbox.blueprint,
        people.blueprint,
        console.blueprint,
        roster.blueprint,
        audit.blueprint,
        notices.blueprint,
    ]
    if app.extensions["valo.settings"].dev:
        public.append(gallery.blueprint)
    app.jinja_env.globals.update(
        changed_grades=changed_grades, stopped_grades=stopped_grades, refusal_of=sentence_of
    )
    app.jinja_env.globals.update(waiting_for_me=asked.waiting_for_me)
    for blueprint in public:
        app.register_blueprint(blueprint)
    api.register(app)
    for blueprint in in_session:
        app.register_blueprint(blueprint, url_prefix=SESSION + (blueprint.url_prefix or ""))


def register_handlers(settings: Settings) -> None:
    """Tell the outbox who delivers which topic."""
    handlers.register(SCORE_TOPIC, ScoreSender(allow_private=settings.dev))
    handlers.register(GRADE_TOPIC, GradeSender(allow_private=settings.dev))
    handlers.register(RESULTS_TOPIC, ResultReader(allow_private=settings.dev))
    handlers.register(ROSTER_TOPIC, RosterReader(allow_private=settings.dev))
    handlers.register(HOKS_TOPIC, HoksSender(settings), settle)
    keeping.register(keep_assessed, keep_delivered)
    handlers.register(NOTICE_TOPIC, instant.deliver, instant.write)
    letters = Letters(settings)
    handlers.register(MAIL_TOPIC, letters, letters.settle)
