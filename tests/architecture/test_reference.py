"""docs/reference/ says what the code says."""

import pytest

from sidecar.cli.reference import FOLDER, pages, stand_in
from sidecar.settings import load

STALE = "docs/reference/ is stale: run ./valo reference and commit what it writes"


@pytest.fixture
def made(app) -> dict[str, str]:
    return pages(app)


def test_the_reference_is_what_the_code_says(made: dict[str, str]):
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert sorted(committed) == sorted(made), STALE
    assert [name for name in made if made[name] != committed[name]] == [], STALE


def test_the_stand_in_is_an_application_like_any_other(tmp_path):
    settings = stand_in(tmp_path)
    values = {"VALO_SECRET_KEY": settings.secret_key, "VALO_BASE_URL": settings.base_url}
    assert load(values).origin == settings.origin
