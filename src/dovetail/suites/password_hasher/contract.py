"""`PasswordHasherContract`: what a user writes once per port that hashes passwords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import PortContract
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import mapping, option, policy
from dovetail.suites.password_hasher import clauses
from dovetail.suites.password_hasher.binding import HasherBinding, bind
from dovetail.suites.password_hasher.scenario import HasherScenario


class PasswordHasherContract(PortContract):
    """What every adapter promises that hashes passwords and verifies them."""

    operations: Mapping[str, Any] = mapping(
        "`hash`, `verify`, `needs_rehash`, `verify_and_update` -> the port's method, or a function of the adapter and "
        "the arguments",
        otherwise="read from the method names",
        example='{"verify": "check_password"}',
    )
    password: Callable[[str], Any] | None = option(
        text="a function that makes a password of the port out of a text; what it refuses never comes to the hasher",
        otherwise="by the type of the parameter: text, bytes, or a class that is made of one value",
        example="RawPassword",
    )
    passwords: Any = option(
        text="passwords that are taken, as a list or a strategy of texts",
        otherwise="ordinary ones of ASCII, with upper and lower case, a digit and a sign",
    )
    refused: Policy | None = policy(
        "how a password is refused that cannot be hashed: too long, with a NUL, empty",
        otherwise="any exception, or a failed Result",
    )
    mismatch: Policy | None = policy(
        "how a wrong password is answered", otherwise="`returns(False)`; where the port gives nothing, any exception"
    )
    malformed: Policy | None = policy(
        "how a malformed hash is answered, where that is not what a wrong password is answered with",
        otherwise="as a wrong password; an exception of the project's own is recorded",
    )
    old: Mapping[str, Any] = mapping(
        "password -> a hash of it by a scheme, or with a cost, that was used before",
        otherwise="HASH-08 does not apply",
        example='{"the password": "$2b$04$..."}',
    )
    production: Callable[[], Any] | None = option(
        text="a callable that gives the hasher with the cost that it has in production; it makes one hash",
        otherwise="the adapter itself is asked for its cost",
        example="lambda: Argon2Hasher()",
    )
    floor: Mapping[str, int] = mapping(
        "scheme -> the least cost: `argon2` (KiB times passes), `bcrypt` (rounds), `scrypt` (N times r), "
        "`pbkdf2-sha256` (iterations)",
        otherwise="what OWASP asks for",
        example='{"bcrypt": 12}',
    )

    checks = checks_in(clauses, structure)
    words = HasherScenario

    @classmethod
    def bind(cls) -> HasherBinding:
        return bind(cls)
