"""`dovetail init`: what it finds in repositories of many shapes, what it writes, and that what it writes runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
from files import write

from apart import hypothesis_caches
from dovetail.catalogue import all_clauses
from dovetail.cli import main
from dovetail.starting.hooks import with_hook
from dovetail.starting.survey import Survey, survey

pytestmark = pytest.mark.usefixtures("few_plugins")

DOMAIN = """
    from dataclasses import dataclass
    from typing import Protocol

    @dataclass
    class Parcel:
        id: str
        weight: int

    class Parcels(Protocol):
        def save(self, parcel: Parcel) -> None: ...
        def get(self, parcel_id: str) -> Parcel | None: ...
        def delete(self, parcel_id: str) -> None: ...
"""
MEMORY = """
    from copy import deepcopy
    from {root}.domain import Parcel, Parcels

    class MemoryParcels(Parcels):
        def __init__(self) -> None:
            self.kept: dict[str, Parcel] = {{}}

        def save(self, parcel: Parcel) -> None:
            self.kept[parcel.id] = deepcopy(parcel)

        def get(self, parcel_id: str) -> Parcel | None:
            return deepcopy(self.kept.get(parcel_id))

        def delete(self, parcel_id: str) -> None:
            self.kept.pop(parcel_id, None)
"""
SQL = """
    from sqlalchemy import String
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
    from {root}.domain import Parcel, Parcels

    class Base(DeclarativeBase): ...

    class ParcelRow(Base):
        __tablename__ = "parcels"
        id: Mapped[str] = mapped_column(String, primary_key=True)
        weight: Mapped[int]

    class ParcelMapper:
        def to_row(self, parcel: Parcel) -> ParcelRow:
            return ParcelRow(id=parcel.id, weight=parcel.weight)

        def to_parcel(self, row: ParcelRow) -> Parcel:
            return Parcel(row.id, row.weight)

    class SqlParcels(Parcels):
        def __init__(self, session: Session, mapper: ParcelMapper) -> None:
            self.session = session
            self.mapper = mapper

        def save(self, parcel: Parcel) -> None:
            self.session.merge(self.mapper.to_row(parcel))

        def get(self, parcel_id: str) -> Parcel | None:
            row = self.session.get(ParcelRow, parcel_id)
            return self.mapper.to_parcel(row) if row else None

        def delete(self, parcel_id: str) -> None:
            row = self.session.get(ParcelRow, parcel_id)
            if row:
                self.session.delete(row)
