"""Letters against a small SMTP server on the loopback: what each of its answers means."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_string, policy

import pytest

from sidecar.errors import SettingsError
from sidecar.notices import mail
from sidecar.notices.mail import Letter, Post
from sidecar.outbox.handlers import Delivered, Refused, Retry, Unknown

LETTER = Letter(to="a@example.org", subject="valo: ä", text="Hei\n", message_id="<n-1@valo>")
pytestmark = pytest.mark.processes


class Server(socketserver.ThreadingTCPServer):
    """Takes letters; `answers` replaces what it says to a command; `hang_up` cuts the line."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.answers: dict[str, str] = {}
        self.hang_up = ""
        self.letters: list[str] = []
        self.said: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            self.server.said.append(line)
            if word == self.server.hang_up:
                return
            self.say(self.server.answers.get(word, "354 go on" if word == "DATA" else "250 good"))
            if word == "DATA" and "DATA" not in self.server.answers:
                self.take()
                if self.server.hang_up == "AFTER":
                    return
                self.say(self.server.answers.get("LETTER", "250 taken"))
            if word == "QUIT":
                return

    def take(self) -> None:
        lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
        self.server.letters.append("".join(lines))

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def post(server: Server, *, plain: bool = True, url: str = "") -> Post:
    return Post(url=url or server.url, sender="valo@example.org", plain=plain)


def test_a_letter_arrives_as_it_was_written(server: Server):
    assert post(server).send(LETTER) == Delivered()
    [text] = server.letters
    found = message_from_string(text, policy=policy.default)
    assert found["Subject"] == "valo: ä"
    assert (found["To"], found["From"]) == ("a@example.org", "valo@example.org")
    assert found["Message-ID"] == "<n-1@valo>", "a letter sent again is known as the same"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found.get_content().strip() == "Hei"


def test_without_tls_nothing_is_sent_outside_development(server: Server):
    assert isinstance(post(server, plain=False).send(LETTER), Retry)
    assert server.letters == []
    assert not any(line.startswith(("MAIL", "AUTH")) for line in server.said)


@pytest.mark.parametrize(
    ("word", "answer", "expected"),
    [
        ("RCPT", "550 nobody here", Refused),
        ("RCPT", "451 later", Retry),
        ("MAIL", "421 busy", Retry),
        ("LETTER", "554 no", Refused),
        ("LETTER", "452 full", Retry),
    ],
)
def test_what_the_server_says_decides(server: Server, word: str, answer: str, expected: type):
    server.answers[word] = answer
    assert isinstance(post(server).send(LETTER), expected)


def test_a_line_cut_after_the_letter_leaves_it_unknown(server: Server):
    server.hang_up = "AFTER"
    assert isinstance(post(server).send(LETTER), Unknown)
    assert len(server.letters) == 1


def test_nobody_there_is_tried_again():
    gone = Post(url="smtp://127.0.0.1:1", sender="valo@example.org", plain=True)
    assert isinstance(gone.send(LETTER), Retry)


def test_a_server_that_says_nothing_is_not_waited_for(server: Server, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    server.answers["EHLO"] = server.answers["HELO"] = "250-"
    assert isinstance(post(server).send(LETTER), Retry)


def test_a_wrong_password_is_said_to_the_operator(server: Server):
    server.answers["EHLO"] = "250-here\r\n250 AUTH PLAIN"
    server.answers["AUTH"] = "535 no"
    url = server.url.replace("smtp://", "smtp://me%40here:se%20cret@")
    outcome = post(server, url=url).send(LETTER)
    assert isinstance(outcome, Refused)
    assert "VALO_SMTP_URL" in outcome.reason
    assert "cret" not in repr(outcome)
    with pytest.raises(SettingsError, match="VALO_SMTP_URL"):
        post(server, url=url).probe()


def test_the_check_sends_nothing(server: Server):
    post(server).probe()
    assert "QUIT" in [line.upper() for line in server.said]
    assert server.letters == []


def test_without_a_server_set_the_letter_is_refused_with_what_to_do():
    outcome = Post(url="", sender="valo@example.org").send(LETTER)
    assert isinstance(outcome, Refused)
    assert "VALO_SMTP_URL" in outcome.reason
