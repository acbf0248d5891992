"""`dovetail ports`: what there is, who holds it, and what has none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gate_documents import suite, suites

from dovetail.cli import main
from files import write

FILES = {
    "pyproject.toml": """
        [tool.dovetail]
        root_packages = ["post"]
        architecture = "hexagonal"
    """,
    "src/post/__init__.py": "",
    "src/post/domain/__init__.py": """
        from abc import ABC, abstractmethod
        from typing import Protocol

        class Parcels(Protocol):
            def save(self, parcel: str) -> None: ...
            def get(self, id: int) -> str | None: ...

        class Couriers(ABC):
            @abstractmethod
            def send(self, parcel: str, courier: str) -> None: ...

        class Stamps(Protocol):
            def stamp_for(self, weight: int, country: str) -> str: ...
    """,
    "src/post/adapters/__init__.py": """
        from post.domain import Couriers, Parcels

        class MemoryParcels(Parcels):
            def save(self, parcel: str) -> None: ...
            def get(self, id: int) -> str | None: ...

        class SqlParcels(Parcels):
            def save(self, parcel: str) -> None: ...
            def get(self, id: int) -> str | None: ...

        class CachedParcels(Parcels):
            def save(self, parcel: str) -> None: ...

        class VanCouriers(Couriers):
            def send(self, parcel: str, courier: str) -> None: ...

        def made_elsewhere():
            return SqlParcels()
    """,
    "contracts/parcels.py": """
        from dovetail import RepositoryContract
        from post.domain import Parcels

        class ParcelsContract(RepositoryContract):
            port = Parcels
    """,
    "tests/test_parcels.py": """
        from contracts.parcels import ParcelsContract
        from post.adapters import MemoryParcels, made_elsewhere

        class TestMemoryParcels(ParcelsContract):
            adapter = MemoryParcels

        class TestParcelsInSql(ParcelsContract):
            def adapter(self):
                return made_elsewhere()
    """,
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def ports(repository: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["ports", "--root", str(repository), *options]) == 0
    return capsys.readouterr().out


def listed(repository: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ports(repository, capsys, "--format", "json", *options))
    return {each["port"]["name"]: each for each in document["ports"]}


def run_of(repository: Path, **said: list[str]) -> str:
    """The document of a run in which CachedParcels was held, with what was called of its port."""
    path = repository / "suites.json"
    found = suites(suite("parcels", port="post.domain:Parcels", **said))
    found["suites"][0]["adapter"] = "CachedParcels"
    path.write_text(json.dumps(found), encoding="utf-8")
    return str(path)


def test_each_port_has_its_contract_its_adapters_and_their_suites(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the text of the suites, or by a factory that they call."""
    found = listed(repository, capsys)

    parcels = found["Parcels"]
    assert parcels["kind"] == "Protocol"
    assert parcels["port"] == {"name": "Parcels", "path": "src/post/domain/__init__.py", "line": 5}
    assert parcels["contract"] == {"name": "ParcelsContract", "path": "contracts/parcels.py", "line": 5}
    assert parcels["contract_kind"] == "RepositoryContract"
    assert [each["name"] for each in parcels["operations"]] == ["save", "get"]
    assert parcels["operations"][1]["signature"] == "def get(self, id: int) -> str | None:"
    held = {each["adapter"]["name"]: (each["held"], each["suites"]) for each in parcels["adapters"]}
    assert held == {
        "MemoryParcels": (True, ["tests/test_parcels.py::TestMemoryParcels"]),
        "SqlParcels": (True, []),
        "CachedParcels": (False, []),
    }