"""
POST = {
    "src/post/__init__.py": "",
    "src/post/domain/__init__.py": DOMAIN,
    "src/post/adapters/__init__.py": "",
    "src/post/adapters/memory.py": MEMORY.format(root="post"),
    "src/post/adapters/sql.py": SQL.format(root="post"),
}


def init(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["init", "--root", str(root), *options]) == 0
    return capsys.readouterr().out


def found(root: Path, files: dict[str, str]) -> Survey:
    return survey(write(root, files))


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_it_writes_runs_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Suites of an adapter in memory, of one in SQL that a mapper is given to, and of the mapper; then the lint."""
    said = init(write(tmp_path, POST), capsys)

    assert "left to fill in" not in said
    settings = "from hypothesis import settings\nsettings.register_profile('few', max_examples=3, deadline=None)\n"
    (tmp_path / "conftest.py").write_text(settings + "settings.load_profile('few')\n", encoding="utf-8")
    hypothesis_caches(tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "--dovetail-json=run.json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    suites = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["suites"]
    names = {each["suite"].rpartition("::")[2] for each in suites}
    assert names == {"TestMemoryParcels", "TestParcelMapper", "TestSqlParcels"}, ran.stdout
    for each in suites:
        outcomes = {clause["outcome"] for clause in each["clauses"]}
        assert "held" in outcomes
        assert "broken" not in outcomes, ran.stdout
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_it_says_what_it_found_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Packages, layers, ports, adapters and mappers."""
    said = init(write(tmp_path, POST), capsys, "--dry-run")

    assert "packages    post: packages in src/\n" in said
    assert "layers      hexagonal, by the conventional names of its modules\n" in said
    port = "port        post.domain.Parcels, a Protocol of the core: RepositoryContract, since it has save and get\n"
    assert port in said
    assert "  adapter   post.adapters.memory.MemoryParcels: in memory, since its constructor needs no store\n" in said
    assert "post.adapters.sql.SqlParcels: sql, since its constructor takes session: Session; it commits nothing" in said
    assert "mapper      post.adapters.sql.ParcelMapper: to_row and to_parcel, between Parcel and ParcelRow\n" in said


def test_a_dry_run_shows_the_texts_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be new, line by line."""
    before = contents(write(tmp_path, POST))

    said = init(tmp_path, capsys, "--dry-run")

    assert contents(tmp_path) == before
    assert "    | class ParcelsContract(RepositoryContract):\n    |     port = Parcels\n" in said
    assert "nothing was written" in said


def test_nothing_is_ever_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that are there stay as they are; a second run changes nothing at all."""
    kept = {"contracts/parcels.py": "# mine\n", ".github/workflows/dovetail.yml": "# mine\n"}
    write(tmp_path, {**POST, **kept})

    said = init(tmp_path, capsys)

    assert "kept         contracts/parcels.py: it is there already\n" in said
    for name, text in kept.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
    after = contents(tmp_path)
    init(tmp_path, capsys)
    assert {name: text for name, text in contents(tmp_path).items() if "cache" not in name} == after


def test_pyproject_keeps_its_comments_and_its_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table comes at the end, in the file's own line endings, and all before it stays to the byte."""
    before = b'# first\r\n[project]\r\nversion = "1"   # why\r\nname = "post"\r\n[tool.ruff]\r\nline-length = 90'
    write(tmp_path, POST)
    (tmp_path / "pyproject.toml").write_bytes(before)

    init(tmp_path, capsys)

    after = (tmp_path / "pyproject.toml").read_bytes()
    assert after.startswith(before + b"\r\n\r\n[tool.dovetail]\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert tomllib.loads(after.decode())["tool"]["dovetail"] == {"root_packages": ["post"], "architecture": "hexagonal"}


def test_a_pyproject_that_takes_no_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the lines to write by hand; and nothing is written."""
    write(tmp_path, {**POST, "pyproject.toml": "tool = {ruff = {line-length = 90}}\n"})
    before = contents(tmp_path)

    assert main(["init", "--root", str(tmp_path)]) == 2
    assert 'architecture = "hexagonal"' in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_settings_that_are_there_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Their layers, too; nothing is added to the file."""
    settings = """
        [tool.dovetail]
        root_packages = ["post"]
        [tool.dovetail.layers]
        domain = ["post.kernel"]
        adapters = ["post.sql"]
    """
    files = {
        "pyproject.toml": settings,
        "post/__init__.py": "",
        "post/kernel.py": DOMAIN,
        "post/sql.py": MEMORY.format(root="post").replace("post.domain", "post.kernel"),
    }

    said = init(write(tmp_path, files), capsys)

    assert "layers      hexagonal, [tool.dovetail] draws them\n" in said
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == dedent(settings)
    assert (tmp_path / "contracts/parcels.py").is_file()


def test_an_import_linter_configuration_is_kept_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its root packages need not be stated again, and its contracts are judged by what is written."""
    linter = "[importlinter]\nroot_package = post\n[importlinter:contract:one]\nname = one\ntype = forbidden\n"
    linter += "source_modules = post.domain\nforbidden_modules = post.adapters\n"
    write(tmp_path, POST)
    (tmp_path / ".importlinter").write_text(linter, encoding="utf-8")

    said = init(tmp_path, capsys)

    assert "contracts   1 of import-linter's in .importlinter: kept, and judged by dovetail lint\n" in said
    assert (tmp_path / ".importlinter").read_text(encoding="utf-8") == linter
    assert tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["dovetail"] == {
        "architecture": "hexagonal"
    }
    assert main(["lint", "--root", str(tmp_path), "--no-cache", "--format", "json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)["contracts"]][-1] == "one"


def test_folders_without_init_are_found_by_the_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`src` itself is the package where the code says `from src.domain ...`."""
    elsewhere = [each for each in sys.path if not Path(each, "src").is_dir()]
    monkeypatch.setattr(sys, "path", elsewhere)  # else the `src` of a folder that pytest was started in is part of it
    here = found(tmp_path, {
        "src/domain/parcels.py": DOMAIN,
        "src/infra/memory.py": MEMORY.format(root="src").replace("src.domain", "src.domain.parcels"),
    })  # fmt: skip

    assert here.packages.names == ("src",)
    assert here.layering.layers is not None
    assert here.layering.layers.modules["adapters"] == ("src.infra",)
    assert [adapter.name for port in here.ports for adapter in port.adapters] == ["MemoryParcels"]


def test_a_flat_package_is_drawn_by_its_imports(tmp_path: Path) -> None:
    """Nobody's name says a layer: the driver, the framework and the rest do."""
    here = found(tmp_path, {
        "post/__init__.py": "",
        "post/things.py": DOMAIN,
        "post/keeping.py": SQL.format(root="post").replace("post.domain", "post.things"),
        "post/sending.py": "from post.things import Parcel\n\ndef send(parcel: Parcel) -> None: ...\n",
        "post/page.py": "from fastapi import FastAPI\nfrom post.sending import send\n",
    })  # fmt: skip

    assert here.layering.stated == {
        "domain": ("post.things",),
        "adapters": ("post.keeping",),
        "application": ("post.sending",),
        "entrypoints": ("post.page",),
    }
    assert "by what its modules import" in here.layering.why


def test_many_contexts_are_drawn_by_a_pattern(tmp_path: Path) -> None:
    """One line of settings for a layer, not one a context."""
    names = ("sales", "stock", "people")
    files = {"post/__init__.py": ""}
    for name in names:
        files |= {f"post/{name}/__init__.py": "", f"post/{name}/domain.py": "", f"post/{name}/infraestructure.py": ""}
    here = found(tmp_path, files)

    assert here.layering.stated == {"domain": ("post.*.domain",), "adapters": ("post.*.infraestructure",)}


def test_where_no_layer_is_found_the_lint_fails_with_what_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The settings name a module that says it."""
    said = init(write(tmp_path, {"post/__init__.py": "", "post/one.py": "", "post/two.py": ""}), capsys)

    assert "1 line is left to fill in:" not in said.partition("pyproject.toml")[0]
    assert "pyproject.toml:6: domain = [" in said
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 2
    assert "fill in: the modules of the domain" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("constructor", "store", "words"),
    [
        ("def __init__(self, ledger: Ledger) -> None: ...", "adapter", "it is built from ledger: Ledger"),
        ("def __init__(self, client: MongoClient) -> None: ...", "adapter", "on which that may be dropped"),
        ("def __init__(self, client: redis.Redis) -> None: ...", "store", "the client of a scratch Redis"),
        (
            "def __init__(self) -> None: self.client = redis.Redis()",
            "adapter",
            "by itself, so let it reach a scratch one",
        ),
        ("def __init__(self, *parts: object) -> None: ...", "adapter", "its constructor takes any arguments"),
    ],
)
def test_what_only_a_person_knows_fails_with_what_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], constructor: str, store: str, words: str
) -> None:
    """One suite, that names the adapter so that it counts as held, and one line to fill in."""
    adapter = MEMORY.format(root="post").replace("def __init__(self) -> None:", constructor).replace("Memory", "Far")
    adapter = adapter.replace("            self.kept: dict[str, Parcel] = {}\n", "")
    adapter = "    import redis\n    from pymongo import MongoClient\n" + adapter.lstrip("\n")
    files = {**POST, "src/post/adapters/far.py": adapter}
    del files["src/post/adapters/sql.py"]

    said = init(write(tmp_path, files), capsys)

    assert "1 line is left to fill in:\n" in said
    text = (tmp_path / "tests/suites/test_far_parcels.py").read_text(encoding="utf-8")
    assert f'    def {store}():\n        raise NotImplementedError("fill in: ' in text
    assert words in text
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_tables_of_a_servers_own_types_get_no_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line to fill in, for all suites."""
    sql = POST["src/post/adapters/sql.py"].replace(
        "sqlalchemy import String", "sqlalchemy.dialects.postgresql import UUID"
    )
    write(tmp_path, {**POST, "src/post/adapters/sql.py": sql.replace("String,", "UUID,")})

    said = init(tmp_path, capsys)

    assert "1 line is left to fill in:\n  tests/suites/conftest.py:" in said
    assert "a scratch database in PostgreSQL" in said


def test_ports_of_no_known_kind_get_no_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are named, with where to read on."""
    clock = "    from typing import Protocol\n\n    class Clock(Protocol):\n        def now(self) -> int: ...\n"
    said = init(write(tmp_path, {**POST, "src/post/domain/clock.py": clock}), capsys)

    assert "no contract Clock: no kind of contract is for such operations" in said
    assert not (tmp_path / "contracts/clock.py").exists()


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


def test_ports_of_one_name_get_modules_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Named by the context that tells them apart."""
    files = {"shop/__init__.py": ""}
    for name in ("sales", "stock"):
        files |= {
            f"shop/{name}/__init__.py": "",
            f"shop/{name}/domain.py": DOMAIN,
            f"shop/{name}/adapters.py": MEMORY.format(root=f"shop.{name}"),
        }
    init(write(tmp_path, files), capsys)

    assert {path.name for path in (tmp_path / "contracts").glob("*_parcels.py")} == {
        "sales_parcels.py",
        "stock_parcels.py",
    }
    assert "class SalesParcelsContract" in (tmp_path / "contracts/sales_parcels.py").read_text(encoding="utf-8")
    assert (tmp_path / "tests/suites/test_stock_memory_parcels.py").is_file()


def test_todays_findings_go_into_a_baseline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So that the gate holds from the first day on."""
    files = {**POST, "src/post/domain/rules.py": "import sqlalchemy\nfrom post.adapters import memory\n"}

    said = init(write(tmp_path, files), capsys)

    assert "dovetail-baseline.json: today's " in said
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_a_contract_that_is_there_is_not_written_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor the suite of an adapter that some suite names; what else there is gets its own."""
    suite = """
        from dovetail import RepositoryContract
        from post.domain import Parcels
        class Promise(RepositoryContract):
            port = Parcels
    """
    said = init(write(tmp_path, {**POST, "tests/test_parcels.py": suite}), capsys)

    assert "note: Parcels has its contract already: Promise\n" in said
    assert not (tmp_path / "contracts/parcels.py").exists()


@pytest.mark.parametrize(
    ("before", "end"),
    [
        ("repos:\n- repo: a\n  hooks: []\n", "\n- repo: local\n  hooks:\n    - id: dovetail-lint\n"),
        ("repos:\n  - repo: a\n    hooks: []", "\n  - repo: local\n    hooks:\n      - id: dovetail-lint\n"),
        ("repos:  # all\n  - repo: a\n\n# last\nci:\n  skip: []\n", "\n  - repo: local\n    hooks:\n"),
    ],
)
def test_the_hook_is_added_to_the_list_of_repositories(before: str, end: str) -> None:
    """In its own indentation, before what comes after the list, and all else stays."""
    grown = with_hook(before)

    assert grown is not None
    after, added = grown
    assert end in after
    assert after.replace(added, "").rstrip("\n") == before.rstrip("\n")
    assert after.rstrip().endswith(("pass_filenames: false", "skip: []"))


@pytest.mark.parametrize("before", ["repos: [{repo: a, hooks: []}]\n", "ci: {}\n", "repos:\n"])
def test_a_list_in_another_form_is_left_to_a_person(before: str) -> None:
    """Nothing is guessed."""
    assert with_hook(before) is None


def test_a_repository_without_code_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and nothing is written."""
    assert main(["init", "--root", str(tmp_path)]) == 2
    assert "no package was found" in capsys.readouterr().err
    assert contents(tmp_path) == {}


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
    init(write(tmp_path, {**POST, "src/post/domain/units.py": ports, "src/post/adapters/unit.py": unit}), capsys)

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


def test_agents_are_told_every_clause_and_what_must_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a file of its own, and in a section at the end of AGENTS.md, which keeps what it said; once."""
    write(tmp_path, {**POST, "AGENTS.md": "# Ours\n"})

    said = init(tmp_path, capsys, "--agents")

    skill = (tmp_path / ".agents/skills/dovetail/SKILL.md").read_text(encoding="utf-8")
    assert skill.startswith("---\nname: dovetail\ndescription: ")
    assert [each for each in all_clauses().values() if f"- {each.id} {each.title}" not in skill] == []
    agents = (tmp_path / "AGENTS.md").read_text(encoding="utf-8")
    assert agents.startswith("# Ours\n\n## The gate: dovetail\n")
    assert "left to fill in" not in said
    init(tmp_path, capsys, "--agents")
    assert (tmp_path / "AGENTS.md").read_text(encoding="utf-8") == agents


def test_the_commands_that_agents_are_told_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with the options that are named."""
    from dovetail.starting.agents import section, skill

    commands = set(re.findall(r"`dovetail ([^`]+)`", skill() + section()))

    assert len(commands) > 5
    for command in commands:
        name, *options = command.replace(" ID", " REPO-07").split()
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert [each for each in options if each.startswith("--") and each not in shown] == []


def test_without_being_asked_nothing_is_written_for_agents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A team may not want it."""
    init(write(tmp_path, POST), capsys)

    assert not (tmp_path / "AGENTS.md").exists()
    assert not (tmp_path / ".agents").exists()


NOTES_IN_MONGO = """
    {imports}
    from post.domain import Parcel, Parcels

    class MongoParcels(Parcels):
        def __init__(self, {parameter}) -> None:
            self.kept = {kept}

        def save(self, parcel: Parcel) -> None:
            self.kept.replace_one({{"_id": parcel.id}}, {{"_id": parcel.id, "weight": parcel.weight}}, upsert=True)

        def get(self, parcel_id: str) -> Parcel | None:
            found = self.kept.find_one({{"_id": parcel_id}})
            return Parcel(found["_id"], found["weight"]) if found else None

        def delete(self, parcel_id: str) -> None:
            self.kept.delete_one({{"_id": parcel_id}})
"""
# No server is to be had here: what the suite imports as MongoDB's driver is a double of it, and all else is as written.
DRIVER = """
    from mongomock import MongoClient as Double
    from mongomock.store import ServerStore

    SERVER = ServerStore()

    def MongoClient(url, **options):
        return Double(_store=SERVER)
"""


def run_suite(root: Path, path: str) -> subprocess.CompletedProcess[str]:
    hypothesis_caches(root)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:django"]
    return subprocess.run([*command, "-k", "REPO", path], cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("parameter", "kept"),
    [
        ("database: Database", 'database["parcels"]'),
        ("collection: Collection, page: int = 3", "collection"),
        ("connector: Connector, collection_name: str", "connector.connect()[collection_name]"),
    ],
)
def test_a_store_in_mongodb_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], parameter: str, kept: str
) -> None:
    """With what the adapter takes of it: a database, a collection, or an object that reaches it."""
    imports = "from pymongo import MongoClient\n    from pymongo.collection import Collection\n"
    imports += "    from pymongo.database import Database\n    from post.adapters.connector import Connector"
    connector = """
        from pymongo import MongoClient

        class Connector:
            def __init__(self, url: str, db_name: str) -> None:
                self.url, self.db_name = url, db_name

            def connect(self):
                return MongoClient(self.url)[self.db_name]
    """
    files = {
        **POST,
        "src/post/adapters/far.py": NOTES_IN_MONGO.format(imports=imports, parameter=parameter, kept=kept),
        "src/post/adapters/connector.py": connector,
        "pymongo/__init__.py": DRIVER,
        "pymongo/collection.py": "from mongomock.collection import Collection",
        "pymongo/database.py": "from mongomock.database import Database",
        "conftest.py": FEW,
    }
    del files["src/post/adapters/sql.py"]

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    ran = run_suite(tmp_path, "tests/suites/test_mongo_parcels.py")
    assert ran.returncode == 0, ran.stdout


