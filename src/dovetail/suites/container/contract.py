"""`ContainerContract`: what a user writes once for the ports of a core, and binds for each profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dovetail.suites.container import clauses
from dovetail.suites.container.binding import ContainerBinding, bind
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.container.source import ContainerSource
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import Given, mapping, option, sequence, stated
from dovetail.suites.kernel.source import Source


class ContainerContract(Contract):
    """What every container promises that puts an application together, in each of its profiles."""

    core: str | Sequence[str] = option(
        text="the packages of the core: every port that they declare is to be served",
        otherwise="the ports are listed",
        default=(),
        example='"shop.domain"',
    )
    ports: Sequence[Any] = sequence(
        "the ports that are to be served, beside those of the core",
        otherwise="those of the core",
        example="[Orders, Payments]",
    )
    without: Mapping[Any, str] = mapping(
        "port -> the reason why no container serves it",
        otherwise="every port is served",
        example='{Specification: "the domain makes them"}',
    )
    container: Any = option(
        text="a callable that builds the container of one profile: it gives a container, a context manager or an "
        "awaitable of one, or yields it; parameters `configuration` and `overrides` are handed over; or a pytest "
        "fixture that gives such a callable",
        otherwise="required",
        fixture=True,
        sought=True,
    )
    resolve: Any = option(
        text="how a port is had: port -> the name of what serves it, or a function of the container or the scope; or "
        "one function of that and the port",
        otherwise="as dishka, dependency-injector, svcs and wireup have it; else what is annotated with the port or "
        "called like it",
        example='{Orders: "orders"}',
    )
    scope: Any = option(
        text="a function of the container that opens a scope: a context manager that gives what ports are asked of",
        otherwise="as the library has it; else a method `scope`, `request` or the like",
        example="lambda container: container.request()",
    )
    close: Any = option(
        text="a function that closes the container",
        otherwise="the container is left as a context manager; else its `aclose`, `close`, `shutdown` or "
        "`shutdown_resources`",
        example="lambda container: container.stop()",
    )
    override: Any = option(
        text="a function of the container, a port and an object: a context manager inside of which the port is that "
        "object, as tests have it",
        otherwise="as dependency-injector and wireup have it; or by the parameter `overrides` of `container`, "
        "a dictionary",
        example="lambda container, port, stub: container.override({port: stub})",
    )
    lifetimes: Mapping[str, Sequence[Any]] = mapping(
        "`singleton`, `scoped`, `transient` -> the ports and other types that live so long",
        otherwise="CONT-07 to CONT-10 do not apply",
        example='{"singleton": [Engine], "scoped": [Orders]}',
    )
    concurrent_scopes: bool = option(
        text="whether several threads or tasks ask one scope at the same time, as those of one request do that "
        "`asyncio.gather` runs: CONT-08 lets two ask, too",
        otherwise="a scope is asked by one at a time",
        default=False,
        example="True",
    )
    finalised: Any = option(
        text="the ports and other types that the container ends; as a dictionary, with the method that does it",
        otherwise="CONT-11 to CONT-14 do not apply",
        default=(),
        example="[Engine, Session]",
    )
    connects: Sequence[Any] = sequence(
        'what may open a connection when it is made: ports and types, or `"build"`',
        otherwise="nothing; each scope may open its own",
        example='["build"]',
    )
    configuration: Mapping[str, Any] = mapping(
        "the settings that it needs, each with a value for the tests: given to a parameter `configuration` of "
        "`container`, else variables of the environment",
        otherwise="CONT-19 does not apply",
        example='{"DATABASE_URL": "sqlite://"}',
    )
    incomplete: Mapping[Any, Callable[[], Any]] = mapping(
        "what is missing (a name, a type, or several in a tuple) -> a callable that builds a container without it",
        otherwise="CONT-02 does not apply",
        example="{(Orders, Clock): lambda: make_container(Process())}",
    )
    registered_twice: Any = option(
        text="a callable that builds a container in which something is registered a second time without saying so",
        otherwise="CONT-17 does not apply",
        example="lambda: make_container(Process(), Process())",
    )
    entry_points: Mapping[str, Callable[[], Any]] = mapping(
        "name -> a callable, sync or async, that runs a program which opens the container, to its end",
        otherwise="CONT-18 does not apply",
        example='{"cli": lambda: main(["list"])}',
    )

    checks = checks_in(clauses)
    words = ContainerScenario

    @classmethod
    def bind(cls) -> ContainerBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:  # noqa: ARG003 - other contracts ask it
        return ContainerSource(given["container"], cls.__name__, cls.configuration, stated(cls, "close"))
