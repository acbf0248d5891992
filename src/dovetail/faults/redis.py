"""Cut the connection of a Redis client before its nth command, or hold that command up.

The commands are told apart on the wire: what a client sends in one go, a pipeline say, still ends in the middle.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import redis
import redis.asyncio
from redis.backoff import NoBackoff

from dovetail.errors import ContractError
from dovetail.faults.pause import Pause
from dovetail.faults.proxy import TcpProxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator

    from dovetail.faults.proxy import Passage

    # What to do before a command is forwarded, given the connection that it came over and its name; it gives what is to
    # be forwarded in its place, if anything.
    Strike = Callable[["Conversation", bytes], bytes | None]

_PORT = 6379
_TRANSPORTS = (
    redis.Connection,
    redis.UnixDomainSocketConnection,
    redis.asyncio.Connection,
    redis.asyncio.UnixDomainSocketConnection,
)
_ENCRYPTED = (redis.SSLConnection, redis.asyncio.SSLConnection)
GREETINGS = {b"AUTH", b"CLIENT", b"HELLO", b"PING", b"SELECT"}
"""What a client sends by itself when it connects."""
# With these a transaction ends, or a lock that an adapter made of a key may be given up.
_LETTING_GO = {b"DEL", b"DISCARD", b"EVAL", b"EVALSHA", b"EXEC", b"UNLINK"}
_ADDRESS = ("path", "host", "port")


@dataclass(slots=True)
class RedisFault:
    """What a Redis server was sent while a fault was armed.

    Attributes:
        commands: how many commands, those apart with which a client connects.
        commits: how many EXEC.
        delivered: whether the fault has happened.
        said: what the error of the server says, where it answered with one.
    """

    commands: int = 0
    commits: int = 0
    delivered: bool = False
    said: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Conversation:
    """One connection through the proxy.

    Attributes:
        last_heard: with what the last answer ends that the client may not hear: that ends the connection. Empty where
            it hears everything.
    """

    last_heard: bytes = b""
    _unheard: bytes = b""

    def answers(self, data: bytes) -> Iterator[bytes]:
        """The passage of what the server answers."""
        if not self.last_heard:
            yield data
            return
        self._unheard += data
        if self.last_heard in self._unheard:
            raise ConnectionAbortedError


class _Pool(redis.ConnectionPool):
    """A pool that knows which of its connections it has lent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.lent: set[Any] = set()
        super().__init__(*args, **options)

    def get_connection(self, *args: Any, **options: Any) -> Any:
        connection = super().get_connection(*args, **options)
        self.lent.add(connection)
        return connection

    def release(self, connection: Any) -> None:
        self.lent.discard(connection)
        super().release(connection)