FEW = """
    from hypothesis import settings
    settings.register_profile("few", max_examples=5, derandomize=True, database=None)
    settings.load_profile("few")
"""
DJANGO = {
    "manage.py": """
        import os
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "post.settings")
    """,
    "post/__init__.py": "",
    "post/settings.py": """
        SECRET_KEY = "no secret"
        INSTALLED_APPS = ["post.adapters"]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "post.db"}}
    """,
    "post/domain/__init__.py": DOMAIN,
    "post/adapters/__init__.py": "",
    "post/adapters/models.py": """
        from django.db import models

        class ParcelRow(models.Model):
            id = models.TextField(primary_key=True)
            weight = models.BigIntegerField()
    """,
    "post/adapters/orm.py": """
        from post.adapters.models import ParcelRow
        from post.domain import Parcel, Parcels

        class DjangoParcels(Parcels):
            def save(self, parcel: Parcel) -> None:
                ParcelRow.objects.update_or_create(id=parcel.id, defaults={"weight": parcel.weight})

            def get(self, parcel_id: str) -> Parcel | None:
                row = ParcelRow.objects.filter(id=parcel_id).first()
                return Parcel(row.id, row.weight) if row else None

            def delete(self, parcel_id: str) -> None:
                ParcelRow.objects.filter(id=parcel_id).delete()
    """,
    "conftest.py": FEW,
}


