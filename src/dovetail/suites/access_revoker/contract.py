"""`AccessRevokerContract`: what a user writes once per port that takes access away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.access_revoker import clauses
from dovetail.suites.access_revoker.binding import RevokerBinding, bind
from dovetail.suites.access_revoker.scenario import RevokerScenario
from dovetail.suites.access_revoker.source import handed_source
from dovetail.suites.calls.port_contract import StoreContract
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import Given, mapping, option, policy, sequence
from dovetail.suites.kernel.source import Source


class AccessRevokerContract(StoreContract):
    """What every adapter promises that takes access away: sessions, tokens, all that a user has."""

    adapter: Any = option(
        text="a callable that gives an adapter, or an object that has it as `revoker` beside what grants and checks; a "
        "parameter `clock` is handed over; or a pytest fixture",
        otherwise="required, unless there is a store",
        fixture=True,
        sought=True,
    )
    operations: Mapping[str, Any] = mapping(
        "`grant`, `check`, `is_revoked`, `refresh`, `revoke`, `revoke_all` -> the port's method, or a function of what "
        "is opened and the argument",
        otherwise="read from the method names",
        example='{"grant": lambda opened, user: opened.sessions.begin(user)}',
    )
    paths: Mapping[str, Callable[..., Any]] = mapping(
        "further ways in which access is used: name -> a function of what is opened and a token",
        otherwise="the check alone",
        example='{"websocket": lambda opened, token: opened.sockets.accept(token)}',
    )
    tokens: Callable[[Any], Any] | None = option(
        text="a function of what is granted that gives the token that is shown, and the one that refreshes it or None",
        otherwise="by their names: `access_token`, `refresh_token`; a pair; or the one text that there is",
        example="lambda granted: (granted.access, granted.refresh)",
    )
    users: Sequence[str] = sequence(
        "whose access it is, two at least",
        otherwise="UUIDs; numbers, where the port's users have numbers",
        example='["ana", "ben"]',
    )
    refused: Policy | None = policy("how access is refused", otherwise="None, False, any exception, or a failed Result")
    again: Policy | None = policy(
        "how it is answered that something is revoked which is revoked already",
        otherwise="without an error; one of the project's own is recorded",
    )
    rotates: bool = option(
        text="whether a refresh gives another refresh token, in the place of the one before",
        otherwise="where it does, beside the token that is shown, the one before is held to be dead",
        default=False,
    )
    grace: float = option(
        text="for how many seconds a used refresh token may be used again; the clock is to be handed over then",
        otherwise="none",
        default=0,
    )
    down: Callable[..., Any] | None = option(
        text="a callable as `adapter` is one, of an adapter whose store cannot be reached",
        otherwise="a store that can be made to fail; else REV-09 does not apply",
        example="lambda: RedisDenylist(unreachable)",
    )
    failure: Policy | None = policy("how a failure of the store is answered", otherwise="with any error, or a refusal")

    checks = checks_in(clauses, structure)
    words = RevokerScenario

    @classmethod
    def bind(cls) -> RevokerBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:
        """A store's adapters, else those of a callable, which may take a clock."""
        if given["store"] is None or ("adapter" in given.outright and "store" not in given.outright):
            return handed_source(given["adapter"], cls.__name__)
        return super().source(binding, given)
