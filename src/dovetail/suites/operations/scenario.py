"""The language of the clauses on operations: what is asked of the application, and what it writes meanwhile."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import shortened
from dovetail.patience import eventually
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.operations.binding import OperationsBinding
from dovetail.suites.operations.entries import Entry, entry
from dovetail.suites.operations.performed import Performed, Sample, headers_with, new_identity, new_unique
from dovetail.suites.operations.process.asking import SECONDS, Answer, Ask, ask
from dovetail.suites.operations.process.output import Line
from dovetail.suites.operations.process.process import HOST, Process
from dovetail.suites.operations.sampling import observed_sample
from dovetail.suites.operations.session import Session

_QUIET = 0.1
_HURRIED = 1.0
_SHOWN = 300


class OperationsScenario(Scenario):
    """One example of a clause on operations.

    Attributes:
        binding: the application in the contract's words.
        source: where its session is kept.
    """

    called = "application"
    binding: OperationsBinding
    source: Any

    def __init__(self, binding: OperationsBinding, driver: Driver, source: Any, draw: Callable[[Any], Any]) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding
        self._session: Session | None = None

    @property
    def contract(self) -> Any:
        """The contract's class."""
        return self.binding.contract

    @property
    def session(self) -> Session:
        """The application while it runs."""
        if self._session is None:
            self._session = self.source.session()
        return self._session

    @property
    def process(self) -> Process:
        """The process that clauses share."""
        return self.session.process()

    @property
    def header(self) -> str:
        """The header that has the id."""
        return self.binding.correlation

    def perform(
        self,
        option: str = "request",
        *,
        identity: str | bytes | None = None,
        unique: str | None = None,
        changed: Callable[[Any], Any] = lambda asked: asked,
        process: Process | None = None,
    ) -> Performed:
        """Ask for an operation, and remember it as a line.

        Args:
            option: `request` or `failing`.
            identity: the id that goes with it; a new one where it is not given, none where it is empty.
            unique: what tells it from all others; a new one where it is not given.
            changed: gives what is asked in its place.
            process: who is asked; the one that clauses share where it is not given.
        """
        process = process or self.process
        position = process.output.position
        made = self.unsaid(option, identity=identity, unique=unique, changed=changed, process=process)
        self.say(made.text)
        if made.answer is None:  # what a worker is given is done when the log says so
            self.wait_for_entries(process, position, [made])
        return made

    def unsaid(
        self,
        option: str,
        *,
        identity: str | bytes | None = None,
        unique: str | None = None,
        changed: Callable[[Any], Any] = lambda asked: asked,
        process: Process | None = None,
    ) -> Performed:
        """Ask for an operation; may be called by any thread. The arguments are those of `perform`."""
        process = process or self.process
        unique = unique or new_unique()
        sent = identity if identity is not None else (new_identity(self.header) if self.header else "")
        known = sent if isinstance(sent, str) else sent.decode("utf-8", "replace")
        asked = changed(self.binding.asked(option, unique, known, self.source.environment))
        if not isinstance(asked, Ask):
            return self._done(asked, process, unique, known)
        headers = headers_with(self.header, sent) if sent else {}
        answer = self.asked(replace(asked, headers={**headers, **asked.headers}), process)
        said = f"  # {self.header}: {known[:80]!r}; " if headers else "  # "
        return Performed(asked, unique, known, answer, f"{asked.text}{said}answered {answer.text}")

    def read(self, option: str) -> list[Any]:
        """The entries of `audit`, `events` or `changes` that there are by now."""
        return self.binding.read(option, self.source.environment)

    def asked(self, request: Ask, process: Process | None = None, seconds: float = SECONDS) -> Answer:
        process = process or self.process
        if not process.is_asked:
            raise ContractError(
                f"{self.contract.__name__} has a request over HTTP, and {self.binding.subject.name} listens nowhere",
                'let a command or its environment have the port: "{port}"; a worker is given a dictionary for its '
                "standard input: request = staticmethod(lambda unique, correlation: {...})",
            )
        return ask(HOST, process.port, request, seconds)

    def probe(self, path: str, seconds: float = SECONDS, process: Process | None = None) -> Answer:
        """What a path that only looks is answered with, as a line."""
        answer = self.asked(Ask("GET", path), process, seconds)
        self.say(f"GET {path}  # answered {answer.text}")
        return answer

    def together(self, calls: Sequence[Callable[[], Performed]], started: Callable[[], None]) -> list[Performed]:
        """Do several things at the same time, and one more once they have begun."""
        found: dict[int, Performed] = {}

        def run(place: int) -> None:
            found[place] = calls[place]()

        threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
        for each in threads:
            each.start()
        started()
        for each in threads:
            each.join()
        return [found[place] for place in sorted(found)]

    @contextmanager
    def held_back(self, process: Process) -> Iterator[Callable[[int, float], bool]]:
        """Inside, gateways keep those who call them, but not for a health check.

        Gives a function that waits until so many are kept, for so many seconds at most, and gives whether they are.
        """
        gateways = list(self.session.outside.gateways.values())
        before = [len(each.exchanges) for each in gateways]
        for path in (self.contract.live, self.contract.ready):
            if path is not None:
                self.asked(Ask("GET", path), process)
        for each, count in zip(gateways, before, strict=True):
            each.hold([(asked.request.method, asked.request.target) for asked in each.exchanges[count:]])

        def wait(count: int, seconds: float) -> bool:
            return eventually(lambda: sum(each.waiting for each in gateways) >= count, seconds)

        try:
            yield wait
        finally:
            for each in gateways:
                each.release()

    @contextmanager
    def failing_gateways(self) -> Iterator[None]:
        """Inside, all gateways answer 503."""
        gateways = list(self.session.outside.gateways.values())
        self.say("# the gateways answer 503")
        for each in gateways:
            each.answer_with(503)
        try:
            yield
        finally:
            for each in gateways:
                each.answer_with(200)

    def begin(self) -> None:
        """See that the application starts, what it logs, and that its request succeeds, before more is asked of it."""
        _ = self.sample

    @property
    def sample(self) -> Sample:
        """Some operations and what was logged for them, observed once for all clauses."""
        return self.session.once("sample", lambda: observed_sample(self))

    def wait_for_entries(
        self, process: Process, position: int, performed: Sequence[Performed], *, also: str = "", hurried: bool = False
    ) -> bool:
        """Wait until the log has something on each of some operations, and nothing more comes for a moment.

        Args:
            process: whose log it is.
            position: where it begins.
            performed: the operations.
            also: a text that stands for any of them.
            hurried: whether it may well be that nothing comes of a request that was answered.
        """

        def told(lines: Sequence[Line]) -> bool:
            text = "\n".join(each.text for each in lines)
            return bool(also and also in text) or all(any(mark in text for mark in each.marks) for each in performed)

        answered = all(each.answer is not None for each in performed)
        if answered and not (self.header or self.binding.may_differ):
            performed = []  # nothing of them would be known again in the log
        seconds = self.contract.patience
        if answered and (hurried or not self.header):
            seconds = min(seconds, _HURRIED)
        found = process.output.wait_for(told, position, seconds)
        process.output.wait_for_quiet(_QUIET)
        return found

    def entries_since(self, process: Process, position: int) -> list[Entry]:
        """The log from a position on."""
        return [entry(each) for each in process.output.since(position) if each.stream in self.sample.streams]

    def show(self, found: Entry) -> str:
        return shortened(found.line.text, _SHOWN)

    def states(self, option: str) -> bool:
        return getattr(self.contract, option) not in (None, (), {}, "")

    def _done(self, asked: Mapping[str, Any] | None, process: Process, unique: str, identity: str) -> Performed:
        """An operation of a worker: it is given a line, or the contract's function has done all there is to do."""
        text = "request()" if asked is None else f"stdin: {json.dumps(asked)}"
        if asked is not None:
            try:
                process.write(json.dumps(asked))
            except OSError as error:
                text += f"  # {type(error).__name__}"
        return Performed(asked, unique, identity, None, text)
