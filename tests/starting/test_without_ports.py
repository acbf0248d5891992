"""`dovetail init` where teams declare no ports: repositories that are held to their own operations."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import dovetail
from apart import hypothesis_caches
from dovetail.architecture.classes.suites import find_suites
from dovetail.catalogue import kinds
from dovetail.cli import main
from dovetail.naming import camel
from dovetail.starting.survey import survey
from files import write

CLINIC = {
    "pyproject.toml": """
        [tool.pytest.ini_options]
        testpaths = ["checks"]
    """,
    "checks/test_usual.py": "",
    "models/__init__.py": "",
    "models/base.py": """
        from sqlalchemy.orm import declarative_base

        Base = declarative_base()
    """,
    "models/patient.py": """
        from sqlalchemy import Column, Integer, String
        from models.base import Base

        class Patient(Base):
            __tablename__ = "patients"
            id = Column(Integer, primary_key=True)
            name = Column(String(40), nullable=False)
            ward = Column(String(10))
    """,
    "repositories/__init__.py": "",
    "repositories/base.py": """
        from typing import Generic, TypeVar
        from sqlalchemy.orm import Session

        T = TypeVar("T")

        class BaseRepository(Generic[T]):
            model: type[T]

            def __init__(self, session: Session) -> None:
                self.session = session

            def get(self, id: int) -> T | None:
                return self.session.get(self.model, id)

            def save(self, row: T) -> None:
                self.session.merge(row)
                self.session.flush()
    """,
    "repositories/patients.py": """
        from models.patient import Patient
        from repositories.base import BaseRepository

        class PatientRepository(BaseRepository[Patient]):
            model = Patient
    """,
    "routers/__init__.py": "",
    "routers/patients.py": """
        from fastapi import APIRouter
        from services.patients import admit

        router = APIRouter()
    """,
    "services/__init__.py": "",
    "services/patients.py": """
        from fastapi import Depends
        from models.patient import Patient
        from repositories.patients import PatientRepository

        def admit(patients: PatientRepository = Depends()) -> None:
            patients.save(Patient(id=1, name="Ann"))
    """,
}


@pytest.mark.long
@pytest.mark.usefixtures("few_plugins")
def test_a_repository_without_a_port_is_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The base of such classes is none by itself; what is written runs where pytest looks for tests, as it stands."""
    assert main(["init", "--root", str(write(tmp_path, CLINIC))]) == 0
    said = capsys.readouterr().out
    assert "no port     repositories.patients.PatientRepository, held to its own operations: RepositoryContract" in said
    assert "  opened    sql, since its constructor takes session: Session; it commits nothing itself" in said
    assert "left to fill in" not in said

    assert "It implements no port".lower() in (tmp_path / "contracts/patient_repository.py").read_text("utf-8")
    settings = "from hypothesis import settings\nsettings.register_profile('few', max_examples=2, deadline=None)\n"
    (tmp_path / "conftest.py").write_text(settings + "settings.load_profile('few')\n", encoding="utf-8")
    hypothesis_caches(tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "--dovetail-json=run.json"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    (suite,) = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["suites"]
    assert suite["suite"] == "checks/suites/test_patient_repository.py::TestPatientRepository", ran.stdout
    outcomes = [clause["outcome"] for clause in suite["clauses"]]
    assert outcomes.count("held") > 10, ran.stdout
    assert main(["lint", "--root", str(tmp_path), "--no-cache"]) == 0


def test_a_second_run_finds_the_suites_where_pytest_looks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that `testpaths` names is searched for contracts and suites, like those of the usual names."""
    main(["init", "--root", str(write(tmp_path, CLINIC))])
    capsys.readouterr()

    main(["init", "--root", str(tmp_path)])

    assert "PatientRepository has its contract already" in capsys.readouterr().out


def test_services_are_the_core_where_nothing_else_is(tmp_path: Path) -> None:
    """They import the framework for its `Depends`; what serves are the routers."""
    assert survey(write(tmp_path, CLINIC)).layering.stated == {
        "application": ("services",),
        "adapters": ("models", "repositories"),
        "entrypoints": ("routers",),
    }


def test_a_long_baseline_is_shown_in_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run shows what a person would read."""
    loose = {f"services/loose_{number:02}.py": "import sqlalchemy\n" for number in range(40)}

    main(["init", "--root", str(write(tmp_path, {**CLINIC, **loose})), "--dry-run"])

    said = capsys.readouterr().out
    assert "    | ... and " in said
    assert "services.loose_39" not in said


def test_migrations_of_alembic_get_their_suite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It needs one line, and is not written a second time under another name."""
    written = write(tmp_path, {**CLINIC, "alembic.ini": "[alembic]\nscript_location = migrations\n"})

    main(["init", "--root", str(written)])

    assert (
        "checks/suites/test_migrations.py: takes the migrations of alembic.ini up and down" in capsys.readouterr().out
    )
    suite = tmp_path / "checks/suites/test_migrations.py"
    assert 'class TestMigrations(MigrationContract):\n    migrations = "alembic.ini"\n' in suite.read_text("utf-8")
    suite.rename(suite.with_name("test_schema.py"))
    main(["init", "--root", str(written)])
    assert not suite.exists()


HASHER = {
    "src/vault/__init__.py": "",
    "src/vault/domain/__init__.py": """
        from typing import Protocol

        class PasswordHasher(Protocol):
            def hash(self, password: str) -> str: ...
            def verify(self, password: str, hashed: str) -> bool: ...
    """,
    "src/vault/adapters/__init__.py": "",
    "src/vault/adapters/plain.py": """
        from vault.domain import PasswordHasher

        class SlowHasher(PasswordHasher):
            def hash(self, password: str) -> str: return password
            def verify(self, password: str, hashed: str) -> bool: return password == hashed
    """,
}


def test_a_hasher_gets_its_own_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And once it has its suite, nothing says that its port or its adapter has none."""
    main(["init", "--root", str(write(tmp_path, HASHER))])

    assert "PasswordHasher, a Protocol of the core: PasswordHasherContract" in capsys.readouterr().out
    assert find_suites(tmp_path).ports == {"PasswordHasher": "OurPasswordHasherContract"}
    assert {each.kind for each in find_suites(tmp_path).classes} == {"PasswordHasherContract"}


def test_every_kind_of_contract_is_known_in_tests() -> None:
    """What dovetail offers, a suite may derive from; whatever kind comes next."""
    offered = {name for name in dovetail.__all__ if name.endswith("Contract")}

    assert offered <= {f"{camel(kind)}Contract" for kind in kinds()}
