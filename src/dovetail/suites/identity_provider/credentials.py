"""Signing in with a name and a password."""

from __future__ import annotations

from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.texts import from_text
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.options import stated


def signed_in(s: IdentityScenario, user: str, password: str) -> Reply:
    """What is answered to a name and a password."""
    operation = s.binding.operations["authenticate"]
    hints = {role: each.hint for each, role in operation.roles}
    given: dict[str, Any] = {"user": user, "password": password}
    makers = {"user": stated(s.binding.contract, "user"), "password": stated(s.binding.contract, "password")}
    for role, text in given.items():
        make = makers[role] or from_text(hints.get(role, str))
        if make is None:
            name = getattr(hints[role], "__name__", str(hints[role]))
            raise ContractError(
                f"nothing says how a {name} is made of a text, and {operation.name} takes one",
                f"{role} = staticmethod(lambda text: {name}(...))",
            )
        given[role] = make(text)
    return s.call(operation, **given)


def known_user(s: IdentityScenario) -> tuple[str, str]:
    """Somebody who can sign in, and the password."""
    user, password = next(iter(s.binding.contract.users.items()))
    return str(user), str(password)


def stranger(s: IdentityScenario) -> str:
    """A name that nobody has, of the kind that the known ones are of."""
    known = [str(each) for each in s.binding.contract.users]
    return "nobody-at-all@example.org" if any("@" in each for each in known) else "nobodyatall"


def wrong(password: str) -> str:
    """Another password than that one."""
    return f"Not-{password}"
