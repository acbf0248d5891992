"""One adapter in front of a provider of its own, in one thread: calls are made, and what the provider saw is kept."""

from __future__ import annotations

import inspect
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Thread
from typing import Any, Self

from dovetail.errors import ContractError
from dovetail.faults.provider import Exchange, Provider, Request, Way
from dovetail.policies import Raised
from dovetail.suites.environment.logs import Keeping
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.callers import answer_in_thread, begun, gathered, last_turns, preceded
from dovetail.suites.gateway.handing_over import Factory, Waits
from dovetail.suites.gateway.live import forwarded
from dovetail.suites.gateway.made import MOST, Made
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.ways import Fault, answered
from dovetail.suites.kernel.blame import raising
from dovetail.suites.kernel.dawdling import Dawdling
from dovetail.suites.kernel.driver import Driver

_ENDLESS = 5000
_HANGS_UP = Way("nothing, since it is asked without end", lambda *_: False)

Script = Callable[[Request, int], Way] | Way
"""How a request of a call is answered, given the request and how many of the call's requests came before it.

Or the one way in which each is.
"""


def scripted(script: Script, request: Request, number: int) -> Way:
    """How a request is answered."""
    return script if isinstance(script, Way) else script(request, number)


@dataclass(slots=True)
class Setting:
    """What a bench is set up with.

    Attributes:
        tls: the provider's certificate; none for plain text.
        host: the name in the provider's URL.
        ca: the file of the authority that the adapter is to trust.
        dead: whether nobody listens at the provider's address.
        resets: whether each connection is reset before a request is read.
        upstream: the URL of the real provider, which is asked in place of a simulated success.
        attempts: how many the adapter is told to make, where it is not told those that the contract states.
        keeping: keeps log records, where they are wanted.
        most: after so many requests of one call the provider gives in.
    """

    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    ca: str | None = None
    dead: bool = False
    resets: bool = False
    upstream: str | None = None
    attempts: int | None = None
    keeping: Keeping | None = None
    most: int = MOST


def setting_of(fault: Fault) -> Setting:
    """What a bench is set up with for a fault."""
    return Setting(dead=fault.dead, resets=fault.resets)