def test_a_store_in_django_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Django is set up by the suites themselves, with the settings that manage.py names."""
    said = init(write(tmp_path, DJANGO), capsys)

    assert "left to fill in" not in said
    assert '"DJANGO_SETTINGS_MODULE", "post.settings"' in (tmp_path / "tests/suites/conftest.py").read_text("utf-8")
    ran = run_suite(tmp_path, "tests/suites/test_django_parcels.py")
    assert ran.returncode == 0, ran.stdout
    assert not (tmp_path / "post.db").exists()


def test_where_pytest_django_is_used_the_suite_has_its_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then it is the plugin that sets Django up, and makes the scratch database."""
    init(write(tmp_path, {**DJANGO, "requirements.txt": "django\npytest-django\n"}), capsys)

    assert "django.setup()" not in (tmp_path / "tests/suites/conftest.py").read_text("utf-8")
    suite = (tmp_path / "tests/suites/test_django_parcels.py").read_text("utf-8")
    assert "@pytest.mark.django_db(transaction=True)\nclass TestDjangoParcels(" in suite


def test_a_store_in_tortoise_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the modules of its models; Tortoise itself is not installed here, so that the text alone is looked at."""
    files = {
        "post/__init__.py": "",
        "post/domain/__init__.py": DOMAIN.replace("def ", "async def "),
        "post/adapters/__init__.py": "",
        "post/adapters/models.py": """
            from tortoise import fields
            from tortoise.models import Model

            class ParcelRow(Model):
                id = fields.TextField(primary_key=True)
        """,
        "post/adapters/orm.py": """
            from post.adapters.models import ParcelRow
            from post.domain import Parcel, Parcels

            class TortoiseParcels(Parcels):
                async def save(self, parcel: Parcel) -> None: ...
                async def get(self, parcel_id: str) -> Parcel | None: ...
                async def delete(self, parcel_id: str) -> None: ...
        """,
    }

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_tortoise_parcels.py").read_text("utf-8")
    assert 'modules={"models": ["post.adapters.models"]}' in suite
    compile(suite, "suite", "exec")


def test_what_a_container_gives_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A literal, or the one adapter of the port that is asked for, with what that is given in turn."""
    files = {
        **POST,
        "src/post/domain/clock.py": """
            from typing import Protocol

            class Clock(Protocol):
                def now(self) -> int: ...
        """,
        "src/post/adapters/clock.py": """
            from post.domain.clock import Clock

            class SystemClock(Clock):
                def __init__(self, zone: str) -> None:
                    self.zone = zone

                def now(self) -> int:
                    return 1
        """,
        "src/post/adapters/memory.py": MEMORY.format(root="post")
        .replace("def __init__(self) -> None:", "def __init__(self, clock: Clock, shelf: str) -> None:")
        .replace("from copy", "from post.domain.clock import Clock\n    from copy"),
        "src/post/container.py": """
            from dependency_injector import containers, providers
            from post.adapters.clock import SystemClock
            from post.adapters.memory import MemoryParcels

            class Container(containers.DeclarativeContainer):
                clock = providers.Singleton(SystemClock, "UTC")
                parcels = providers.Factory(MemoryParcels, clock=clock, shelf="north")
        """,
    }
    del files["src/post/adapters/sql.py"]

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_memory_parcels.py").read_text("utf-8")
    assert "lambda: MemoryParcels(clock=SystemClock(zone='UTC'), shelf='north')" in suite


