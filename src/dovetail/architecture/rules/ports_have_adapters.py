"""ARCH-07: every port has an adapter."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.classes.port_model import Port
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-07"

# What Protocols are often written for that nobody here implements: a logger, a clock, a session, a file, a random
# source, a lock, an HTTP client.
_BROUGHT_ALONG = (
    frozenset({"debug", "info", "warning", "error", "exception", "critical", "log", "bind"}),
    frozenset({"now", "today", "utcnow", "time", "monotonic", "sleep"}),
    frozenset({"begin", "commit", "rollback", "close", "flush", "execute", "scalars", "scalar", "refresh"}),
    frozenset({"read", "readline", "readlines", "write", "writelines", "seek", "tell", "close", "flush"}),
    frozenset({"random", "randint", "randrange", "choice", "choices", "sample", "shuffle", "uniform"}),
    frozenset({"acquire", "release", "locked"}),
    frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request"}),
)


def check(architecture: Architecture) -> Iterator[Finding]:
    """Ports that no class inherits from, and that no class and no module in the repository fits."""
    hexagon = architecture.hexagon
    if not hexagon.ports:
        raise InapplicableError("no Protocol or ABC with operations was found in the core")
    if not architecture.modules_of("adapters"):
        raise InapplicableError("no layer for adapters has any module")
    named = [adapter for adapter in hexagon.adapters if not (adapter.nominal or hexagon.only_wraps(adapter))]
    held = {adapter.port.cls.dotted for adapter in named}
    for port in hexagon.ports:
        if not (
            port.cls.dotted in held
            or hexagon.is_implemented(port)
            or _is_someone_elses(port)
            or hexagon.fits_somewhere(port)
        ):
            message = f"nothing implements {port.cls.name}: no class or module has {_listed(sorted(port.operations))}"
            fix = f"write an adapter with every operation of {port.cls.name}, or remove the port"
            yield architecture.code.finding(ID, port.cls.module, port.cls.line, message=message, fix=fix)


def _is_someone_elses(port: Port) -> bool:
    """Whether a Protocol describes an object that another library brings."""
    return port.cls.is_protocol and any(port.operations.keys() <= known for known in _BROUGHT_ALONG)


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
