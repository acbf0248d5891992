"""Which kind of contract `dovetail init` writes for a port, and for which it writes none."""

from __future__ import annotations

from pathlib import Path

import pytest
from post_office import DOMAIN, MEMORY, POST, init

from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")


def test_ports_of_no_known_kind_get_no_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are named, with where to read on."""
    clock = "    from typing import Protocol\n\n    class Clock(Protocol):\n        def now(self) -> int: ...\n"
    said = init(write(tmp_path, {**POST, "src/post/domain/clock.py": clock}), capsys)

    assert "no contract Clock: no kind of contract is for such operations" in said
    assert not (tmp_path / "contracts/clock.py").exists()


def test_many_ports_of_no_known_kind_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clocks = "".join(f"class Clock{number:02}(Protocol):\n    def now(self) -> int: ...\n" for number in range(20))
    files = {**POST, "src/post/domain/clock.py": f"from typing import Protocol\n{clocks}"}

    said = init(write(tmp_path, files), capsys)

    assert "Clock06, Clock07 and 12 more (dovetail ports lists them): no kind of contract is for such" in said
    assert "Clock08" not in said


def test_a_method_that_says_what_it_writes_is_stated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`create_one` is an add by another name, which the contract has to say."""
    files = {
        "post/__init__.py": "",
        "post/domain.py": DOMAIN.replace("def save", "def create_one"),
        "post/adapters.py": MEMORY.format(root="post").replace("def save", "def create_one"),
    }
    init(write(tmp_path, files), capsys)

    text = (tmp_path / "contracts/parcels.py").read_text(encoding="utf-8")
    assert '    operations = {"add": "create_one"}\n' in text


def test_a_unit_of_work_gets_its_own_kind_and_knows_the_repositories(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its contract imports theirs; nobody commits for it; and it is not called as dovetail's own."""
    ports = """
        from typing import Protocol
        class UnitOfWork(Protocol):
            def commit(self) -> None: ...
            def rollback(self) -> None: ...
    """
    unit = """
        from sqlalchemy.orm import Session
        from post.adapters.sql import ParcelRow
        from post.domain.units import UnitOfWork

        class SqlUnitOfWork(UnitOfWork):
            def __init__(self, session: Session) -> None:
                self.session = session
            def commit(self) -> None: ...
            def rollback(self) -> None: ...
    """
    files = {**POST, "src/post/domain/units.py": ports, "src/post/adapters/unit.py": unit}

    said = init(write(tmp_path, files), capsys)

    assert "1 line is left to fill in:" in said
    assert "the attributes that hold a repository" in said
    contract = (tmp_path / "contracts/unit_of_work.py").read_text(encoding="utf-8")
    assert "import contracts.parcels  # noqa: F401" in contract
    assert "class OurUnitOfWorkContract(UnitOfWorkContract):\n    port = UnitOfWork\n" in contract
    assert "commit=True" not in (tmp_path / "tests/suites/test_sql_unit_of_work.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("library", "lines"), [("httpx", 3), ("json", 0)])
def test_a_gateway_is_one_where_its_adapter_speaks_http(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], library: str, lines: int
) -> None:
    """What the provider is asked and answers, only a person knows; one that speaks to nobody is none."""
    port = """
        from typing import Protocol
        class PaymentGateway(Protocol):
            def charge(self, order: str, amount: int) -> str: ...
    """
    adapter = f"""
        import {library}
        from post.domain.payments import PaymentGateway
        class FarPaymentGateway(PaymentGateway):
            def __init__(self, url: str) -> None: ...
            def charge(self, order: str, amount: int) -> str: ...
    """
    files = {**POST, "src/post/domain/payments.py": port, "src/post/adapters/payments.py": adapter}

    said = init(write(tmp_path, files), capsys)

    assert said.count("fill in: ") == lines
    assert (tmp_path / "contracts/payment_gateway.py").exists() == bool(lines)
    assert ("no contract PaymentGateway: no adapter of theirs imports an HTTP client" in said) == (not lines)


def test_a_cache_gets_its_own_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is no repository of strings."""
    files = {
        **POST,
        "src/post/domain/cache.py": """
            from typing import Protocol

            class ParcelCache(Protocol):
                def get(self, key: str) -> str | None: ...
                def set(self, key: str, value: str) -> None: ...
        """,
        "src/post/adapters/cache.py": """
            from post.domain.cache import ParcelCache

            class DictCache(ParcelCache):
                def __init__(self) -> None:
                    self.kept: dict[str, str] = {}

                def get(self, key: str) -> str | None:
                    return self.kept.get(key)

                def set(self, key: str, value: str) -> None:
                    self.kept[key] = value
        """,
    }

    assert "ParcelCache, a Protocol of the core: CacheContract" in init(write(tmp_path, files), capsys)


def test_a_unit_is_given_its_repositories_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Over one session; the attributes are those in which its constructor keeps them."""
    files = {
        **POST,
        "src/post/domain/unit.py": """
            from typing import Protocol

            class Unit(Protocol):
                def commit(self) -> None: ...
                def rollback(self) -> None: ...
        """,
        "src/post/adapters/unit.py": """
            from sqlalchemy.orm import Session
            from post.domain import Parcels
            from post.domain.unit import Unit

            class SqlUnit(Unit):
                def __init__(self, session: Session, kept: Parcels) -> None:
                    self.session = session
                    self.parcels: Parcels = kept

                def commit(self) -> None: ...
                def rollback(self) -> None: ...
        """,
    }
    del files["src/post/adapters/memory.py"]

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_sql_unit.py").read_text("utf-8")
    assert '    repositories = {"parcels": ParcelsContract}\n' in suite
    assert "lambda session: SqlUnit(session=session, kept=SqlParcels(session=session, mapper=ParcelMapper()))" in suite


@pytest.mark.parametrize("says", ["parcels: Parcels", "@property\n            def parcels(self) -> Parcels: ..."])
def test_a_unit_whose_annotations_name_its_repositories_needs_no_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], says: str
) -> None:
    port = f"""
        from typing import Protocol
        from post.domain import Parcels

        class Unit(Protocol):
            {says}
            def commit(self) -> None: ...
            def rollback(self) -> None: ...
    """
    adapter = """
        from post.adapters.memory import MemoryParcels
        from post.domain.unit import Unit

        class MemoryUnit(Unit):
            def __init__(self) -> None:
                self.kept = MemoryParcels()
            def commit(self) -> None: ...
            def rollback(self) -> None: ...
    """
    files = {**POST, "src/post/domain/unit.py": port, "src/post/adapters/unit.py": adapter}

    assert "left to fill in" not in init(write(tmp_path, files), capsys)


def test_what_the_core_itself_implements_is_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A service with a save and a get is called from outside."""
    service = """
        from typing import Protocol
        from post.domain import Parcel

        class ParcelService(Protocol):
            def save(self, parcel: Parcel) -> None: ...
            def get(self, parcel_id: str) -> Parcel | None: ...

        class Counter(ParcelService):
            def save(self, parcel: Parcel) -> None: ...
            def get(self, parcel_id: str) -> Parcel | None: ...
    """
    said = init(write(tmp_path, {**POST, "src/post/domain/service.py": service}), capsys)

    assert "no contract ParcelService: the core itself implements it" in said