def test_a_project_in_a_folder_of_the_repository_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the command to run."""
    write(tmp_path, {"README.md": "", **{f"backend/{name}": text for name, text in DJANGO.items()}})

    assert main(["init", "--root", str(tmp_path)]) == 2
    assert f"dovetail init --root {tmp_path / 'backend'}" in capsys.readouterr().err


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


def test_folders_of_features_are_looked_into(tmp_path: Path) -> None:
    """Each has a domain of its own, whatever the folder above them is called."""
    files = {"app/__init__.py": "", "app/features/__init__.py": ""}
    for feature in ("task", "user"):
        files[f"app/features/{feature}/__init__.py"] = ""
        for layer in ("domain", "data", "presentation"):
            files[f"app/features/{feature}/{layer}/__init__.py"] = ""
        files[f"app/features/{feature}/data/rows.py"] = "import sqlalchemy"
        files[f"app/features/{feature}/domain/rules.py"] = ""

    layers = found(tmp_path, files).layering.layers

    assert layers is not None
    assert layers.layer_of("app.features.task.domain.rules") == "domain"
    assert layers.layer_of("app.features.user.data.rows") == "adapters"
    assert layers.layer_of("app.features.user.presentation") == "entrypoints"


def test_an_adapter_that_finds_its_session_itself_has_one_line_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its tables are found, also where one module makes the base and declares the models: the rest is written."""
    sql = """
        from sqlalchemy import Column, Integer, String
        from sqlalchemy.orm import declarative_base
        from post.domain import Parcel, Parcels
        from post.registry import session

        Base = declarative_base()

        class ParcelRow(Base):
            __tablename__ = "parcels"
            id = Column(String, primary_key=True)
            weight = Column(Integer)

        class SqlParcels(Parcels):
            def save(self, parcel: Parcel) -> None: session().add(parcel)
            def get(self, parcel_id: str) -> Parcel | None: ...
            def delete(self, parcel_id: str) -> None: ...
    """
    files = {**POST, "src/post/adapters/sql.py": sql, "src/post/registry.py": ""}

    said = init(write(tmp_path, files), capsys)

    assert "1 line is left to fill in:" in said
    suite = (tmp_path / "tests/suites/test_sql_parcels.py").read_text("utf-8")
    assert "def store(self, engine):\n        raise NotImplementedError(" in suite
    assert "SqlAlchemyStore(" in suite
    assert "metadata=Base.metadata" in suite
    assert "adapter=lambda engine: SqlParcels()" in suite


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


