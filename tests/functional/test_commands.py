"""Commands as an operator types them: what goes wrong is one line that says what to do."""

import os
import sys
from pathlib import Path

import pytest

from sidecar.cli.__main__ import main

KEY = "only for tests, not a secret at all, 2026"


@pytest.fixture
def valo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """`valo("db", "upgrade")` → (exit code, what it printed), on a database of its own."""
    for name in [name for name in os.environ if name.startswith("VALO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VALO_SECRET_KEY", KEY)
    monkeypatch.setenv("VALO_BASE_URL", "https://valo.example.org")
    monkeypatch.setenv("VALO_DATABASE_URL", f"sqlite:///{tmp_path / 'valo.sqlite3'}")
    monkeypatch.setenv("VALO_STORAGE_URL", f"file:{tmp_path / 'files'}")

    def run(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["./valo", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        text = ended.value.code if isinstance(ended.value.code, str) else ""
        code = 1 if text else ended.value.code or 0
        return code, said.out + said.err + text

    return run


@pytest.mark.parametrize(
    "arguments",
    [
        ("registration-link",),
        ("providers", "add", "Koulu"),
        ("worker",),
        ("serve",),
        ("backup", "here.tar.gz"),
        ("qualifications", "import", "12345"),
    ],
)
def test_before_the_first_upgrade_each_command_says_what_to_do(valo, arguments: tuple[str, ...]):
    code, said = valo(*arguments)
    assert code == 1
    assert said.strip().splitlines() == [
        "valo: the database is not at the newest schema; run ./valo db upgrade"
    ]


def test_a_database_that_does_not_answer_is_one_line(valo, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VALO_DATABASE_URL", "sqlite:////proc/valo.sqlite3")
    code, said = valo("db", "upgrade")
    assert code == 1
    [line] = said.strip().splitlines()
    assert line.startswith("valo: ")
    assert "VALO_DATABASE_URL" in line


def test_from_an_empty_folder_to_a_registration_link_and_back_from_a_backup(
    valo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert valo("db", "upgrade")[0] == 0
    assert "--provider" in valo("registration-link")[1]
    code, said = valo("providers", "add", "Koulu", "--oid", "1.2.246.562.10.00000000001")
    assert (code, "Koulu" in said) == (0, True)
    code, said = valo("registration-link")
    assert said.startswith("https://valo.example.org/lti/register?invite=")
    assert "ok   database" in valo("check")[1]
    assert valo("backup", str(tmp_path / "all.tar.gz"))[0] == 0
    monkeypatch.setenv("VALO_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    monkeypatch.setenv("VALO_STORAGE_URL", f"file:{tmp_path / 'new-files'}")
    assert valo("restore", str(tmp_path / "all.tar.gz"))[0] == 0
    assert "provider Koulu (none)" in valo("check")[1]
    code, said = valo("restore", str(tmp_path / "all.tar.gz"))
    assert code == 1
    assert len(said.strip().splitlines()) == 1, "a full house is not written over"
