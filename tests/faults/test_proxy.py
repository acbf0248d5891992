"""The proxy forwards bytes, and cuts and refuses connections as a network does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dovetail.faults.proxy import TcpProxy


class Echo:
    """A server that sends back what it receives, and counts who called."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.calls = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            self.calls += 1
            threading.Thread(target=self._answer, args=(caller,), daemon=True).start()

    def _answer(self, caller: socket.socket) -> None:
        with caller:
            try:
                while data := caller.recv(4096):
                    caller.sendall(data)
            except OSError:
                return


@pytest.fixture
def echo() -> Iterator[Echo]:
    """An echo server on a TCP port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Echo(listener)
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def proxy(echo: Echo) -> Iterator[TcpProxy]:
    """A proxy before it."""
    with TcpProxy(echo.listener.getsockname()[:2]) as proxy:
        yield proxy


def call(proxy: TcpProxy) -> socket.socket:
    """A new connection through the proxy."""
    return socket.create_connection((proxy.host, proxy.port), timeout=60)


def ask(connection: socket.socket, data: bytes) -> bytes:
    """Send, and read as many bytes back."""
    connection.sendall(data)
    with connection.makefile("rb") as answer:
        return answer.read(len(data))


def ended(connection: socket.socket) -> bool:
    """Whether the other side has gone, in whichever way."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_forwards_both_ways(proxy: TcpProxy) -> None:
    """More than fits into any buffer comes back unaltered."""
    data = bytes(range(256)) * 10_000
    with call(proxy) as connection:
        sender = threading.Thread(target=connection.sendall, args=(data,))
        sender.start()
        with connection.makefile("rb") as answer:
            assert answer.read(len(data)) == data
        sender.join()


def test_forwards_to_a_unix_socket(tmp_path: Path) -> None:
    """A server that listens on no port can be cut off too."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        Echo(listener)
        with TcpProxy(str(tmp_path / "s")) as proxy, call(proxy) as connection:
            assert ask(connection, b"hello") == b"hello"
        listener.shutdown(socket.SHUT_RDWR)


def test_passes_on_that_a_side_has_ended(proxy: TcpProxy) -> None:
    """A client that says it has sent everything still gets its answer, and then the end."""
    with call(proxy) as connection:
        connection.sendall(b"last words")
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as answer:
            assert answer.read() == b"last words"


def test_cut_ends_what_is_open_and_nothing_else(proxy: TcpProxy, echo: Echo) -> None:
    """A connection made afterwards works."""
    with call(proxy) as before, call(proxy) as other:
        assert ask(before, b"1") == ask(other, b"1")
        assert proxy.connections == 2
        proxy.cut()
        assert proxy.connections == 0
        assert ended(before)
        assert ended(other)
    with call(proxy) as after:
        assert ask(after, b"2") == b"2"
    assert echo.calls == 3


def test_refuse_and_restore(proxy: TcpProxy) -> None:
    """While it refuses there is nobody on the port; the port stays the same."""
    port = proxy.port
    with call(proxy) as before:
        assert ask(before, b"1") == b"1"
        proxy.refuse()
        assert ended(before)
    with pytest.raises(ConnectionRefusedError):
        call(proxy)
    proxy.restore()
    proxy.restore()
    assert proxy.port == port
    with call(proxy) as after:
        assert ask(after, b"2") == b"2"


def test_nobody_else_gets_the_port_while_it_refuses(proxy: TcpProxy) -> None:
    """So that it can be restored; and its clients meet no stranger there."""
    proxy.refuse()
    with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
        stranger.bind((proxy.host, proxy.port))
    proxy.restore()
    with call(proxy) as connection:
        assert ask(connection, b"1") == b"1"


def test_a_server_that_is_not_there_ends_the_connection() -> None:
    """As a load balancer does it; the proxy itself goes on."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # and never listens
        with TcpProxy(unused.getsockname()[:2]) as proxy:
            for _ in range(2):
                with call(proxy) as connection:
                    assert ended(connection)


def test_connections_are_bounded(proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many is closed at once, and those before it go on."""
    monkeypatch.setattr("dovetail.faults.proxy._MOST_CONNECTIONS", 1)
    with call(proxy) as first:
        assert ask(first, b"1") == b"1"
        with call(proxy) as second:
            assert ended(second)
        assert ask(first, b"2") == b"2"


def test_leaves_no_thread_behind(echo: Echo) -> None:
    """Not even with a connection open that never ends by itself."""
    before = set(threading.enumerate())
    with TcpProxy(echo.listener.getsockname()[:2]) as proxy, call(proxy) as connection:
        assert ask(connection, b"1") == b"1"
        own = {thread for thread in threading.enumerate() if thread not in before}
        proxy.refuse()
        assert own
        # What remains is the echo server's own thread for this connection, which the reset ends.
        for thread in own:
            thread.join(60)
        assert not any(thread.is_alive() for thread in own)
