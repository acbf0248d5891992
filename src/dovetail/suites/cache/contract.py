"""`CacheContract`: what a user writes once per cache's port, and once per adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.cache import clauses
from dovetail.suites.cache.binding import CacheBinding, bind
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.calls.port_contract import StoreContract
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import mapping, option, policy, sequence, strategy


class CacheContract(StoreContract):
    """What every cache promises: what is found is what was put, for as long as it was put."""

    operations: Mapping[str, str | Callable[..., Any]] = mapping(
        "for `get set add replace delete exists clear increment decrement touch load pop get_many set_many delete_many "
        "size begin commit rollback`: the method's name, or a function `(adapter, *arguments)`",
        otherwise="read from the names of methods and parameters",
        example='{"get": "peek"}',
    )
    keys: Any = strategy(
        "a Hypothesis strategy of keys",
        otherwise="of the type that get asks for; text is `user:100` and its neighbours (`USER:100`, `user:10`)",
        example='st.from_regex("[a-z]{8}", fullmatch=True)',
        draws="keys",
    )
    values: Any = strategy(
        "a Hypothesis strategy of what is put",
        otherwise="of the type that set takes; where that says nothing (`Any`), text, numbers, lists, dictionaries, "
        "and what JSON would change: tuples, sets, dates, decimals, numbers as keys",
        example="st.builds(Product)",
        draws="values",
    )
    missing: Policy | None = policy(
        "what a key under which nothing was put is answered with",
        otherwise="`-> V | None`, or a default of None, says `returns(None)`; else recorded",
    )
    missing_delete: Policy | None = policy(
        "what deleting the absent is answered with", otherwise="`-> bool` says `returns(False)`"
    )
    missing_increment: Policy | None = policy(
        "what incrementing the absent is answered with: `returns(1)` where it begins at 0, `raises(...)`",
        otherwise="recorded",
    )
    none: str | None = option(
        text='whether a None that is put or loaded is kept: `"kept"`, or `"a miss"` where it is never stored',
        otherwise='`"kept"`, where values may be None and the port can tell it from a miss',
    )
    copies: str | None = option(
        text='whether entries are copies, `"value"`, or the objects themselves, `"reference"`',
        otherwise="recorded; half of each is never right",
    )
    advance: Any = option(
        text="a function `(adapter, seconds)` that lets time pass; nothing is ever waited for",
        otherwise="that of `clock`, or of the store (`RedisStore` has one); else CACHE-03 is not applicable",
        example="lambda cache, seconds: cache.clock.advance(seconds)",
        called_with="the adapter and the seconds that pass",
    )
    clock: Any = option(
        text="the clock that adapters were given: an object with `advance(seconds)`, `shift(seconds)` or "
        "`tick(timedelta)`",
        otherwise="see `advance`",
    )
    lifetime: Any = option(
        text="a function of seconds that gives what the port takes for such a lifetime",
        otherwise="`timedelta` or seconds as annotated, milliseconds where the name says so (`ttl_ms`, `px`)",
        example="lambda seconds: Expiry.after(seconds)",
        called_with="a number of seconds",
    )
    default_ttl: float | str | None = option(
        text='the lifetime of an entry that is put without one: seconds, or `"forever"`', otherwise="not held"
    )
    zero_ttl: str | Policy | None = option(
        text='what a lifetime of 0 does: the entry is `"gone"`, there `"forever"`, has the `"default"`, or '
        "`raises(...)`",
        otherwise="recorded",
    )
    negative_ttl: str | Policy | None = option(text="the same for a lifetime below 0", otherwise="recorded")
    none_ttl: str | Policy | None = option(
        text='the same for None, where that may be given: `"forever"`, `"default"`, or `raises(...)`',
        otherwise="recorded",
    )
    sliding: bool | None = option(text="whether a read prolongs the lifetime", otherwise="recorded where it does")
    namespaces: Any = option(
        text="a function `(adapter, name)` that gives the cache of another namespace, or tenant, over the same store",
        otherwise="a parameter called `namespace`, `tenant`, `region` ...; else there are none",
        example='lambda cache, name: RedisCache(cache.client, prefix=name + ":")',
        called_with="the adapter and a namespace's name",
    )
    maximum: int | None = option(
        text="how many entries the adapter keeps at most; give it a small bound for the test",
        otherwise="CACHE-13 is not applicable",
    )
    concurrent: bool = option(
        text="whether one adapter may be used in several threads (or tasks) at once, where it has no store that opens "
        "several",
        otherwise="the clauses on races are held where the store says that it is `concurrent`",
        default=False,
    )
    loads_once: bool | None = option(
        text="whether of those that miss one key at the same time one alone loads", otherwise="recorded"
    )
    late_load: str | None = option(
        text='what a load comes to whose key is deleted, or put, while it runs: `"dropped"`, or `"kept"` where the old '
        "value may be back for its lifetime",
        otherwise="recorded",
    )
    failure: Policy | None = policy(
        "how an operation is answered while the cache cannot be reached: `raises(...)`, or `ignores()` where a read is "
        "a miss and a write is not done",
        otherwise="any error, or a miss; what a write that was not done answers is recorded",
    )
    down: Any = option(
        text="a function of the adapter that gives a context manager, inside of which the cache cannot be reached",
        otherwise="what the store can do: `RedisStore` is cut off",
        example="lambda cache: cache.client.unplugged()",
        called_with="the adapter",
    )
    damage: Sequence[Callable[[Any, Any], Any]] = sequence(
        "functions `(adapter, key)` that overwrite what is stored for a key with what cannot be read, or with what an "
        "older version of the class had written",
        otherwise="the half of CACHE-12 that is about them says nothing",
        example='[lambda cache, key: cache.client.set(key, b"\\x80\\x04.")]',
        called_with="the adapter and a key",
    )
    unreadable: Policy | None = policy(
        "how a get of a damaged entry is answered, where that is neither a miss nor right: `raises(...)`",
        otherwise="an error is recorded",
    )
    compare: Mapping[str, Any] = mapping(
        "by path, what a comparison of values lets pass, each with its reason",
        otherwise="nothing: exact, by structure, types included",
        example='{"placed_at": same_instant("stored in UTC")}',
    )

    checks = checks_in(clauses, structure)
    words = CacheScenario

    @classmethod
    def bind(cls) -> CacheBinding:
        return bind(cls.read_port(), cls)

    @classmethod
    def shared(cls, binding: CacheBinding) -> Any:
        """Values, of which every clause draws."""
        return binding.values
