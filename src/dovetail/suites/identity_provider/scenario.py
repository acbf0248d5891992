"""The words in which the clauses of a provider speak: make a token, show it, and see who is let in."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from dovetail.errors import ContractError
from dovetail.introspection.signatures import parameters_of
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.source import unreachable
from dovetail.suites.environment.texts import as_text, from_text, texts_in
from dovetail.suites.identity_provider.binding import IdentityBinding
from dovetail.suites.identity_provider.counting import Counting
from dovetail.suites.identity_provider.forging.jwt import Token
from dovetail.suites.identity_provider.forging.minting import ByFunction, ByKey, ByPort, Minting
from dovetail.suites.identity_provider.source import IdentitySource
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.scenario import Line

LIFETIME = 900
"""Seconds for which a valid token is valid."""
_LATE = 600
_TOKENS = ("access_token", "token", "value", "access")


class RefusedByDomain(Exception):  # noqa: N818 - not an error: no such token comes to the provider
    """The port's own class of tokens takes no such text."""


class IdentityScenario(PortScenario):
    """A scenario that shows tokens to a provider.

    Attributes:
        handed: the hasher that the adapter is handed, where the contract states one.
    """

    binding: IdentityBinding
    source: IdentitySource
    called = "provider"

    def __init__(
        self, binding: IdentityBinding, driver: Driver, source: IdentitySource, draw: Callable[[Any], Any]
    ) -> None:
        super().__init__(binding, driver, source, draw)
        self._shown: Any = None
        self._is_shown = False
        self.handed: Counting | None = None
        hasher = stated(binding.contract, "hasher")
        if hasher is not None:
            answer = driver.call(hasher)
            if not isinstance(answer, Returned):
                error = getattr(answer, "error", None)
                raise ContractError(f"hasher of the contract gives none: {error!r}", "correct it")
            self.handed = Counting(answer.value)

    @property
    def adapter(self) -> Any:
        """The adapter; where it is made with a token, one of the first subject."""
        if self._context is None and "token" in self.source.factory.takes and not self._is_shown:
            self._take(self.valid().text)
        return super().adapter

    # Time

    @property
    def now(self) -> int:
        """The moment as the adapter sees it, in seconds since 1970."""
        return int(self.source.clock.time() if self.source.tells_time else time.time())

    @property
    def late(self) -> int:
        """After how many seconds beyond its time a token is late: more than the contract tolerates."""
        leeway = self.binding.contract.leeway
        return _LATE if leeway is None else int(leeway) + 5

    # Tokens

    @property
    def minting(self) -> Minting:
        """Where valid tokens come from."""
        contract = self.binding.contract
        if self.binding.key is not None:
            return ByKey(self.binding.key, dict(contract.header))
        mint = stated(contract, "mint")
        if mint is not None:
            return ByFunction(mint, partial(self._contract_calls, "mint", mint), self.token_text)
        return ByPort(self._issued, self.binding.operations["issue"].name)

    def claims(self, subject: str, **changes: Any) -> dict[str, Any]:
        """The claims of a valid token, with some of them changed; one that becomes None is left out."""
        contract, now = self.binding.contract, self.now
        usual = {
            "sub": subject,
            "iat": now - 1,
            "nbf": now - 1,
            "exp": now + LIFETIME,
            "iss": contract.issuer,
            "aud": contract.audience,
            "jti": uuid4().hex,
        }
        further = stated(contract, "claims")
        if further is not None:
            usual |= dict(self._contract_calls("claims", further, subject) if callable(further) else further)
        return {name: value for name, value in (usual | changes).items() if value is not None}

    def valid(self, subject: str | None = None) -> Token:
        """A token that is to be taken."""
        return self.minted("a valid token", subject)

    def minted(self, told: str, subject: str | None = None, **changes: Any) -> Token:
        """A token that is valid but for some claims."""
        return self.minting.minted(self.claims(subject or self.binding.subjects[0], **changes), told)

    def token_text(self, made: Any) -> str:
        """The text of a token that the contract or the port made."""
        if isinstance(made, Mapping):
            made = next((made[name] for name in _TOKENS if name in made), made)
        for name in _TOKENS:
            if not isinstance(made, str) and hasattr(made, name):
                made = getattr(made, name)
                break
        text = as_text(made)
        if text is None:
            raise ContractError(
                f"a {type(made).__name__} was made, and nothing says which text of it is the token",
                "give the text itself: mint = staticmethod(lambda sub: ...), or a function in operations for issue",
            )
        return text

    def _issued(self, subject: str) -> str:
        operation = self.binding.operations["issue"]
        hint = operation.roles[0][0].hint
        make = from_text(hint)
        if make is None:
            raise ContractError(
                f"nothing says how a {getattr(hint, '__name__', hint)} is made, and {operation.name} takes one",
                'write a function: operations = {"issue": lambda adapter, subject: ...}',
            )
        with self.unrecorded():
            reply = self.call(operation, subject=make(subject))
        if not isinstance(reply.answer, Returned):
            self.not_evaluated(f"{operation.name} issues no token: {reply}")
        return self.token_text(reply.value)

    def _contract_calls(self, option: str, function: Callable[..., Any], *args: Any, **given: Any) -> Any:
        """What a function of the contract gives; it is handed the adapter, too, where it has a parameter for it."""
        if "adapter" in (parameters_of(function) or ()):
            if "token" in self.source.factory.takes:
                raise ContractError(
                    f"{option} takes the adapter, which is made with a token that {option} is needed for",
                    "have it make tokens with something else than the adapter",
                )
            given["adapter"] = self.adapter
        answer = self.driver.call(lambda: function(*args, **given))
        if isinstance(answer, Raised):
            error = answer.error
            said = f"{option} of the contract raised {type(error).__name__}: {error}"
            raise ContractError(said, "correct it") from error
        return answer.value if isinstance(answer, Returned) else None

    # What is done

    def show(self, token: Token) -> Reply:
        """Show a token to the provider, and forget what was shown before.

        Raises:
            RefusedByDomain: the port's own class of tokens takes no such text.
        """
        self.lines.clear()
        detail = f": {token.detail}" if token.detail else ""
        self.say(f"# {token.told}{detail}")
        self.say(lambda: f"token = {token.text!r}" if len(token.text) < 2000 else f"# {len(token.text)} characters")
        self._take(token.text)
        operation = self.binding.operations["identify"]
        return self.call(operation, token=self._shown) if self.binding.takes_token else self.call(operation)

    def shown(self, token: Token) -> Reply | None:
        """Show a token to the provider; None where the port's own class takes no such token, so that nobody can."""
        try:
            return self.show(token)
        except RefusedByDomain:
            return None

    def _take(self, text: str) -> None:
        try:
            self._shown = self.binding.present(text)
        except Exception as error:
            raise RefusedByDomain(text) from error
        self._is_shown = True
        if "token" in self.source.factory.takes:
            self.disconnect()
            self.source.given["token"] = self._shown

    def text(self, value: Any) -> Line:
        """A value as a person writes it; the token that is shown has a name."""
        return "token" if value is self._shown and self._is_shown else super().text(value)

    def clear(self) -> None:
        """Begin with an adapter that nobody has used, and a hasher that nobody has asked."""
        super().clear()
        if self.handed is not None:
            self.source.given["hasher"] = self.handed

    # What came of it

    def is_accepted(self, answer: Answer) -> bool:
        """Whether somebody was let in."""
        if not isinstance(answer, Returned):
            return False
        if self.binding.contract.invalid is not None and self.binding.contract.invalid.accepts(answer):
            return False
        return answer.value is None if self.binding.answers_none else answer.value not in (None, False)

    def names(self, reply: Reply, subject: str) -> bool:
        """Whether an answer says that it is this subject."""
        if not self.binding.says_who:
            return True
        told = stated(self.binding.contract, "subject_of")
        if told is not None:
            return _same(str(told(reply.value)), subject)
        return any(_same(text, subject) for text in texts_in(reply.value))

    def refused(self, token: Token, why: str = "") -> None:
        """Nobody is let in with this token."""
        reply = self.shown(token)
        if reply is not None and self.is_accepted(reply.answer):
            self.broken("it is refused", str(reply), hint=why)

    def a_valid_token_passes(self) -> None:
        """Say nothing of forged tokens where valid ones are refused too."""
        reply = self.show(self.valid())
        if not self.is_accepted(reply.answer):
            self.set_aside(f"no valid token is taken, as IDP-01 tells: {reply}", left_to_another_clause=True)
        self.lines.clear()

    def down(self) -> AbstractContextManager[None]:
        """Inside, the adapter is one whose store cannot be reached."""
        assert self.source.down is not None  # else the clause does not apply
        return unreachable(self, self.source, self.source.down)


def _same(text: str, subject: str) -> bool:
    if text == subject:
        return True
    try:
        return UUID(text) == UUID(subject)
    except ValueError:
        return False
