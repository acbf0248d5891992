"""Why a clause does not apply to a port or a store: the reason that the report gives."""

from __future__ import annotations

from dovetail.suites.cache.binding import CacheBinding
from dovetail.suites.kernel.check import Applies, stating
from dovetail.suites.kernel.source import Source
from dovetail.suites.outages.declared import failing


def offers(*words: str) -> Applies:
    """The port has each of those operations; `a|b` asks for one of several."""

    def applies(binding: CacheBinding, _source: Source) -> str | None:
        lacking = next((each for each in words if not any(map(binding.offers, each.split("|")))), None)
        return None if lacking is None else f"the port has no {lacking.replace('|', ' or ')}"

    return applies


def timed(binding: CacheBinding, source: Source) -> str | None:
    """Entries have lifetimes, and time can be let pass."""
    contract = binding.contract
    if not any(binding.takes(word, "ttl") for word in binding.operations) and contract.default_ttl is None:
        return "no operation takes a lifetime; where all entries have one, write default_ttl = 60 (seconds)"
    if contract.advance is None and contract.clock is None and not hasattr(source.store, "advance"):
        return "nothing lets time pass; write advance = lambda cache, seconds: cache.clock.advance(seconds)"
    return None


def can_fail(binding: CacheBinding, source: Source) -> str | None:
    """The cache can be down, or an entry be damaged."""
    contract = binding.contract
    if contract.down is not None or contract.damage or failing(binding, source) is None:
        return None
    return (
        "nothing makes the cache fail; write down = lambda cache: ... (a context manager), or damage = [lambda cache, "
        "key: ...]"
    )


bounded = stating("maximum", "nothing states a bound; write maximum = 3")
