"""The page on caches runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "cache.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]


def files() -> dict[str, str]:
    """The files that the page shows, by the name in their first line."""
    blocks = re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return dict(blocks)


def test_the_cache_of_the_page_holds(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(**{name: text for name, text in files().items() if name in {"cache", "memory", "test_cache"}})

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=12, skipped=5)


def test_a_cache_that_copies_one_way_only_is_found(pytester: pytest.Pytester) -> None:
    shown = files()
    drifted = shown["memory"].replace("return copy.deepcopy(self.entries[key][0])", "return self.entries[key][0]")
    assert drifted != shown["memory"]
    pytester.makepyfile(cache=shown["cache"], memory=drifted, test_cache=shown["test_cache"])

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider", "-k", "CACHE_04")

    result.stdout.fnmatch_lines(["*CACHE-04 entries are copies, or the objects themselves, as said*"])


def orders() -> dict[str, str]:
    """The page's cached adapter."""
    return {name: text for name, text in files().items() if name in {"orders", "test_orders"}}


def test_the_cached_adapter_of_the_page_holds(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(**orders())

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")

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
    pytester.makepyfile(orders=drifted, test_orders=shown["test_orders"])

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider", "-k", f"REPO_{clause}")

    result.stdout.fnmatch_lines([f"*REPO-{clause} *broken by*", "*stale*"])
