"""What a gateway's scenarios are opened from: the callable that makes an adapter for a provider's URL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Binding
from dovetail.suites.gateway.handing_over import Factory
from dovetail.suites.kernel.source import Source, name_of


class GatewaySource(Source):
    """The adapters of a suite, one for each provider that dovetail runs.

    Attributes:
        factory: makes an adapter for a URL.
        secrets: the credentials that requests have carried so far, which no report may tell.
        in_vain: by clause, how many examples were drawn that said nothing about it, and none that did.
        suspect: the label of the trial that broke a clause last, which is tried first in the next example.
        apart: whether each adapter asks its own provider; None until that was tried.
    """

    address: tuple[str, ...] = ("URL",)
    """What the callable is given, for a message."""

    called: tuple[str, ...] = ("PROVIDER",)
    """What that is called in a finding."""

    opens: type[Bench] = Bench

    def __init__(self, binding: Binding, given: Any, suite: str) -> None:
        """Read the callable.

        Raises:
            ContractError: it is none, or takes no address.
        """
        names = ", ".join(each.lower() for each in self.address)
        if given is None:
            raise ContractError(
                f"{suite} has no adapter", f"write it in the class: adapter = lambda {names}: MyAdapter({names}, ...)"
            )
        if not callable(given):
            name = type(given).__name__
            raise ContractError(
                f"the adapter of {suite} is one {name} object, and each provider needs one of its own",
                f"give a callable of the {' and '.join(self.address)}: adapter = lambda {names}: {name}({names})",
            )
        self.name = name_of(given, suite)
        self.factory = Factory(given, suite, awaited=binding.awaited, address=self.address)
        self.in_vain: Counter[str] = Counter()
        self.suspect = ""
        self.apart: bool | None = None
        self.secrets: set[str] = set()
        self._binding = binding

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """An adapter in front of a provider which is asked for nothing."""
        with self.opens(self._binding, self.factory) as bench:
            yield bench.adapter

    def clear(self) -> None:
        """Nothing: each provider begins anew."""
