"""What the code imports, or the settings name, is no test, whatever it is called."""

from __future__ import annotations

import pytest
from grimp import ImportGraph

from dovetail.architecture.tests_apart import find_tests


def graph(*modules: str) -> ImportGraph:
    """A graph of modules; `a > b` is an import."""
    made = ImportGraph()
    for name in sorted({name for entry in modules for name in entry.split(" > ")}):
        made.add_module(name)
    for entry in modules:
        importer, _, imported = entry.partition(" > ")
        if imported:
            made.add_import(importer=importer, imported=imported)
    return made


CODE = [
    ("lab", "lab.service > lab.blood_test"),
    ("lab", "lab.service > lab.blood_test", "lab.blood_test > lab.urine_test"),
    (
        "lab",
        "lab.app > lab.test.domain.order",
        "lab.test",
        "lab.test.domain",
        "lab.test.adapters",
        "lab.test.adapters.db",
    ),
    ("lab", "lab.test", "lab.test.domain", "lab.test.domain.order", "lab.test.adapters", "lab.test.adapters.db"),
]


@pytest.mark.parametrize("modules", CODE)
def test_code(modules: tuple[str, ...]) -> None:
    assert find_tests(graph(*modules)) == frozenset()


TESTS = [
    (("lab", "lab.tests", "lab.tests.helpers"), {"lab.tests", "lab.tests.helpers"}),
    (("lab", "lab.tests", "lab.service > lab.tests.helpers", "lab.tests.test_x"), {"lab.tests.test_x"}),
    (("lab", "lab.test_orders > lab.blood_test", "lab.service"), {"lab.test_orders", "lab.blood_test"}),
    (
        ("lab", "lab.test", "lab.test.domain", "lab.test.domain.test_order"),
        {"lab.test", "lab.test.domain", "lab.test.domain.test_order"},
    ),
    (
        ("lab.orders.test > lab.orders.test.mock_order", "lab.service_test > lab.orders.test", "lab.orders", "lab"),
        {"lab.orders.test", "lab.orders.test.mock_order", "lab.service_test"},
    ),
    (("lab", "lab.conftest", "lab.domain", "lab.domain.tests"), {"lab.conftest", "lab.domain.tests"}),
]


@pytest.mark.parametrize(("modules", "tests"), TESTS)
def test_tests(modules: tuple[str, ...], tests: set[str]) -> None:
    assert find_tests(graph(*modules)) == tests


def test_what_the_settings_name_is_code_but_for_the_tests_in_it() -> None:
    modules = ("lab", "lab.tests", "lab.tests.order", "lab.tests.test_order", "lab.domain", "lab.domain.test_order")

    assert find_tests(graph(*modules), ["lab.tests", "lab.domain"]) == {"lab.tests.test_order", "lab.domain.test_order"}


def test_a_package_of_others_that_is_called_test() -> None:
    made = graph("lab", "lab.service", "lab.test_service")
    made.add_module("test", is_squashed=True)
    made.add_import(importer="lab.test_service", imported="test")

    assert find_tests(made) == {"lab.test_service"}
