"""The provider on loopback: what it reads, what it answers, and how it misbehaves."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress
from typing import Any

import pytest

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Provider, Request, Way


def way(data: bytes, *, stays: bool = True) -> Way:
    """Answers with some bytes."""

    def play(wire: Wire, _request: Request) -> bool:
        wire.send(data)
        return stays

    return Way("some bytes", play)


OK = way(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


def ask(provider: Provider, method: str = "GET", path: str = "/", body: Any = None, **headers: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", provider.port, timeout=60)
    try:
        chunked = "Transfer-Encoding" in headers
        connection.request(method, path, body=body, headers=headers, encode_chunked=chunked)
        return connection.getresponse().read()
    finally:
        connection.close()


def test_a_request_is_read_whole() -> None:
    with Provider(lambda _request, _number: OK) as provider:
        assert ask(provider, "POST", "/charges?a=1", b"body", Key="k") == b"{}"

    (exchange,) = provider.exchanges
    assert (exchange.request.method, exchange.request.target) == ("POST", "/charges?a=1")
    assert exchange.request.body == b"body"
    assert exchange.request.header("KEY") == "k"
    assert exchange.request.header("other") is None
    assert exchange.answered == "some bytes"


def test_chunks_are_joined() -> None:
    with Provider(lambda _request, _number: OK) as provider:
        ask(provider, "POST", "/", iter([b"one", b"two"]), **{"Transfer-Encoding": "chunked"})

    assert provider.exchanges[0].request.body == b"onetwo"


def test_a_connection_is_kept_for_another_request() -> None:
    with Provider(lambda _request, _number: OK) as provider:
        connection = http.client.HTTPConnection("127.0.0.1", provider.port, timeout=60)
        for _ in range(3):
            connection.request("GET", "/")
            connection.getresponse().read()
        assert (provider.accepted, provider.connections) == (1, 1)
        provider.drop()
        with suppress(OSError):
            assert connection.sock.recv(1) == b""
        connection.close()

    assert [each.request.connection for each in provider.exchanges] == [0, 0, 0]


def test_a_reset_is_a_reset() -> None:
    def play(wire: Wire, _request: Request) -> bool:
        wire.reset()
        return False

    with Provider(lambda _request, _number: Way("reset", play)) as provider, pytest.raises(ConnectionResetError):
        ask(provider)


def test_silence_ends_with_the_provider() -> None:
    def play(wire: Wire, _request: Request) -> bool:
        return wire.hold()

    with Provider(lambda _request, _number: Way("nothing", play)) as provider:
        client = socket.create_connection(("127.0.0.1", provider.port), timeout=60)
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        while not provider.exchanges:
            pass
        provider.stop()
        assert client.recv(1) == b""
        client.close()


def test_nobody_listens_where_it_is_told_not_to() -> None:
    with Provider(lambda _request, _number: OK, listens=False) as provider, pytest.raises(ConnectionRefusedError):
        ask(provider)


def test_what_is_no_http_is_no_request() -> None:
    with Provider(lambda _request, _number: OK) as provider:
        client = socket.create_connection(("127.0.0.1", provider.port), timeout=60)
        client.sendall(b"\x16\x03\x01\r\n")
        assert client.recv(1) == b""
        client.close()

    assert provider.exchanges == []
