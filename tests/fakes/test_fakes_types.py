"""A fake is typed as its port, without a word more in the contract."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SNIPPET = """
from abc import ABC, abstractmethod
from typing import Protocol

from dovetail import RepositoryContract, raises


class Orders(Protocol):
    def save(self, order: str) -> None: ...
    def get(self, order_id: int) -> str: ...


class Invoices(ABC):
    @abstractmethod
    async def get(self, number: int) -> str: ...


class OrderContract(RepositoryContract):
    port = Orders
    missing = raises(KeyError)


class OrderContractOfOne(OrderContract):
    missing = raises(LookupError)


class InvoiceContract(RepositoryContract):
    port = Invoices


class TestFake(OrderContract):
    adapter = OrderContract.fake


def place(orders: Orders) -> str:
    return orders.get(1)


place(OrderContract.fake())
reveal_type(OrderContract.fake())
reveal_type(OrderContractOfOne.fake())
reveal_type(InvoiceContract.fake())
OrderContract.fake().get("one")
place(InvoiceContract.fake())
"""

# What Hypothesis and pytest are typed as is of no matter here, and takes half of the time.
CONFIG = """
[mypy]
strict = true
follow_imports = silent

[mypy-hypothesis.*,pytest.*,_pytest.*,sqlalchemy.*]
follow_imports = skip
"""


@pytest.mark.long
def test_a_type_checker_knows_the_port_of_a_fake(tmp_path: Path) -> None:
    """Of Protocols, ABCs and contracts made from contracts; what the port forbids is an error."""
    snippet = tmp_path / "snippet.py"
    snippet.write_text(SNIPPET, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", snippet.name]
    answered = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert re.findall(r'Revealed type is "snippet\.(\w+)"', answered.stdout) == ["Orders", "Orders", "Invoices"]
    errors = re.findall(r"error: .*\[([\w-]+)\]", answered.stdout)
    assert errors == ["arg-type", "arg-type"], answered.stdout + answered.stderr
