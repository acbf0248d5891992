"""Hold one client up in the middle of what it sends while another one runs, so that interleavings are chosen."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from threading import Event

from dovetail.patience import Patience, crowding

# A client that is held up for so long goes on by itself.
_SECONDS = 30.0
# The other client waits for a lock when it has sent nothing for so long, or is not done after so long, both counted in
# the turns of who watches it. Beside other work the server may get no turn while the watcher does, so both are longer
# there; and where a server is slow, as many times as long as the first one took from one thing to the next.
_TURN = 0.005
_STILL = 0.05
_LONGEST = 0.5
_BUSY = 5

_HELD_UP: ContextVar[Pause | None] = ContextVar("_HELD_UP", default=None)


class Pause:
    """One client is held up before the nth thing that it sends (a statement, a commit, a command), until it may go on.

    Args:
        number: the number of what it sends, from 1, counted from where it calls `begin`.
        clock: gives the seconds from which it is told that a client waits.
        crowding: how many times as long the other client may take as it does on an idle machine.

    Attributes:
        begun: whether the client has begun.
        held: whether it has been held up.
        about: what it was about to send then.
    """

    def __init__(
        self, number: int, clock: Callable[[], float] = time.monotonic, crowding: Callable[[], float] = crowding
    ) -> None:
        self._number = number
        self._clock = clock
        self._sent = 0
        self._let_go_at: list[int] = []
        self._go = Event()
        self._other = _Watch(clock, crowding)
        self._last = 0.0
        self.begun = False
        self.held = False
        self.about = ""

    def begin(self) -> None:
        """From here on, what this thread or task sends is counted: it is the client that is held up."""
        _HELD_UP.set(self)
        self._last = self._clock()
        self.begun = True

    @property
    def here(self) -> bool:
        """Whether this thread or task is the client that is held up."""
        return _HELD_UP.get() is self

    def sends(self, what: str, *, own: bool) -> bool:
        """Count what is about to be sent, by the client itself or by the other one; whether this is where to hold."""
        if not own:
            self._other.sent += 1
            return False
        self._sent += 1
        now = self._clock()
        self._other.pace, self._last = max(self._other.pace, now - self._last), now
        if self._sent != self._number:
            return False
        self.about = what
        return True

    def lets_go(self) -> None:
        """Note that the client may give up its locks with what it sent last."""
        self._let_go_at.append(self._sent)

    def hold(self) -> None:
        """Block this thread until the client may go on."""
        self.held = True
        self._go.wait(_SECONDS)

    @property
    def over(self) -> bool:
        """Whether the client may go on."""
        return self._go.is_set()

    def go_on(self) -> None:
        """Let the client go on."""
        self._go.set()

    @property
    def in_the_way(self) -> bool:
        """Whether the other client, not yet done, waits for what this one holds."""
        return self._other.waits()

    @property
    def next(self) -> int | None:
        """The next number that is worth a hold; None where there is none.

        Where the other client had to wait it would wait again, until this one has given up its locks.
        """
        if not self._other.waited:
            return self._number + 1
        return next((sent + 1 for sent in self._let_go_at if sent >= self._number), None)


class _Watch:
    """Sees whether a client still gets on."""

    def __init__(self, clock: Callable[[], float], crowding: Callable[[], float]) -> None:
        self._clock = clock
        self._crowding = crowding
        self.sent = 0
        self.pace = 0.0
        self.waited = False
        self._seen = -1
        self._whole: Patience | None = None

    def waits(self) -> bool:
        if self._whole is None:
            self._whole = self._patience(_LONGEST)
        if self.sent != self._seen:
            self._seen = self.sent
            self._still = self._patience(_STILL)
        still, whole = self._still.is_over(), self._whole.is_over()
        self.waited = still or whole
        return self.waited

    def _patience(self, seconds: float) -> Patience:
        return Patience(max(seconds * self._crowding(), _BUSY * self.pace), longest=_TURN, clock=self._clock)
