"""A plain context manager, entered and left where the clause runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.unit_of_work.hosts.host import is_answer


class InPlace:
    """The body of a unit that is entered with `with`, or that is begun and ended by calls."""

    def __init__(self, driver: Driver, opens: Callable[[], Any]) -> None:
        """Enter nothing yet."""
        self._driver = driver
        self._opens = opens
        self._context: Any = None

    def open(self) -> Answer:
        return self._guarded(self._entered)

    def call(self, function: Callable[..., Any], *args: Any, _awaited: bool = False, **kwargs: Any) -> Answer:
        return self._guarded(self._driver.call, function, *args, _awaited=_awaited, **kwargs)

    def close(self, error: BaseException | None = None) -> Answer:
        if error is None:
            return self._guarded(self._left, None)
        try:
            raise error  # noqa: TRY301 - it is the body that raises
        except BaseException as raised:  # noqa: BLE001 - raised for its traceback, and for the context of what follows
            return self._guarded(self._left, raised)

    def _entered(self) -> Answer:
        self._context = self._opens()
        return Returned(self._context.__enter__())

    def _left(self, error: BaseException | None) -> Answer:
        suppressed = self._context.__exit__(*(sys.exc_info() if error is not None else (None, None, None)))
        return Returned(None) if error is None or suppressed else Raised(error)

    def _guarded(self, function: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        raised = next((each for each in args if isinstance(each, BaseException)), None)
        try:
            return function(*args, **kwargs)
        except BaseException as error:
            if not is_answer(error, raised):
                raise
            return Raised(error)
