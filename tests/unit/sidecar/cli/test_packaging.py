"""The block's zip: installable, and the same bytes each time."""

import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from sidecar.cli import packaging
from sidecar.cli.__main__ import valo
from sidecar.errors import SettingsError


def test_the_zip_is_one_folder_that_moodle_takes(tmp_path: Path):
    target = tmp_path / "block.zip"
    done = CliRunner().invoke(valo, ["package-block", str(target)])
    assert done.exit_code == 0, done.output
    assert "sha256" in done.output
    with zipfile.ZipFile(target) as made:
        names = made.namelist()
        assert {name.split("/")[0] for name in names} == {"valo"}
        assert b"$plugin->component = 'block_valo'" in made.read("valo/version.php")
    needed = "version.php block_valo.php lang/en/block_valo.php db/install.xml LICENSE README.md"
    needed += " CHANGES.md amd/build/card.min.js classes/privacy/provider.php"
    assert {f"valo/{name}" for name in needed.split()} <= set(names)
    assert not [name for name in names if "/." in name]


def test_twice_the_same_bytes(tmp_path: Path):
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    packaging.write(first)
    for path in packaging.SOURCE.glob("*.php"):
        path.touch()
    packaging.write(second)
    assert first.read_bytes() == second.read_bytes()


def test_a_changed_file_has_another_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """PHP's cache goes by a file's time: unpacked over an older release, the new code must run."""
    copy, times = tmp_path / "block", []
    shutil.copytree(packaging.SOURCE, copy)
    monkeypatch.setattr(packaging, "SOURCE", copy)
    for more in ("", "// Changed.\n"):
        with (copy / "lib.php").open("a") as file:
            file.write(more)
        packaging.write(tmp_path / "block.zip")
        with zipfile.ZipFile(tmp_path / "block.zip") as made:
            times.append({one.filename: one.date_time for one in made.infolist()})
    first, second = times
    assert {name for name in first if first[name] != second[name]} == {"valo/lib.php"}
    assert len({when[:3] for when in first.values()}) == 1, "a day"


def test_a_release_is_named():
    assert packaging.release() == "0.1.0"


def test_without_a_checkout_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packaging, "SOURCE", tmp_path)
    with pytest.raises(SettingsError, match="make the zip from a checkout"):
        packaging.release()
