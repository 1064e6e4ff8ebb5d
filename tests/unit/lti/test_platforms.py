"""What differs from platform to platform, and what real ones sent (lti/platforms/recorded)."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

import lti.platforms
from lti import claims as c
from lti.message import Launch, read_message
from lti.platforms import Moodle, Standard, differences
from lti.roles import Standing
from lti.roster import members
from lti.testing import Activity, Course, FakePlatform, User
from tests.unit.lti.support import platform

ROOT = Path(__file__).resolve().parents[3]
RECORDED = Path(lti.platforms.__file__).parent / "recorded"
PRODUCTS = re.compile(
    r"moodle|canvas|sakai|brightspace|d2l|blackboard|schoology|itslearning|open ?edx", re.IGNORECASE
)


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    return found


def read(name: str) -> Launch:
    return read_message(recorded(name), platform())


# -- recorded claim sets --------------------------------------------------------------------------
def test_a_recorded_launch_of_a_student():
    launch = read("moodle-4.5.6-resource-link-student")
    assert (launch.name, launch.standings) == ("Aino Virtanen", [Standing.TRAINEE])
    assert launch.course is not None
    assert (launch.course.ref, launch.course.title) == ("101000", "Test course 1")
    assert launch.line_item_url is None, "an empty text is none"
    assert launch.line_items_url is not None
    assert c.SCOPE_LINE_ITEM in launch.scopes
    assert "link_setting_url" not in launch.custom
    assert "foo" not in launch.custom, "a name that nobody filled in is no value"


def test_a_recorded_request_for_content():
    launch = read("moodle-4.5.6-deep-linking-teacher")
    assert launch.standings == [Standing.STAFF]
    assert launch.deep_linking is not None
    assert launch.deep_linking.accept_multiple
    assert launch.deep_linking.accept_line_item, "taken, although never said"
    assert launch.deep_linking.data is None


def test_a_recorded_member_list():
    class Client:
        def call(self, _method, _url, *, accept):
            del accept
            return type("Answer", (), {"headers": {}, "json": lambda _s: recorded(LIST)})()

    found = list(members(Client(), "https://platform.example.org/members"))  # type: ignore[arg-type]
    assert [m.standings for m in found].count([Standing.TRAINEE]) == 2
    assert "Noor Abdi" in {m.name for m in found}


LIST = "moodle-4.5.6-nrps-members"


def test_the_small_platform_has_the_shape_of_the_real_one():
    """What `lti/testing/` sends, a real platform sent too, in the same form."""
    real = recorded("moodle-4.5.6-resource-link-student")
    course = Course("7", "Kurssi", "K", [Activity("1", "Päiväkirja")])
    fake = FakePlatform("https://platform.example.org", course, [])
    body = {
        "initiate_login_uri": "https://t/l", "jwks_uri": "https://t/j", "client_name": "t",
        "redirect_uris": ["https://t/r"], c.TOOL_CONFIGURATION: {"domain": "t",
        "target_link_uri": "https://t/r"},
    }  # fmt: skip
    made = fake.register(body, fake.new_registration_token())
    user = User("1", "A", "B", "Learner")
    ours = fake.claims(fake.tools[made["client_id"]], user, course.activities[0], nonce="n")
    assert set(ours) <= set(real)
    for name, value in ours.items():
        assert type(value) is type(real[name]), name
        if isinstance(value, dict) and name != c.CUSTOM:
            assert set(value) <= set(real[name]) | {"description"}, name
    assert ours["exp"] - ours["iat"] == real["exp"] - real["iat"]


# -- the classes ----------------------------------------------------------------------------------
@pytest.mark.parametrize("product", ["moodle", "Moodle", " MOODLE "])
def test_a_known_product(product: str):
    assert isinstance(differences(product), Moodle)


@pytest.mark.parametrize("product", ["", "canvas", "x" * 900])
def test_an_unknown_product_is_taken_at_the_standards_word(product: str):
    assert type(differences(product)) is Standard


@pytest.mark.parametrize(
    ("sent", "standard", "moodle"),
    [
        ({}, False, True),
        ({"accept_lineitem": True}, True, True),
        ({"accept_lineitem": False}, False, False),
        ({"accept_lineitem": "true"}, True, True),
        ({"accept_lineitem": None}, False, True),
    ],
)
def test_line_items(sent: dict[str, Any], standard: bool, moodle: bool):
    assert Standard().takes_line_items(sent) is standard
    assert Moodle().takes_line_items(sent) is moodle


@pytest.mark.parametrize(
    ("history", "expected"),
    [("", []), ("12", ["12"]), ("12, 7,,7", ["12", "7"]), ("a" * 300, []), ("1,\x00", ["1"])],
)
def test_the_history_of_a_course(history: str, expected: list[str]):
    assert Standard().copied_from({"copied_from": history}) == expected


def test_the_address_of_an_activity():
    issuer = "https://lms.example.org"
    assert Standard().activity_address(issuer, "53") == issuer
    assert Moodle().activity_address(issuer, "53") == f"{issuer}/mod/lti/view.php?l=53"


# -- no platform is named elsewhere ---------------------------------------------------------------
def _lti_files() -> list[Path]:
    found = (p for p in (ROOT / "lti").rglob("*.py") if "platforms" not in p.parts)
    return sorted(p for p in found if "testing" not in p.parts)


@pytest.mark.parametrize("path", _lti_files(), ids=lambda p: p.name)
def test_no_platform_is_named_in_the_protocol(path: Path):
    assert PRODUCTS.findall(path.read_text(encoding="utf-8")) == []


def _code_strings(tree: ast.Module) -> list[str]:
    """Short texts that a program compares or sends: no sentences, docstrings, names of settings."""
    nodes = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    texts = (n.value.strip() for n in nodes)
    return [text for text in texts if " " not in text and not text.startswith("VALO_")]


# The rooms of our own block for one platform: its calls, its zip.
OF_THE_BLOCK = (ROOT / "sidecar" / "api" / "moodle", ROOT / "sidecar" / "cli" / "packaging.py")


def _tool_files() -> list[Path]:
    found = (ROOT / "sidecar").rglob("*.py")
    ours = (p for p in found if not any(p.is_relative_to(room) for room in OF_THE_BLOCK))
    return sorted(p for p in ours if "demo" not in p.parts and "migrations" not in p.parts)


def test_no_code_of_the_tool_asks_which_platform_it_is():
    wrong = [
        f"{path.relative_to(ROOT)}: {text!r}"
        for path in _tool_files()
        for text in _code_strings(ast.parse(path.read_text(encoding="utf-8")))
        if PRODUCTS.search(text)
    ]
    assert wrong == []
