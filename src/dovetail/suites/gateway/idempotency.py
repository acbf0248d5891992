"""What may be sent twice: requests whose method says so, operations that the contract names, and those with a key."""

from __future__ import annotations

from dovetail.faults.provider import Request
from dovetail.suites.gateway.binding import Binding
from dovetail.suites.gateway.made import Made

_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}  # RFC 9110, 9.2.2


def key_of(binding: Binding, request: Request) -> str | None:
    """The key by which the provider knows that a request was sent before; None where there is none."""
    return request.header(binding.key)


def is_sent_again_by_client(request: Request) -> bool:
    """Whether a client library sends it once more by itself where its connection is lost.

    aiohttp does so, and nothing that it documents turns it off.
    """
    return request.method in _IDEMPOTENT and "aiohttp" in (request.header("User-Agent") or "")


def repeatable(binding: Binding, made: Made, *, keyed: bool = True) -> bool:
    """Whether every request of a call may be sent twice without a thing being done twice.

    Args:
        binding: the port.
        made: the call.
        keyed: whether a key makes a request one that may be.
    """
    if made.call.operation.name in (binding.contract.idempotent or ()):
        return True
    return all(each.method in _IDEMPOTENT or (keyed and key_of(binding, each) is not None) for each in made.requests)
