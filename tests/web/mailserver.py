"""A mail server for tests: speaks just enough SMTP, and does to each message what it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Takes what comes; `plan` says what becomes of the next messages: take, refuse, or drop.

    Drop closes the connection after the message has come in and before it is answered.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.plan: list[str] = []
        self.seen: list[tuple[str, EmailMessage]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def taken(self) -> list[EmailMessage]:
        return [message for did, message in self.seen if did == "take"]

    def of(self, did: str) -> list[EmailMessage]:
        return [message for done, message in self.seen if done == did]


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word == b"DATA":
                if not self._data():
                    return
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _data(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        did = self.server.plan.pop(0) if self.server.plan else "take"
        self.server.seen.append((did, message_from_bytes(b"".join(lines), policy=policy.default)))
        if did != "drop":
            self._say("250 taken" if did == "take" else "451 try later")
        return did != "drop"

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server on a port of its own."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
