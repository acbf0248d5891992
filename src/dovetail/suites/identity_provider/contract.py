"""`IdentityProviderContract`: what a user writes once per port that says who somebody is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import PortContract
from dovetail.suites.identity_provider import clauses
from dovetail.suites.identity_provider.binding import IdentityBinding, bind
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.identity_provider.source import IdentitySource
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import Given, mapping, option, policy, sequence


class IdentityProviderContract(PortContract):
    """What every adapter promises that says whose a token is, or who signs in with a password."""

    adapter: Any = option(
        text="a callable that gives an adapter (or a context manager or an awaitable of one); a parameter `token`, "
        "`key`, `clock` or `hasher` is handed over; or a pytest fixture that gives such a callable",
        otherwise="required",
        fixture=True,
        sought=True,
    )
    operations: Mapping[str, Any] = mapping(
        "`identify`, `issue`, `authenticate` -> the port's method, or a function of the adapter and the arguments",
        otherwise="read from the method names",
        example='{"identify": "current_user"}',
    )
    invalid: Policy | None = policy(
        "how every token is answered that is not valid", otherwise="in one way; it is recorded, and told"
    )
    issuer: str | None = option(
        text="the issuer of valid tokens", otherwise="they have none, and IDP-04 does not apply"
    )
    audience: str | None = option(
        text="the audience of valid tokens", otherwise="they have none, and IDP-05 does not apply"
    )
    algorithm: str | None = option(
        text="what tokens are signed with: `HS256`, `RS256`, `ES256`, `EdDSA` and their like",
        otherwise="`HS256`, where there is a key",
        example='"RS256"',
    )
    key: Any = option(
        text="the secret, or the private key as PEM, that valid tokens are signed with",
        otherwise="one is made; what it is verified with is handed over to a parameter `key` of the adapter's callable",
        example='"the secret of the tests, of 32 bytes"',
    )
    claims: Any = option(
        text="further claims of a valid token, or a function of the subject that gives them; a parameter `adapter` is "
        "handed over",
        otherwise="`sub`, `iat`, `nbf`, `exp`, `jti`, and `iss` and `aud` where they are stated",
        called_with="the subject",
    )
    header: Mapping[str, Any] = mapping(
        "what the header of a valid token has beside the algorithm",
        otherwise="`typ`",
        example='{"kid": "2026-01"}',
    )
    mint: Callable[..., Any] | None = option(
        text="a function that makes a valid token; of `sub`, `exp`, `nbf`, `iat`, `iss`, `aud`, `jti`, `claims` "
        "and `adapter` it is given those that it has parameters for",
        otherwise="dovetail signs JSON web tokens, or the port issues them",
        example="lambda sub, exp: sessions.begin(sub, exp)",
    )
    request: Callable[[str], Any] | None = option(
        text="a function of a token's text that gives what the port takes for it: a request, a cookie",
        otherwise="by the type of the parameter",
        example='lambda token: Request({"Authorization": f"Bearer {token}"})',
    )
    subjects: Sequence[str] = sequence(
        "who tokens are issued to, two at least",
        otherwise="UUIDs; numbers, where the port's users have numbers",
        example='["ana", "ben"]',
    )
    subject_of: Callable[[Any], Any] | None = option(
        text="a function of the port's answer that gives the subject",
        otherwise="any part of the answer is the subject",
        example="lambda user: user.id",
    )
    leeway: float | None = option(
        text="how many seconds a clock may be wrong: a token is taken so much too late or too early at most",
        otherwise="ten minutes too late is refused, and less is not asked",
    )
    users: Mapping[str, str] = mapping(
        "name -> password of those who can sign in",
        otherwise="the clauses on signing in do not apply",
        example='{"ana": "her password"}',
    )
    user: Callable[[str], Any] | None = option(
        text="a function that makes a name of the port out of a text", otherwise="by the type of the parameter"
    )
    password: Callable[[str], Any] | None = option(
        text="a function that makes a password of the port out of a text", otherwise="by the type of the parameter"
    )
    rejection: Policy | None = policy("how a wrong password is answered", otherwise="as a token that is not valid")
    hasher: Callable[[], Any] | None = option(
        text="a callable that gives a hasher of passwords; its calls are counted, and it is handed over to a parameter "
        "`hasher` of the adapter's callable",
        otherwise="IDP-12 does not apply",
        example="lambda: BcryptHasher(rounds=4)",
    )
    down: Callable[..., Any] | None = option(
        text="a callable as `adapter` is one, of an adapter whose store cannot be reached",
        otherwise="IDP-13 does not apply",
        example="lambda clock: SessionIdentities(UnreachableSessions(), clock)",
    )
    failure: Policy | None = policy(
        "how a failure of the store is answered",
        otherwise="with any error that is none of a credential that is not valid",
    )

    checks = checks_in(clauses, structure)
    words = IdentityScenario

    @classmethod
    def bind(cls) -> IdentityBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Given) -> IdentitySource:
        return IdentitySource(binding, given["adapter"], cls.__name__)
