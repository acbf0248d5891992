"""Where a suite's adapters come from."""

from __future__ import annotations

from types import ModuleType

from dovetail.suites.kernel.source import source_of


def test_a_module_is_emptied_of_what_an_earlier_clause_left_in_it() -> None:
    """What its collections held when it was first asked about is what they hold when they are empty."""
    module = ModuleType("orders")
    vars(module)["rows"] = rows = {"kept": 1}
    source_of(module, None, "TestOrders")
    rows["left over"] = 2

    source_of(module, None, "TestOrders").clear()

    assert rows == {"kept": 1}
