"""The back-end of an education provider, made of what is stored about it."""

import json

from sidecar.backends.base import Backend
from sidecar.backends.registry import make_backend
from sidecar.settings import Settings
from sidecar.tenancy.models import EducationProvider


def backend_of(provider: EducationProvider, settings: Settings) -> Backend:
    """The back-end. Raises SettingsError when what is stored makes none."""
    return make_backend(
        provider.backend_kind,
        json.loads(provider.backend_config),
        caller_id=settings.caller_id,
        allow_private=settings.dev,
    )
