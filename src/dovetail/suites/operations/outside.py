"""What the application speaks to: gateways that dovetail plays, and dependencies that it can take down."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Self
from urllib.parse import urlsplit

from dovetail.errors import ContractError
from dovetail.faults.listener import Wire
from dovetail.faults.provider import Exchange, Provider, Request, Way
from dovetail.faults.proxy import TcpProxy, everything

_PORTS = {
    "http": 80,
    "postgresql": 5432,
    "postgres": 5432,
    "mysql": 3306,
    "redis": 6379,
    "amqp": 5672,
    "mongodb": 27017,
}
_PAIR = re.compile(r"^([\w.-]+):(\d+)$")
_TICK = 0.02


class Gateway:
    """A provider of the application's, which answers as the contract says.

    Attributes:
        url: where it is.
        abandoned: how many callers were gone before they had their answer.
    """

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self._status = 200
        self._holding = threading.Event()
        self._answered: Collection[tuple[str, str]] = ()
        self._provider = Provider(self._script)
        self.abandoned = 0
        self._waiting = 0
        self._lock = threading.Lock()
        self.url = self._provider.url

    def __enter__(self) -> Self:
        self._provider.__enter__()
        return self

    def __exit__(self, *details: Any) -> None:
        self.release()
        self._provider.__exit__(*details)

    @property
    def exchanges(self) -> list[Exchange]:
        """What it was asked so far."""
        return list(self._provider.exchanges)

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return self._provider.connections

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._provider.port

    def hold(self, but: Collection[tuple[str, str]] = ()) -> None:
        """Answer nobody until told to, but for requests of these methods and paths."""
        self._answered = frozenset(but)
        self._holding.set()

    def release(self) -> None:
        """Answer those who wait."""
        self._holding.clear()

    def answer_with(self, status: int) -> None:
        """Answer with this status from now on; 200 is as the contract says."""
        self._status = status

    @property
    def waiting(self) -> int:
        """How many wait for an answer."""
        with self._lock:
            return self._waiting

    def _script(self, _request: Request, _number: int) -> Way:
        return Way(str(self._status), self._play)

    def _play(self, wire: Wire, request: Request) -> bool:
        if not self._kept(wire, request):
            return False
        body = json.dumps(self._body(request) if self._status < 400 else {"error": "not now"}).encode()
        head = f"HTTP/1.1 {self._status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        wire.send(head.encode() + body)
        return True

    def _body(self, request: Request) -> Any:
        return self._answer(request.method, request.target) if callable(self._answer) else self._answer

    def _kept(self, wire: Wire, request: Request) -> bool:
        """Keep a caller for as long as answers are held back; gives whether it is still there."""
        if not self._holding.is_set() or (request.method, request.target) in self._answered:
            return True
        with self._lock:
            self._waiting += 1
        try:
            while wire.hold(_TICK):
                if not self._holding.is_set():
                    return True
            self.abandoned += 1
            return False
        finally:
            with self._lock:
                self._waiting -= 1


class Dependency:
    """Something that the application needs, behind a proxy that can refuse it or keep it waiting.

    Attributes:
        address: where the application is to look for it.
        port: the port in that address.
    """

    def __init__(self, value: str, contract: str, variable: str) -> None:
        host, port, self._before, self._after = _parts(value, contract, variable)
        self._flowing = threading.Event()
        self._flowing.set()
        self._proxy = TcpProxy((host, port), lambda: (self._pass, everything))
        self.port = self._proxy.port
        self.address = f"{self._before}{self._proxy.host}:{self.port}{self._after}"

    def __enter__(self) -> Self:
        self._proxy.__enter__()
        return self

    def __exit__(self, *details: Any) -> None:
        self._flowing.set()
        self._proxy.__exit__(None, None, None)

    @property
    def connections(self) -> int:
        """How many connections are open through the proxy."""
        return self._proxy.connections

    def down(self) -> None:
        """Refuse connections, and reset those that are open."""
        self._flowing.set()
        self._proxy.refuse()

    def stall(self) -> None:
        """Take what comes, and pass nothing on."""
        self._flowing.clear()

    def up(self) -> None:
        """Be there again."""
        self._flowing.set()
        self._proxy.restore()

    def _pass(self, data: bytes) -> Iterator[bytes]:
        self._flowing.wait()
        yield data


class Outside:
    """All of it, for one suite.

    Attributes:
        environment: what the application's process is given.
        gateways: by the name of the variable that has its address.
        dependencies: by the name that the contract gives it.
        sinks: likewise, what only takes logs, metrics or traces.
    """

    def __init__(self, contract: Any, environment: Mapping[str, str]) -> None:
        self._stack = ExitStack()
        self.environment = dict(environment)
        self.gateways: dict[str, Gateway] = {}
        with self._stack:  # which is closed where something of it cannot be meant
            for variable, answer in contract.gateways.items():
                gateway = self._stack.enter_context(Gateway(answer))
                self.gateways[variable] = gateway
                self.environment[variable] = gateway.url
            self.dependencies = self._behind_proxies(contract, contract.dependencies)
            self.sinks = self._behind_proxies(contract, contract.sinks)
            self._stack = self._stack.pop_all()

    def close(self) -> None:
        """End all of it."""
        self._stack.close()

    def _behind_proxies(self, contract: Any, stated: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, each in stated.items():
            if isinstance(each, str):
                dependency = self._stack.enter_context(Dependency(self._value(contract, each), contract.__name__, each))
                self.environment[each] = dependency.address
                found[name] = dependency
            else:
                found[name] = each
        return found

    def _value(self, contract: Any, variable: str) -> str:
        if variable not in self.environment:
            raise ContractError(
                f"{contract.__name__} has a dependency at {variable}, and nothing says what that is",
                f'write environment = {{"{variable}": "127.0.0.1:5432"}}',
            )
        return self.environment[variable]


def _parts(value: str, contract: str, variable: str) -> tuple[str, int, str, str]:
    """The host and the port in an address, and what stands before and after them."""
    if (pair := _PAIR.match(value)) is not None:
        return pair[1], int(pair[2]), "", ""
    try:
        split = urlsplit(value)
        host, port = split.hostname, split.port or _PORTS.get(split.scheme.partition("+")[0])
    except ValueError:
        host = port = None
    if not host or not port:
        raise ContractError(
            f"{variable} of {contract} has neither a URL nor HOST:PORT, so that no proxy can stand in between",
            "give an address on TCP, or an object with down() and up(): dependencies = {...: ...}",
        )
    place = split.netloc.rpartition("@")[2]
    before, _, after = value.partition(place)
    return host, port, before, after
