"""The page on caches runs as it is written."""

from __future__ import annotations

import pytest
from pages import files, holds, run

PAGE = "cache.md"


def memory() -> dict[str, str]:
    """The page's cache."""
    return {name: text for name, text in files(PAGE).items() if name in {"cache", "memory", "test_cache"}}


def test_the_cache_of_the_page_holds(pytester: pytest.Pytester) -> None:
    result = run(pytester, memory())

    holds(result, 12)


def test_a_cache_that_copies_one_way_only_is_found(pytester: pytest.Pytester) -> None:
    shown = memory()
    drifted = shown["memory"].replace("return copy.deepcopy(self.entries[key][0])", "return self.entries[key][0]")
    assert drifted != shown["memory"]

    result = run(pytester, {**shown, "memory": drifted}, "-k", "CACHE_04")

    result.stdout.fnmatch_lines(["*CACHE-04 entries are copies, or the objects themselves, as said*"])


def orders() -> dict[str, str]:
    """The page's cached adapter."""
    return {name: text for name, text in files(PAGE).items() if name in {"orders", "test_orders"}}


def test_the_cached_adapter_of_the_page_holds(pytester: pytest.Pytester) -> None:
    result = run(pytester, orders())

    assert "failed" not in result.parseoutcomes()
    result.stdout.no_fnmatch_line("*REPO-37 * not applicable*")


@pytest.mark.parametrize(
    ("right", "wrong", "clause"),
    [
        (
            "        self.orders.delete(order_id)\n        self._forget(order_id)",
            "        self.orders.delete(order_id)",
            35,
        ),
        ("            if self.writes != before:\n                return found\n", "", 37),
    ],
)
def test_what_goes_stale_is_found(pytester: pytest.Pytester, right: str, wrong: str, clause: int) -> None:
    shown = orders()
    drifted = shown["orders"].replace(right, wrong)
    assert drifted != shown["orders"]

    result = run(pytester, {**shown, "orders": drifted}, "-k", f"REPO_{clause}")

    result.stdout.fnmatch_lines([f"*REPO-{clause} *broken by*", "*stale*"])