class _AsyncPool(redis.asyncio.ConnectionPool):
    """As `_Pool`, for an async client."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.lent: set[Any] = set()
        super().__init__(*args, **options)

    async def get_connection(self, *args: Any, **options: Any) -> Any:
        connection = await super().get_connection(*args, **options)  # type: ignore[no-untyped-call]
        self.lent.add(connection)
        return connection

    async def release(self, connection: Any) -> None:
        self.lent.discard(connection)
        await super().release(connection)


class RedisProxy(TcpProxy):
    """A proxy that forwards command by command.

    Attributes:
        lent: the connections that a client has of its pool and has not given back.
    """

    lent: Collection[Any] = ()

    def __init__(self, target: tuple[str, int] | str) -> None:
        self._strikes: list[Strike] = []
        super().__init__(target, self._passages_of_one)

    @contextmanager
    def cutting(self, command: int) -> Iterator[RedisFault]:
        """Cut every connection before the nth command, and refuse new ones until the end.

        The server has answered, or at least executed, all commands before that one when the client learns of it.
        """
        fault = RedisFault()

        def cut(_: Conversation, _name: bytes) -> None:
            fault.commands += 1
            if fault.commands >= command:
                fault.delivered = True
                self.go_down()
                raise ConnectionAbortedError

        with self.striking(cut):
            try:
                yield fault
            finally:
                self.restore()

    @contextmanager
    def pausing(self, command: int) -> Iterator[Pause]:
        """Hold a client up before the nth command that it sends; see `dovetail.faults.pause`."""
        pause = Pause(command)
        own: set[Conversation] = set()

        def hold(connection: Conversation, name: bytes) -> None:
            if not pause.begun:
                return
            if not pause.held:  # nobody else has begun
                own.add(connection)
            if pause.sends(name.decode(errors="replace"), own=connection in own):
                pause.hold()
            if connection in own and name in _LETTING_GO:
                pause.lets_go()

        with self.striking(hold):
            try:
                yield pause
            finally:
                pause.go_on()

    @contextmanager
    def striking(self, strike: Strike) -> Iterator[None]:
        """Do something before each command is forwarded, those apart with which a client connects."""
        self._strikes.append(strike)
        try:
            yield
        finally:
            self._strikes.remove(strike)

    def _passages_of_one(self) -> tuple[Passage, Passage]:
        connection, rest = Conversation(), b""

        def passage(data: bytes) -> Iterator[bytes]:
            nonlocal rest
            rest += data
            while end := end_of_command(rest):
                command, rest = rest[:end], rest[end:]
                name = name_of_command(command)
                if name not in GREETINGS:
                    for strike in list(self._strikes):
                        command = strike(connection, name) or command
                yield command

        return passage, connection.answers


def can_be_proxied(client: Any) -> bool:
    """Whether the connections of a client can be led through a proxy that reads them."""
    kind = client.connection_pool.connection_class
    return isinstance(kind, type) and issubclass(kind, _TRANSPORTS) and not issubclass(kind, _ENCRYPTED)


@contextmanager
def proxied(client: redis.Redis) -> Iterator[RedisProxy]:
    """Lead the new connections of a client through a proxy.

    Raises:
        ContractError: where they cannot be led.
    """
    with RedisProxy(_server(client)) as proxy:
        pool = _Pool(redis.Connection, **_options(client, proxy, redis.retry.Retry))
        proxy.lent = pool.lent
        with _using(client, pool):
            try:
                client.ping()
                _require_a_connection(proxy)
                yield proxy
            finally:
                pool.disconnect()


@asynccontextmanager
async def async_proxied(client: redis.asyncio.Redis) -> AsyncIterator[RedisProxy]:
    with RedisProxy(_server(client)) as proxy:
        options = _options(client, proxy, redis.asyncio.retry.Retry)
        pool = _AsyncPool(redis.asyncio.Connection, **options)
        proxy.lent = pool.lent
        with _using(client, pool):
            try:
                await client.ping()
                _require_a_connection(proxy)
                yield proxy
            finally:
                await pool.disconnect()


def end_of_command(sent: bytes) -> int:
    """Where the first command of what was sent ends; 0 where not all of it is there yet."""
    end = sent.find(b"\r\n") + 2
    if end < 2 or sent[:1] != b"*":
        return end if end >= 2 else 0
    for _ in range(int(sent[1 : end - 2])):
        start, end = end, sent.find(b"\r\n", end) + 2
        if end < 2:
            return 0
        end += int(sent[start + 1 : end - 2]) + 2
    return end if end <= len(sent) else 0


def name_of_command(command: bytes) -> bytes:
    """The name of a command, in capitals."""
    words = command.split(b"\r\n", 3) if command.startswith(b"*") else (b"", b"", *command.split(None, 1))
    return words[2].upper() if len(words) > 2 else b""


@contextmanager
def _using(client: Any, pool: Any) -> Iterator[None]:
    before, client.connection_pool = client.connection_pool, pool
    try:
        yield
    finally:
        client.connection_pool = before


def _options(client: Any, proxy: TcpProxy, retry: type[Any]) -> dict[str, Any]:
    """The client's own options, with the proxy's address; where it tries again, it does so once, and at once."""
    own = {name: value for name, value in client.connection_pool.connection_kwargs.items() if name not in _ADDRESS}
    tries = getattr(own.get("retry"), "_retries", 1)  # as most clients do; no version before the sixth can be asked
    return own | {"host": proxy.host, "port": proxy.port, "retry": retry(NoBackoff(), min(tries, 1))}


def _server(client: Any) -> tuple[str, int] | str:
    """Where the client's server listens."""
    if not can_be_proxied(client):
        raise _cannot_cut()
    options = client.connection_pool.connection_kwargs
    return options.get("path") or (options.get("host") or "localhost", int(options.get("port") or _PORT))


def _require_a_connection(proxy: TcpProxy) -> None:
    if not proxy.connections:
        raise _cannot_cut()


def _cannot_cut() -> ContractError:
    return ContractError(
        "the connections of this Redis client cannot be led through a proxy that cuts them",
        "give the store a client of one server without TLS: redis.Redis(host=..., port=...)",
    )
