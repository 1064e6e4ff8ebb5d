"""The web application for gunicorn, with the settings of the environment."""

from sidecar import settings
from sidecar.app import create_app

app = create_app(settings.load())
