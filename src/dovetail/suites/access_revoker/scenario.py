"""The words in which the clauses of a revoker speak: grant access, use it, refresh it, revoke it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import uuid4

from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.policies import Answer, Returned
from dovetail.port import MISSING
from dovetail.suites.access_revoker.binding import RevokerBinding, named, taking
from dovetail.suites.access_revoker.source import connection, down_of, revoker_of
from dovetail.suites.access_revoker.tokens import Access, tokens_in
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.source import HandedSource, unreachable
from dovetail.suites.environment.texts import as_text, from_text
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.scenario import Line, answer_text
from dovetail.suites.kernel.source import Source

_HOUR = 3600


class RevokerScenario(PortScenario):
    """A scenario that grants access, revokes it, and sees who is let in."""

    binding: RevokerBinding
    called = "revoker"

    def __init__(self, binding: RevokerBinding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(binding, driver, source, draw)
        self._names: list[tuple[Any, str]] = []
        self._count = 0
        self._whole = False
        self._open = False

    @property
    def opened(self) -> Any:
        """What the source opens: the adapter, or an object that has it as `revoker`."""
        return super().adapter

    @property
    def adapter(self) -> Any:
        """The revoker over the current connection; to a function of the contract, all that is opened."""
        opened = self.opened
        revoker = revoker_of(opened)
        if revoker is not opened and self.source.name == type(opened).__name__:
            self.source.name = type(revoker).__name__  # the reports name the adapter, not what it is opened in
        return opened if self._whole else revoker

    def make(self, call: PreparedCall) -> Reply:
        """Make a call; a function of the contract is given all that is opened."""
        self._whole = call.operation.written
        try:
            if not self._open:
                return super().make(call)
            self.say(call.line)
            return Reply(self.driver.call(call.on, self.adapter, _awaited=call.operation.awaited))
        finally:
            self._whole = False

    @contextmanager
    def keeping_the_unit_open(self) -> Iterator[None]:
        """What is called inside is not committed after each call, where a unit of work commits for the adapter."""
        self._open = True
        try:
            yield
        finally:
            self._open = False

    # Time

    @property
    def moves_time(self) -> bool:
        """Whether the adapters take the clock."""
        return isinstance(self.source, HandedSource) and self.source.tells_time

    def pass_time(self, seconds: float) -> None:
        """Let time pass, where it can be moved."""
        if self.moves_time:
            assert isinstance(self.source, HandedSource)
            self.source.clock.advance(seconds)
            self.say(f"# {seconds:g} s later")

    @property
    def now(self) -> dt.datetime:
        """The moment, as the adapter sees it."""
        return self.source.clock.now() if isinstance(self.source, HandedSource) else dt.datetime.now(dt.UTC)

    # What is done

    def granted(self, user: str) -> Access:
        """Access of a user; where the port knows of revoked ids alone, any id is access."""
        if "grant" not in self.binding.operations:
            return self._listed(user, uuid4().hex)
        reply, access = self._asked_for(user)
        if access is None:
            self.not_evaluated(f"no access is granted: {reply}")
        return access

    def may_be_granted(self, user: str) -> Access | None:
        """Access of somebody who need not get one; where the port knows of revoked ids alone, that id."""
        return self._asked_for(user)[1] if "grant" in self.binding.operations else self._listed(user, user)

    def near(self, word: str) -> list[tuple[str, str]]:
        """Ids that a comparison by beginning or by pattern takes for one another: what is revoked, and what is not."""
        if "grant" not in self.binding.operations:
            begin = uuid4().hex[:-1]
            return [(f"{begin}0", f"{begin}1")]
        user = self.binding.users[0]
        of_texts = from_text(taking(self.binding.operations["grant"], "user")) is str
        known = bool(self.binding.contract.users)
        return [(user, f"{user}1"), (f"{user[:-1]}_", user)] if word == "revoke_all" and of_texts and not known else []

    def refreshed(self, access: Access) -> tuple[Reply, Access | None]:
        """What is answered to a refresh, and the access that it gave, if any."""
        self._count += 1
        name = f"access_{self._count}"
        reply = self._assigned(name, self.refreshing(access))
        if not self.is_accepted(reply.answer) or reply.value is True:
            return reply, None
        return reply, self._access(access.user, reply.value, name)

    def refreshing(self, access: Access) -> PreparedCall:
        """A refresh of an access, to be made at once or later, by any client."""
        operation = self.binding.operations["refresh"]
        return self.prepared(operation, refresh=self._fit(operation, "refresh", access.refresh))

    def connecting(self) -> Any:
        """A connection of its own for another client: what it opens is what the refresh is called on."""
        context = self.source.connect()
        return context if self.binding.operations["refresh"].written else connection(context)

    def revoke(self, word: str, access: Access) -> Reply:
        """Revoke an access, or all of its user."""
        operation = self.binding.operations[word]
        given: dict[str, Any] = {
            "user": self._as(access.user, taking(operation, "user")),
            "token": self._fit(operation, "token", access.token),
            "refresh": self._fit(operation, "refresh", access.refresh),
            "expires": self._expires(operation),
        }
        return self.call(operation, **given)

    def revoked(self, word: str, access: Access) -> None:
        reply = self.revoke(word, access)
        if not isinstance(reply.answer, Returned):
            self.set_aside(f"nothing is revoked: it {reply}, as REV-01 tells", left_to_another_clause=True)

    def used(self, path: str, access: Access) -> Reply:
        """What is answered to an access that is used in one way."""
        operation = self.binding.paths[path]
        return self.call(operation, token=self._fit(operation, "token", access.token))

    def down(self) -> AbstractContextManager[None]:
        """Inside, the adapter is one whose store cannot be reached."""
        assert isinstance(self.source, HandedSource)  # else the clause does not apply
        return unreachable(self, self.source, down_of(self.binding.contract))

    # What came of it

    def is_accepted(self, answer: Answer, path: str = "", returns: Any = MISSING) -> bool:
        """Whether somebody is let in."""
        if not isinstance(answer, Returned):
            return False
        if path == "is_revoked":
            return not answer.value
        if self.binding.contract.refused is not None and self.binding.contract.refused.accepts(answer):
            return False
        return answer.value is None if bare(returns) is type(None) else answer.value not in (None, False)

    def lets_in(self, path: str, access: Access) -> tuple[bool, Reply]:
        """Whether an access is let in by one way, and what was answered."""
        reply = self.used(path, access)
        return self.is_accepted(reply.answer, path, self.binding.paths[path].returns), reply

    def passes(self, access: Access, why: str) -> None:
        """An access is let in by every way."""
        for path in self.binding.paths:
            accepted, reply = self.lets_in(path, access)
            if not accepted:
                self.broken(f"{access.name} is let in", str(reply), hint=why)

    def fails(self, access: Access, why: str) -> None:
        """An access is refused by every way, as the contract says."""
        for path in self.binding.paths:
            accepted, reply = self.lets_in(path, access)
            if accepted:
                self.broken(f"{access.name} is refused", str(reply), hint=why)
            policy = self.binding.contract.refused
            if policy is not None and path != "is_revoked" and not policy.accepts(reply.answer):
                self.broken(f"{access.name} is refused: {policy}", answer_text(reply.answer))

    def is_no_longer_refreshed(self, access: Access, expected: str, why: str) -> None:
        reply, _ = self.refreshed(access)
        if self.is_accepted(reply.answer):
            self.broken(expected, str(reply), hint=why)

    def text(self, value: Any) -> Line:
        """A value as a person writes it; what was granted has a name."""
        return next((name for held, name in self._names if held is value), None) or super().text(value)

    def _assigned(self, name: str, call: PreparedCall) -> Reply:
        """Make a call, of which the answer gets a name in the scenario."""
        said = PreparedCall(call.operation, call.args, call.kwargs, call.text)
        before = len(self.lines)
        reply = self.make(said)
        if len(self.lines) > before:
            line = self.lines[before]
            self.lines[before] = lambda: f"{name} = {line if isinstance(line, str) else line()}"
        return reply

    def _listed(self, user: str, text: str) -> Access:
        """An id that stands for access, where the port knows of revoked ids alone."""
        self._count += 1
        made = self._as(text, taking(self.binding.operations["revoke"], "token"))
        return self._known(user, made, None, f"token_{self._count}")

    def _asked_for(self, user: str) -> tuple[Reply, Access | None]:
        """What is answered where somebody is to get access, and the access."""
        self._count += 1
        name = f"access_{self._count}"
        grant = self.binding.operations["grant"]
        reply = self._assigned(name, self.prepared(grant, user=self._as(user, taking(grant, "user"))))
        granted = isinstance(reply.answer, Returned) and reply.value is not None
        return reply, self._access(user, reply.value, name) if granted else None

    def _access(self, user: str, value: Any, name: str) -> Access:
        split = stated(self.binding.contract, "tokens")
        token, refresh = split(value) if split is not None else tokens_in(value)
        if refresh is None and "refresh" in self.binding.operations and token is value:
            refresh = token
        return self._known(user, token, refresh, name)

    def _known(self, user: str, token: Any, refresh: Any, name: str) -> Access:
        self._names.append((token, name if refresh is None or refresh is token else f"{name}.token"))
        if refresh is not None and refresh is not token:
            self._names.append((refresh, f"{name}.refresh"))
        return Access(user, token, refresh, name)

    def _fit(self, operation: OperationCall, role: str, value: Any) -> Any:
        """A token as an operation takes it: as it is, or as an object of the class that the parameter has."""
        hint = optional(bare(taking(operation, role)))[0]
        if value is None or not isinstance(hint, type) or isinstance(value, hint):
            return value
        text = as_text(value)
        return value if text is None else self._as(text, hint)

    @staticmethod
    def _as(text: str, hint: Any) -> Any:
        make = from_text(hint)
        if make is None:
            name = getattr(optional(hint)[0], "__name__", str(hint))
            raise ContractError(
                f"nothing says how a {name} is made of a text", f"write a function of {name} in operations"
            )
        return make(text)

    def _expires(self, operation: OperationCall) -> Any:
        """When a revocation may be forgotten: an hour from now, as the parameter takes it."""
        hint, name = optional(bare(taking(operation, "expires")))[0], named(operation, "expires").lower()
        if hint is dt.datetime:
            return self.now + dt.timedelta(hours=1)
        if hint is dt.timedelta:
            return dt.timedelta(hours=1)
        spans = any(word in name for word in ("ttl", "seconds", "lifetime", "_in"))
        return _HOUR if spans else int(self.now.timestamp()) + _HOUR
