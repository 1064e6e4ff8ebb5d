"""A program of its own: writes a voice note anew as AAC in M4A, which every browser plays.

Run by `written_anew` as a separate, short-lived process without settings or secrets: the decoder
is written in C and reads what strangers send. Only the container and the codecs named here are
opened, and the process ends itself when it needs too much time, memory or disk.

Input: the file on standard input, its container as the first argument, the longest length in
seconds as the second. Output: the new file on standard output, its seconds on standard error.
Ends with 0; with NOT_A_SOUND; or with TOO_LONG.
"""

import io
import resource
import sys
import tempfile
from pathlib import Path

NOT_A_SOUND, TOO_LONG = 3, 4
_RATE = 44_100
_BITS_PER_SECOND = 48_000
"""Enough for a voice: five minutes are 1.8 MB."""
_CODECS = "opus,vorbis,aac,mp3float,mp3,pcm_s16le,pcm_u8,pcm_s24le,pcm_s32le,pcm_f32le"
_CPU_SECONDS = 30
_MEMORY = 768 * 1024 * 1024
_FILE = 16 * 1024 * 1024


def main(container: str, longest: int) -> int:
    """Limit this process, then decode and encode."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import av

    try:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "sound.m4a"
            samples = _write(sys.stdin.buffer.read(), container, made, longest)
            sys.stdout.buffer.write(made.read_bytes())
    except (av.FFmpegError, ValueError, MemoryError, OSError, IndexError):
        return NOT_A_SOUND
    except OverflowError:
        return TOO_LONG
    sys.stderr.write(str(round(samples / _RATE)))
    return 0


def _write(data: bytes, container: str, made: Path, longest: int) -> int:
    """Decode the only stream and write it anew; gives the samples. OverflowError: too long."""
    import av

    samples = 0
    whole = {"movflags": "faststart", "fflags": "bitexact"}
    only = {"codec_whitelist": _CODECS, "protocol_whitelist": ""}
    with (
        av.open(io.BytesIO(data), "r", format=container, options=only) as source,
        av.open(made, "w", format="ipod", options=whole) as target,
    ):
        stream = target.add_stream("aac", rate=_RATE, options={"flags": "bitexact"})
        stream.layout, stream.bit_rate = "mono", _BITS_PER_SECOND
        resampler = av.AudioResampler("fltp", "mono", _RATE)
        for frame in source.decode(audio=0):
            for piece in resampler.resample(frame):
                samples += piece.samples
                if samples > longest * _RATE:
                    raise OverflowError
                target.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    if not samples:
        raise ValueError("nothing to hear")
    return samples


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
