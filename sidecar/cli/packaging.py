"""`./valo package-block`: the Moodle block as one installable zip, the same bytes each time."""

import hashlib
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import click

from sidecar.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "moodle_plugin"
FOLDER = "valo"
"""Moodle takes the folder's name for the plugin's: block_valo without its type."""
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
    return _named(r"release = '([\w.-]+)'")


def write(target: Path) -> int:
    """Write the zip: sorted, without owners. Returns how many files it holds."""
    eve = date.fromisoformat(_named(r"version = (\d{8})")) - timedelta(days=1)
    files = sorted(path for path in SOURCE.rglob("*") if _belongs(path))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for path in files:
            name = f"{FOLDER}/{path.relative_to(SOURCE).as_posix()}"
            content = path.read_bytes()
            entry = zipfile.ZipInfo(name, date_time=_when(eve, content))
            entry.compress_type, entry.external_attr, entry.create_system = 8, _READABLE, 3
            made.writestr(entry, content)
    return len(files)


def _when(day: date, content: bytes) -> tuple[int, int, int, int, int, int]:
    """A file's time: another one for other content.

    PHP keeps compiled files as long as their time stays, so an upgrade that was unpacked over an
    older release would go on running that one's code.
    """
    second = int(hashlib.sha256(content).hexdigest(), 16) % 43_200 * 2  # a zip counts in twos
    when = datetime.combine(day, time()) + timedelta(seconds=second)
    return (when.year, when.month, when.day, when.hour, when.minute, when.second)


def _belongs(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(SOURCE).parts)
    return path.is_file() and not hidden


def _named(pattern: str) -> str:
    found = re.search(rf"\$plugin->{pattern}", _text("version.php"))
    if found is None:
        raise SettingsError(f"moodle_plugin/version.php names no {pattern.partition(' ')[0]}")
    return found[1]


def _text(name: str) -> str:
    path = SOURCE / name
    if not path.is_file():
        raise SettingsError(f"{path} is not here: make the zip from a checkout")
    return path.read_text(encoding="utf-8")


COMMANDS = [package_block]
