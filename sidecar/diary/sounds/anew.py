"""Runs the program that decodes a voice note and writes it anew; see `remaking`."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir
from threading import BoundedSemaphore

from sidecar import log
from sidecar.diary.sounds import remaking

_PATIENCE = 60
"""Seconds on the clock; two minutes of speech take about one of computing."""
_AT_ONCE = BoundedSemaphore(2)
_logger = log.get(__name__)


class NotASound(Exception):
    """Nothing in it can be played."""


class TooLong(Exception):
    """More to hear than was asked for."""


def written_anew(data: bytes, container: str, *, longest: int) -> tuple[bytes, int]:
    """The sound as AAC in M4A, and its seconds. Raises NotASound or TooLong; OSError: not now."""
    program = [sys.executable, "-I", remaking.__file__, container, str(longest)]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
                program,
                input=data,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
                env={"TMPDIR": gettempdir()},
                cwd=Path(os.sep),
            )
        except subprocess.TimeoutExpired as error:
            raise NotASound from error
    if done.returncode == remaking.TOO_LONG:
        raise TooLong
    if done.returncode != 0:
        _logger.info("sound", reason=f"ended with {done.returncode}")
        raise NotASound
    return done.stdout, int(done.stderr.split()[-1])
