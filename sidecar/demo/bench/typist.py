"""Learners who type at once, as lightly as can be; a process of its own, run as a file.

So asking takes next to nothing from those who answer: it imports nothing of ours. Reads on
standard input one JSON object: the port, the seconds, and each learner's address, headers and
form; writes how many saves were answered, how many were not, and the seconds of its own work.
"""

import json
import re
import socket
import sys
import threading
import time
from typing import Any

_REVISION = re.compile(rb'"revision":\s*(\d+)')
_LENGTH = re.compile(rb"[Cc]ontent-[Ll]ength: (\d+)")
_END = b"\r\n\r\n"


class Typist(threading.Thread):
    """One learner on one connection: each save is one more revision of one entry."""

    def __init__(self, port: int, given: dict[str, str]) -> None:
        super().__init__()
        self.port, self.given = port, given
        self.saved = self.failed = 0
        self.revision, self.letters = b"0", 0
        self.until = 0.0

    def run(self) -> None:
        """Type until the time is over; whatever ends the connection is one failure."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
                while time.monotonic() < self.until:
                    self._save(line)
        except OSError:
            self.failed += 1

    def _save(self, line: socket.socket) -> None:
        self.letters += 1
        form = f"{self.given['form']}+{self.letters}&revision=".encode() + self.revision
        line.sendall(f"{self.given['head']}{len(form)}\r\n\r\n".encode() + form)
        answer = _answer(line)
        found = _REVISION.search(answer)
        if answer.startswith(b"HTTP/1.1 200") and found:
            self.saved, self.revision = self.saved + 1, found[1]
        else:
            self.failed += 1


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while _END not in answer or len(answer) < _whole(answer):
        piece = line.recv(65_536)
        if not piece:
            raise OSError("closed")
        answer += piece
    return answer


def _whole(answer: bytes) -> int:
    length = _LENGTH.search(answer)
    return answer.index(_END) + len(_END) + (int(length[1]) if length else 0)


def type_all(given: dict[str, Any]) -> dict[str, float]:
    """Let all type side by side for the given seconds."""
    typists = [Typist(given["port"], one) for one in given["learners"]]
    began, idle = time.monotonic(), time.process_time()
    for typist in typists:
        typist.until = began + given["seconds"]
        typist.start()
    for typist in typists:
        typist.join()
    return {
        "saved": sum(one.saved for one in typists),
        "failed": sum(one.failed for one in typists),
        "seconds": time.monotonic() - began,
        "work": time.process_time() - idle,
    }


if __name__ == "__main__":
    json.dump(type_all(json.load(sys.stdin)), sys.stdout)
