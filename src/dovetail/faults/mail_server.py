"""A mail server on loopback that speaks SMTP, and answers each command as it is told to.

A command is a `Request` whose method is the verb and whose target is the line. The greeting and the end of a message
count as commands, too.
"""

from __future__ import annotations

import base64
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from dovetail.faults.listener import Listener, Wire
from dovetail.faults.provider import Exchange, Request, Way

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable
    from typing import BinaryIO

GREETING = "(connects)"
"""The verb of what a server says first."""

END = "."
"""The verb of the end of a message, whose body is the message."""

SECURED = ("TLS", "yes")
"""The field that commands have which came over TLS."""


def said(text: str) -> Way:
    """A reply of the server, such as `451 4.3.0 try later`; 421 ends the connection."""

    def play(wire: Wire, _request: Request) -> bool:
        wire.send(text.encode() + b"\r\n")
        return not text.startswith("421")

    return Way(text, play)


class MailServer(Listener):
    """Speaks SMTP by a script.

    Args:
        script: how commands are answered; `usual` is what a server says that is well. May be replaced at any time.
        tls: speaks TLS from the first byte on with this context, where it is given.
        starttls: offers STARTTLS with this context, where it is given.
        host: the name in its address, which must mean 127.0.0.1.
        listens: whether it does; else connections are refused.

    Attributes:
        script: how the next command is answered.
        exchanges: the commands that came, in order, each with its answer.
    """

    def __init__(
        self,
        script: Callable[[Request, int], Way],
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        listens: bool = True,
    ) -> None:
        super().__init__(tls=tls, host=host, listens=listens)
        self.script = script
        self.exchanges: list[Exchange] = []
        self._starttls = starttls

    def converse(self, connection: socket.socket, number: int) -> None:
        _Session(self, connection, number, self._starttls).hold()

    def answered(self, wire: Wire, request: Request) -> Way | None:
        """Answer a command; gives how, or None where the session is over."""
        with self._lock:
            way = self.script(request, len(self.exchanges))
            self.exchanges.append(Exchange(request, way.text))
        return way if way.play(wire, request) else None

    def secured(self, connection: socket.socket, number: int, tls: ssl.SSLContext) -> ssl.SSLSocket:
        """Speak TLS on a connection from now on."""
        return self._secured(connection, number, tls)

    def wire(self, connection: socket.socket) -> Wire:
        """The server's end of a connection."""
        return Wire(connection, self._stopped)


class _Session:
    """One connection of a client."""

    def __init__(
        self, server: MailServer, connection: socket.socket, number: int, starttls: ssl.SSLContext | None
    ) -> None:
        self._server = server
        self._number = number
        self._starttls = starttls
        self._is_secured = server.is_secured
        self._speak_on(connection)

    def _speak_on(self, connection: socket.socket) -> None:
        self._connection = connection
        self._wire = self._server.wire(connection)
        self._stream: BinaryIO = connection.makefile("rb")

    def hold(self) -> None:
        """Answer commands until the client or the script ends it."""
        goes_on = self._answered(GREETING, "") is not None
        while goes_on and not self._server.stopped and (line := self._stream.readline(65536)):
            text = line.decode("utf-8", "backslashreplace").rstrip("\r\n")
            goes_on = self._obeyed(text.partition(" ")[0].upper(), text)

    def _obeyed(self, verb: str, text: str) -> bool:
        """Answer a command, and do what is agreed by the answer; gives whether the session goes on."""
        if verb == "AUTH":
            return self._answered(verb, " ".join(text.split()[:2]), self._credentials(text)) is not None
        way = self._answered(verb, text)
        if way is None or verb == "QUIT":
            return False
        if verb == "DATA" and way.text.startswith("354"):
            return self._answered(END, END, self._message()) is not None
        if verb == "STARTTLS" and way.text.startswith("220") and self._starttls is not None:
            self._stream.close()
            self._speak_on(self._server.secured(self._connection, self._number, self._starttls))
            self._is_secured = True
        return True

    def _answered(self, verb: str, text: str, body: bytes = b"") -> Way | None:
        fields = (SECURED,) if self._is_secured else ()
        return self._server.answered(
            self._wire, Request(verb, text, fields, body, self._number, time.monotonic(), offers=self._offers())
        )

    def _offers(self) -> tuple[str, ...]:
        """What the server says that it can, in answer to EHLO."""
        starts = self._starttls is not None and not self._is_secured
        return ("SIZE 10485760", "8BITMIME", "SMTPUTF8", *(["STARTTLS"] if starts else []), "AUTH PLAIN LOGIN")

    def _credentials(self, text: str) -> bytes:
        """What a client logs in with: asked for, where it did not come with the command."""
        _, mechanism, *given = text.split()
        wanted = 2 if mechanism.upper() == "LOGIN" else 1
        while len(given) < wanted:
            self._wire.send(b"334 " + base64.b64encode(b"Password:" if given else b"Username:") + b"\r\n")
            given.append(self._stream.readline(65536).decode("latin-1").strip())
        found = b""
        for each in given:
            with suppress(ValueError):
                found += base64.b64decode(each) + b"\0"
        return found

    def _message(self) -> bytes:
        """A message up to the line with a dot.

        Raises:
            OSError: the client is gone before.
        """
        found = []
        while (line := self._stream.readline()) != b".\r\n":
            if not line:
                raise ConnectionError("the client is gone in the middle of a message")
            found.append(line[1:] if line.startswith(b".") else line)
        return b"".join(found)


def usual(request: Request) -> Way:
    """What a server says that is well."""
    if request.method == "EHLO":
        return said("\r\n".join(["250-localhost", *(f"250-{each}" for each in request.offers), "250 HELP"]))
    replies = {
        GREETING: "220 localhost ESMTP",
        "HELO": "250 localhost",
        "AUTH": "235 2.7.0 accepted",
        "STARTTLS": "220 2.0.0 go ahead" if "STARTTLS" in request.offers else "502 5.5.1 not implemented",
        "DATA": "354 end with a line that has a dot alone",
        END: "250 2.0.0 queued",
        "QUIT": "221 2.0.0 bye",
    }
    return said(replies.get(request.method, "250 2.0.0 ok"))
