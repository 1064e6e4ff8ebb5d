"""The gallery shows every component there is, and only where developers look."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sidecar.app import create_app
from sidecar.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "sidecar" / "templates"


def test_production_has_no_gallery(app):
    assert app.test_client().get("/gallery").status_code == 404


@pytest.fixture
def page(settings: Settings, database) -> str:
    del database
    made = create_app(replace(settings, dev=True, base_url="http://127.0.0.1:8080"))
    answer = made.test_client().get("/gallery", headers={"Accept-Language": "sv"})
    assert answer.status_code == 200
    return answer.text


def test_it_speaks_the_browsers_language_and_draws_each_icon(page: str):
    assert '<html lang="sv">' in page
    drawn = re.findall(r'^"(\w+)": ', (TEMPLATES / "_components/icons.html").read_text(), re.M)
    assert drawn
    for name in drawn:
        assert f"</svg> {name}<" in page


def test_every_component_hangs_in_the_gallery():
    shown = (TEMPLATES / "gallery" / "gallery.html").read_text(encoding="utf-8")
    missing = [
        f"{path.name}: {macro}"
        for path in sorted((TEMPLATES / "_components").glob("*.html"))
        for macro in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
        if f".{macro}(" not in shown
    ]
    assert missing == []


@pytest.mark.parametrize("order", [("fi", "sv", "en"), ("en", "fi", "sv")])
def test_each_visitor_reads_their_own_language(settings: Settings, database, order):
    del database
    made = create_app(replace(settings, dev=True, base_url="http://127.0.0.1:8080"))
    legend = {"fi": "vielä ilman valoa", "sv": "inte tänd ännu", "en": "not shown yet"}
    for language in order:
        page = made.test_client().get("/gallery", headers={"Accept-Language": language}).text
        assert [one for one, words in legend.items() if words in page] == [language]