def test_what_would_reach_a_database_in_use_is_not_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one adapter of a port that makes an engine of its own is no fresh object: a person says what is scratch."""
    files = {
        **POST,
        "src/post/domain/sessions.py": """
            from typing import Protocol

            class Sessions(Protocol):
                def begin(self) -> object: ...
        """,
        "src/post/adapters/sessions.py": """
            from sqlalchemy import create_engine
            from post.domain.sessions import Sessions

            class EngineSessions(Sessions):
                def begin(self) -> object:
                    return create_engine("postgresql://app@db/app")
        """,
        "src/post/adapters/memory.py": MEMORY.format(root="post")
        .replace("def __init__(self) -> None:", "def __init__(self, sessions: Sessions) -> None:")
        .replace("    from copy", "    from post.domain.sessions import Sessions\n    from copy", 1),
    }

    said = init(write(tmp_path, files), capsys)

    assert "it is built from sessions: Sessions" in said


def test_an_adapter_that_only_a_usual_conftest_names_gets_its_suite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fixture for the team's own tests holds nothing to a contract."""
    fixture = """
        import pytest
        from post.adapters.memory import MemoryParcels

        @pytest.fixture
        def parcels():
            return MemoryParcels()
    """
    write(tmp_path, {**POST, "tests/conftest.py": fixture, "tests/test_usual.py": "def test_one(parcels): ...\n"})

    init(tmp_path, capsys)

    assert (tmp_path / "tests/suites/test_memory_parcels.py").is_file()


