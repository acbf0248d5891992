"""`OperationsContract`: what a user writes once per application, to hold what its operators rely on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import Given, mapping, option, sequence
from dovetail.suites.operations import clauses
from dovetail.suites.operations.binding import OperationsBinding, bind
from dovetail.suites.operations.scenario import OperationsScenario
from dovetail.suites.operations.source import ApplicationSource


class OperationsContract(Contract):
    """What an application promises those who operate it: logs, ids, health, metrics, audit, settings, shutdown."""

    application: str | None = option(
        text="`package.module:name` of an ASGI or a WSGI application, of a function that makes one "
        "(`...:create_app()`), or of the function that a worker runs; it runs in a process of its own",
        otherwise="required, or `command`",
        binds=True,
        subject=True,
    )
    command: Sequence[str] = sequence(
        "what starts an application that is started otherwise; `{port}` in it or in the environment is where it is to "
        "listen",
        otherwise="`application`",
        example='["gunicorn", "shop.web:app", "--bind", "127.0.0.1:{port}"]',
        binds=True,
    )
    directory: str | None = option(text="the folder in which it is started", otherwise="the current one")
    environment: Any = option(
        text="the environment variables with which it is configured well: a dictionary, a function that gives one, or "
        'a pytest fixture, best one of `scope="class"`, since what has another environment is another process',
        otherwise="those of the tests",
        default={},
        fixture=True,
    )
    request: Any = option(
        text='an operation that succeeds: `"GET /parcels"`, `("POST", "/parcels", {"weight": 2})`, with headers as a '
        "fourth part where it needs any, or a function that takes `unique`, a text that tells each from all others, "
        "and gives one; a dictionary is written to the standard input of a worker, as JSON; a function that gives "
        "nothing has done it, with `correlation` as its id",
        otherwise="required",
        called_with="`unique`, `correlation` and `environment`, where it has parameters of these names",
    )
    failing: Any = option(
        text="an operation that fails, in the same forms",
        otherwise="failures are not asked for",
        called_with="`unique`, `correlation` and `environment`, where it has parameters of these names",
    )
    logs: str | None = option(
        text='`"stdout"` or `"stderr"`: which stream is the log', otherwise="the one on which JSON comes, else both"
    )
    fields: Mapping[str, str] = mapping(
        "what the fields of a log entry are called: `level`, `time`, `event`",
        otherwise="the names that logging libraries use",
        example='{"event": "what"}',
    )
    correlation: str | None = option(
        text='the header that has the id of a request: `"X-Request-ID"`, `"traceparent"`',
        otherwise="no id is looked for",
    )
    gateways: Mapping[str, Any] = mapping(
        "environment variable -> what the provider answers whose URL it has, as JSON, or a function of method and path "
        "that gives it; dovetail plays the provider",
        otherwise="no calls to others are seen",
        example='{"CARRIER_URL": {"price": "4.50"}}',
        called_with="the method and the path",
    )
    events: Callable[..., Any] | None = option(
        text="a function that gives the events that were published so far",
        otherwise="events are not looked at",
        called_with="`environment`, where it has a parameter of that name",
    )
    live: str | None = option(text="the path that answers whether it lives", otherwise="OPS-13 does not apply")
    ready: str | None = option(
        text="the path that answers whether it is ready", otherwise="OPS-14 to OPS-16 and OPS-23 do not apply"
    )
    ready_within: float = option(
        text="how many seconds `ready` may take while a dependency is down", otherwise="10", default=10.0
    )
    dependencies: Mapping[str, Any] = mapping(
        "name -> the environment variable that has the address (a URL, or HOST:PORT) of what it cannot do without, "
        "which is then reached through a proxy that can refuse; or an object with `down()` and `up()`",
        otherwise="nothing is taken down",
        example='{"database": "DATABASE_URL"}',
    )
    metrics: str | None = option(text="the path of its metrics", otherwise="the clauses on metrics do not apply")
    counter: str | None = option(
        text="the counter of the operation that `request` and `failing` ask for, with labels or without",
        otherwise="OPS-17 does not apply",
    )
    audit: Callable[..., Any] | None = option(
        text="a function that gives the audit entries that there are",
        otherwise="the clauses on audit do not apply",
        called_with="`environment`, where it has a parameter of that name",
    )
    changes: Callable[..., Any] | None = option(
        text="a function that gives what was changed so far, each change to be audited once",
        otherwise="`request` changes one thing, and `failing` none",
        called_with="`environment`, where it has a parameter of that name",
    )
    required: Any = option(
        text="the environment variables that it cannot start without: a list, or a dictionary with a wrong value for "
        "each (None where any text is right)",
        otherwise="the clauses on settings do not apply",
        default=(),
    )
    secrets: Sequence[str] = sequence(
        "the environment variables whose values are secret, and other secrets as they are",
        otherwise="the credentials that dovetail sends with a request",
        example='["DATABASE_PASSWORD"]',
    )
    configuration: str | None = option(
        text="`package.module:name` of the settings, or of what makes them, whose repr is read",
        otherwise="no repr is read",
    )
    stop_within: float = option(text="how many seconds it may take to stop", otherwise="30", default=30.0)
    sinks: Mapping[str, Any] = mapping(
        "likewise, what only takes its logs, metrics or traces",
        otherwise="OPS-27 does not apply",
        example='{"statsd": "STATSD_ADDRESS"}',
    )
    patience: float = option(
        text="how many seconds are waited for what should come: an entry in the log, an answer of a probe",
        otherwise="10; only what does not come costs them",
        default=10.0,
    )

    checks = checks_in(clauses)
    words = OperationsScenario

    @classmethod
    def bind(cls) -> OperationsBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Given) -> ApplicationSource:
        return ApplicationSource(binding, given["environment"], cls.__name__)