@dataclass
class Bench:
    """One adapter in front of one provider; a context manager.

    Attributes:
        binding: the port.
        factory: what makes the adapter.
        setting: what it is set up with.
        made: the calls so far.
        waits: the adapter's time.
        records: the log records so far, where those are kept.
        replies: what the real provider answered, where it was asked.
    """

    binding: Binding
    factory: Factory
    setting: Setting = field(default_factory=Setting)
    made: list[Made] = field(default_factory=list)
    waits: Waits = field(default_factory=Waits)
    records: list[logging.LogRecord] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._driver = Driver()
        self.provider = self.opened_provider()
        self.provider.__enter__()
        self._context: Any = None
        self._closed = False
        try:
            self.adapter = self._driver.settle(self._made()) if self.binding.awaited else self._opened(self._value())
        except BaseException as error:
            self.provider.__exit__(None, None, None)
            self._driver.__exit__(None, None, None)
            if isinstance(error, ContractError) or not isinstance(error, Exception):
                raise
            raise ContractError(
                f"the adapter cannot be made for the {self.factory.addressed} of a provider: it {raising(error)}",
                f"adapter is a callable of the {self.factory.addressed}: see to what it needs, and let it ask the "
                "provider in its calls alone, since not every provider here answers while it is made",
            ) from error
        return self

    def __exit__(self, *_details: object) -> None:
        try:
            self.close()
            if self.binding.awaited:
                self._driver.settle(last_turns(lambda: not self.provider.connections))
        finally:
            self.provider.__exit__(None, None, None)
            self._driver.__exit__(None, None, None)

    @property
    def shown(self) -> str:
        return repr(self.adapter)

    @property
    def closes(self) -> bool:
        """Whether the adapter can be closed."""
        return self._context is not None or self._closing() is not None

    def close(self) -> None:
        """Close the adapter, as far as it can be."""
        if self._closed:
            return
        self._closed = True
        if self._context is not None:
            self._driver.call(self._driver.leave, self._context)
        elif (closing := self._closing()) is not None:
            self._driver.call(closing)

    def call(self, call: Call, script: Script, condition: str = "", before: Callable[[], object] | None = None) -> Made:
        """Make a call, each of whose requests is answered by a script.

        Args:
            call: the call.
            script: how its requests are answered, all of them in one way where it is one.
            condition: what is wrong with the provider, for a report.
            before: is called just before, in the thread or the task of the call.
        """
        made = Made(call, condition, most=self.setting.most)
        self.made.append(made)
        slept, made.began = len(self.waits.slept), time.monotonic()
        exchanges = self._listen([call], script)
        try:
            if self.setting.keeping is not None:
                self.setting.keeping.keep(self.records)
            answer = self._driver.call(
                preceded(call.operation.function, before, awaited=call.operation.awaited),
                self.adapter,
                *call.args,
                _awaited=call.operation.awaited,
                **call.kwargs,
            )
        except Exception:
            raise
        except BaseException as error:  # noqa: BLE001 - a cancellation or an exit that an adapter raises is its answer
            answer = Raised(error)
        made.seconds = time.monotonic() - made.began
        made.slept = tuple(self.waits.slept[slept:])
        made.exchanges = tuple(exchanges)
        made.answer = self.binding.recognised(call, answer)
        return made

    def succeed(self, call: Call) -> Made:
        """Make a call, and let the provider do what it should."""
        if self.setting.upstream is None:
            return self.call(call, answered(call.reply), call.reply.text)
        return self.call(call, self._asked_upstream, f"asks {self.setting.upstream}")

    def together(
        self, calls: Sequence[Call], script: Script, condition: str, once: Callable[[], bool] | None = None
    ) -> list[Made]:
        """Make several calls at the same time: in a thread each, or in a task each where the port is async.

        Args:
            calls: the calls.
            script: how their requests are answered.
            condition: what is wrong with the provider, for a report.
            once: from when on the threads take their time between the steps of the adapter; never, if not given.
        """
        made = [Made(call, condition) for call in calls]
        self.made += made
        exchanges = self._listen(calls, script)
        if self.binding.awaited:
            for each, answer in zip(made, self._driver.settle(gathered(self.adapter, calls)), strict=True):
                each.answer = answer
        else:
            slowed = [None if once is None else Dawdling(once) for _ in made]
            given = [(self.adapter, *each) for each in zip(made, slowed, strict=True)]
            threads = [Thread(target=answer_in_thread, args=each, daemon=True) for each in given]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        made[0].exchanges = tuple(exchanges)
        return made

    def begun(self, call: Call, way: Way, condition: str) -> Callable[[], Made]:
        """Begin a call whose request is answered in that way, which may hold it; gives what waits for its end."""
        made = Made(call, condition)
        self.made.append(made)
        exchanges = self._listen([call], way)
        end = begun(self.adapter, made, self._driver, lambda: bool(exchanges))

        def ended() -> Made:
            end()
            made.exchanges = tuple(exchanges)
            return made

        return ended

    def opened_provider(self) -> Any:
        """The provider, which does not answer yet."""
        return Provider(
            lambda _request, _number: Way("nothing was asked for yet", lambda *_: False),
            tls=self.setting.tls,
            host=self.setting.host,
            listens=not self.setting.dead,
            resets=self.setting.resets,
        )

    def address(self) -> tuple[Any, ...]:
        """Where the provider is, as the adapter's callable is given it."""
        return (self.provider.url,)

    def usual(self, call: Call) -> Way:
        """What the provider answers that is well, or gives in."""
        return answered(call.reply)

    def _listen(self, calls: Sequence[Call], script: Script) -> list[Exchange]:
        """Answer by a script from now on; gives the list of the exchanges, which fills up."""
        found: list[Exchange] = []

        def answer(request: Request, number: int) -> Way:
            for call in calls:
                if self.setting.upstream is None and (beside := call.beside(request)) is not None:
                    return answered(beside) if number < _ENDLESS else _HANGS_UP
            before = len(found)
            way = scripted(script, request, before) if before < self.setting.most else self.usual(calls[0])
            found.append(Exchange(request, way.text))
            return way

        self.provider.script = answer
        return found

    def _asked_upstream(self, request: Request, _number: int) -> Way:
        """What the real provider answers, which is kept; where it cannot be reached, the connection is closed."""
        assert self.setting.upstream is not None
        try:
            self.replies.append(forwarded(request, self.setting.upstream))
        except (OSError, HTTPException) as error:
            return Way(f"nothing: {error}", lambda *_: False)
        return answered(self.replies[-1])

    def _value(self) -> Any:
        attempts = self.setting.attempts or self.binding.contract.attempts
        self.waits.most = max(self.waits.most, 2 * (self.setting.attempts or 0))
        return self.factory.make(self.address(), self.waits, self.setting.ca, attempts)

    async def _made(self) -> Any:
        value = self._value()
        value = await value if inspect.isawaitable(value) else value
        if hasattr(value, "__aenter__"):
            self._context = value
            return await value.__aenter__()
        return self._opened(value)

    def _opened(self, value: Any) -> Any:
        if hasattr(value, "__enter__"):
            self._context = value
            return value.__enter__()
        return value

    def _closing(self) -> Any:
        names = [name for name in ("aclose", "close") if name not in self.binding.operations]
        return next((each for name in names if callable(each := getattr(self.adapter, name, None))), None)