def test_what_has_none_is_said(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port without contract, one without adapter, an adapter without suite, and one that is not whole."""
    found = listed(repository, capsys)

    assert found["Couriers"]["kind"] == "ABC"
    assert found["Couriers"]["contract"] is None
    assert found["Stamps"]["adapters"] == []
    lacking = {each["adapter"]["name"]: each["missing"] for each in found["Parcels"]["adapters"]}
    assert lacking["CachedParcels"] == ["get"]
    assert lacking["MemoryParcels"] == []
    text = ports(repository, capsys)
    assert "    CachedParcels (src/post/adapters/__init__.py:12): no suite\n      lacks get\n" in text
    assert "    SqlParcels (src/post/adapters/__init__.py:8): held by a fixture or a factory of the tests\n" in text
    assert text.splitlines()[-1] == (
        "3 ports, 4 adapters; 1 port without an adapter, 2 ports without a contract, 2 adapters without a suite"
    )


def test_without_a_run_nobody_knows_what_is_called(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which is said, and counted as nothing."""
    found = listed(repository, capsys)

    assert [each["called"] for each in found["Parcels"]["operations"]] == [None, None]
    assert "note: which operations are called is not known" in ports(repository, capsys)


def test_a_run_says_which_operations_no_clause_calls(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And which adapters it held, whoever opened them."""
    run = run_of(repository, called=["save"], uncalled=["get"])

    found = listed(repository, capsys, "--suites", run)

    assert {each["name"]: each["called"] for each in found["Parcels"]["operations"]} == {"save": True, "get": False}
    assert [each["called"] for each in found["Couriers"]["operations"]] == [None]
    cached = next(each for each in found["Parcels"]["adapters"] if each["adapter"]["name"] == "CachedParcels")
    assert cached["suites"] == ["tests/test_parcels.py::TestParcels"]
    assert cached["held"]
    text = ports(repository, capsys, "--suites", run)
    assert "    called by no clause: get\n" in text
    assert "1 operation called by no clause" in text.splitlines()[-1]


def test_a_suite_that_did_not_run_whole_says_nothing_of_what_it_did_not_call(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`uncalled` is empty then; and the note names the port."""
    run = run_of(repository, called=["save"], uncalled=[])

    found = listed(repository, capsys, "--suites", run)

    assert {each["name"]: each["called"] for each in found["Parcels"]["operations"]} == {"save": True, "get": None}
    assert "note: which operations of Parcels are called is not known" in ports(repository, capsys, "--suites", run)


def test_the_last_run_of_the_gate_is_read(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `dovetail check` leaves it beside the lint's cache."""
    (repository / ".dovetail_cache").mkdir()
    run = json.loads(Path(run_of(repository, called=[], uncalled=["save", "get"])).read_text(encoding="utf-8"))
    kept = json.dumps({**run, "lint": {}, "losses": [], "notes": []})
    from dovetail.architecture.cache.files import keep, open_folder

    assert open_folder(str(repository / ".dovetail_cache")) is not None
    keep(str(repository / ".dovetail_cache" / "last-check"), kept.encode())

    assert [each["called"] for each in listed(repository, capsys)["Parcels"]["operations"]] == [False, False]


def test_markdown_has_a_table_of_adapters_and_one_of_operations(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What has none is in bold; a name is shown as it is."""
    text = ports(repository, capsys, "--format", "markdown", "--suites", run_of(repository, uncalled=["get"]))

    assert "| Stamps | **none** | **none** |  |" in text
    assert "| Couriers | **none** | VanCouriers | **no suite** |" in text
    assert "| Parcels | ParcelsContract | MemoryParcels | held by tests/test\\_parcels.py::TestMemoryParcels |" in text
    assert "| Parcels | get | **called by no clause** |" in text
    assert "| Stamps | stamp\\_for | not known |" in text


def test_a_repository_without_layers_has_no_ports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, with the line to write."""
    (tmp_path / "pyproject.toml").write_text('[tool.dovetail]\narchitecture = "none"\n', encoding="utf-8")

    assert main(["ports", "--root", str(tmp_path)]) == 2
    assert 'architecture = "hexagonal"' in capsys.readouterr().err


@pytest.mark.parametrize("content", ["no json", "[]", '{"suites": 3}'])
def test_a_document_that_is_none_is_refused(repository: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    """With the command that writes one."""
    path = repository / "suites.json"
    path.write_text(content, encoding="utf-8")

    assert main(["ports", "--root", str(repository), "--suites", str(path)]) == 2
    assert "pytest --dovetail-json=PATH" in capsys.readouterr().err


def test_a_class_without_a_port_is_listed_where_a_contract_holds_it_to_its_own_operations(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its contract names it, and is no suite by that."""
    contract = """
        from dovetail import RepositoryContract
        from post.adapters.depots import Depots

        class DepotsContract(RepositoryContract):
            port = Depots
    """
    write(repository, {
        "src/post/adapters/depots.py": "class Depots:\n    def save(self, depot: str) -> None: ...\n",
        "contracts/depots.py": contract,
    })  # fmt: skip
    (depots,) = listed(repository, capsys)["Depots"]["adapters"]
    assert (depots["held"], depots["suites"]) == (False, [])

    suite = "from contracts.depots import DepotsContract\n\nclass TestDepots(DepotsContract): ...\n"
    (repository / "tests/test_depots.py").write_text(suite, encoding="utf-8")

    entry = listed(repository, capsys)["Depots"]
    assert (entry["kind"], entry["contract"]["name"]) == ("class", "DepotsContract")
    assert [each["name"] for each in entry["operations"]] == ["save"]
    assert entry["adapters"][0]["suites"] == ["tests/test_depots.py::TestDepots"]
