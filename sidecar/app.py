"""The application: `open_house` for every process, `create_app` for the web.

`create_app` puts the parts together in the order in which a request meets them.
"""

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from sidecar import crypto, db, doors, i18n, jobs, log, pages, storage
from sidecar.settings import Settings
from sidecar.web import (
    assets,
    errors,
    filters,
    gate,
    headers,
    health,
    language,
    limits,
    metering,
    navigation,
)
from sidecar.web.language import locale

MAX_BODY = 12 * 1024 * 1024
"""Bytes: a phone's largest photo, and some more."""
MAX_FIELDS = 1024 * 1024
"""Bytes: all texts of a form together."""


def open_house(settings: Settings) -> None:
    """Open keys, database, storage and queue for this process; name who delivers what."""
    log.configure(json=settings.log_json)
    crypto.bind(settings.secret_key)
    db.bind(settings.database_url)
    storage.bind(storage.opened(settings))
    doors.register_handlers(settings)
    jobs.bind(jobs.queue_url(settings.queue_url, settings.database_url))


def create_app(settings: Settings) -> Flask:
    """The web application for one set of settings."""
    open_house(settings)
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_FIELDS)
    app.extensions["valo.settings"] = settings
    app.extensions["valo.ready_checks"] = health.checks()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    babel = Babel(app, locale_selector=locale)
    babel.domain_instance = i18n.MergedDomain()
    language.register(app)
    pages.register(app, secret_key=settings.secret_key)
    for part in (metering, limits, headers, errors, assets, filters, navigation, gate):
        part.register(app)
    app.teardown_appcontext(_leave)
    doors.register_pages(app)
    return app


def _leave(_error: BaseException | None) -> None:
    db.database().release()
