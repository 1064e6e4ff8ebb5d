"""`./valo package-block`: the Moodle block as one installable zip, the same bytes each time."""

import hashlib
import re
import zipfile
from pathlib import Path

import click

from sidecar.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "moodle_plugin"
FOLDER = "valo"
"""Moodle takes the folder's name for the plugin's: block_valo without its type."""
_WHEN = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


@click.command("package-block")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def package_block(file: Path | None) -> None:
    """Make the zip of the Moodle block; FILE is var/block_valo-RELEASE.zip unless named."""
    target = file or ROOT / "var" / f"block_valo-{release()}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    count = write(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    click.echo(f"{target}: {count} files, sha256 {digest}")


def release() -> str:
    """The release that version.php names. Raises SettingsError."""
    found = re.search(r"\$plugin->release = '([\w.-]+)';", _text("version.php"))
    if found is None:
        raise SettingsError("moodle_plugin/version.php names no release")
    return found[1]


def write(target: Path) -> int:
    """Write the zip: sorted, without dates or owners. Returns how many files it holds."""
    files = sorted(path for path in SOURCE.rglob("*") if _belongs(path))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for path in files:
            name = f"{FOLDER}/{path.relative_to(SOURCE).as_posix()}"
            entry = zipfile.ZipInfo(name, date_time=_WHEN)
            entry.compress_type, entry.external_attr, entry.create_system = 8, _READABLE, 3
            made.writestr(entry, path.read_bytes())
    return len(files)


def _belongs(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(SOURCE).parts)
    return path.is_file() and not hidden


def _text(name: str) -> str:
    path = SOURCE / name
    if not path.is_file():
        raise SettingsError(f"{path} is not here: make the zip from a checkout")
    return path.read_text(encoding="utf-8")


COMMANDS = [package_block]