def test_an_adapter_that_a_suite_names_already_is_said_to_get_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its port has no contract of its own that could be found; two suites of one adapter would be one too many."""
    suite = """
        from dovetail import RepositoryContract
        from post.adapters.memory import MemoryParcels

        class TestOurs(RepositoryContract):
            adapter = MemoryParcels
    """
    said = init(write(tmp_path, {**POST, "tests/test_ours.py": suite}), capsys)

    assert "MemoryParcels: no suite is written, since a suite that is there names it" in said
    assert not (tmp_path / "tests/suites/test_memory_parcels.py").exists()


def test_tests_inside_the_package_that_import_django_are_no_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = "from django.test import TestCase\n\nclass ParcelTest(TestCase): ...\n"

    assert "MemoryParcels" in init(write(tmp_path, {**POST, "src/post/tests.py": case}), capsys)


def test_a_base_for_adapters_that_lies_in_the_core_is_no_port(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has done all that the interface above it asks for, and leaves a detail to its heirs."""
    ports = """
        from abc import ABC, abstractmethod
        from dataclasses import dataclass
        from typing import Generic, TypeVar

        T = TypeVar("T")

        @dataclass
        class Parcel:
            id: str
            weight: int

        class Repository(Generic[T], ABC):
            @abstractmethod
            def save(self, entity: T) -> None: ...
            @abstractmethod
            def get(self, id: str) -> T | None: ...

        class MemoryRepository(Repository[T], ABC):
            def __init__(self) -> None:
                self.kept: dict[str, T] = {}
            def save(self, entity: T) -> None:
                self.kept[entity.id] = entity
            def get(self, id: str) -> T | None:
                return self.kept.get(id)
            @abstractmethod
            def _sorted(self) -> list[T]: ...

        class Parcels(Repository[Parcel], ABC): ...
    """
    adapter = """
        from post.domain import MemoryRepository, Parcel, Parcels

        class MemoryParcels(Parcels, MemoryRepository):
            def _sorted(self) -> list[Parcel]: ...
    """
    survey_of = found(tmp_path, {**POST, "src/post/domain/__init__.py": ports, "src/post/adapters/memory.py": adapter})

    held = {port.cls.name: [each.name for each in port.adapters] for port in survey_of.ports if port.kind.contract}
    assert held == {"Parcels": ["MemoryParcels", "SqlParcels"]}


def test_parameters_that_say_annotated_under_another_name_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """FastAPI's `Db = Annotated[Session, Depends(...)]`, through a package that passes it on."""
    given = """
        from typing import Annotated
        from fastapi import Depends
        from sqlalchemy.orm import Session

        Db = Annotated[Session, Depends(lambda: None)]
    """
    adapter = SQL.format(root="post").replace("session: Session, mapper: ParcelMapper", "db: Db, mapper: Mapper")
    adapter = adapter.replace("self.session = session", "self.session = db").replace(
        "class SqlParcels", "Mapper = Annotated[ParcelMapper, None]\n\n    class SqlParcels"
    )
    head = "\n    from typing import Annotated\n    from post.adapters.given import Db"
    files = {"__init__.py": "from post.adapters.given.sessions import Db\n", "sessions.py": given}
    written = {f"src/post/adapters/given/{name}": text for name, text in files.items()}

    said = init(write(tmp_path, {**POST, **written, "src/post/adapters/sql.py": head + adapter}), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_sql_parcels.py").read_text(encoding="utf-8")
    assert "SqlParcels(db=session, mapper=ParcelMapper())" in suite
