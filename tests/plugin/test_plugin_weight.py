"""What the plugin costs a run that has no contracts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("hypothesis", "sqlalchemy", "grimp", "importlinter", "redis", "attrs", "pydantic", "asyncio")
OWN = (
    "dovetail.suites",
    "dovetail.values",
    "dovetail.port",
    "dovetail.stores",
    "dovetail.architecture",
    "dovetail.catalogue",
)


def test_a_run_without_contracts_imports_nothing_heavy(tmp_path: Path) -> None:
    """Every run in the environment loads the plugin: neither Hypothesis, nor SQLAlchemy, nor grimp, nor the suites."""
    (tmp_path / "test_plain.py").write_text(
        "class TestPlain:\n    def test_plain(self): pass\n\n"
        "def test_nothing_heavy():\n"
        "    import sys\n"
        "    assert 'dovetail.plugin' in sys.modules\n"
        f"    assert not set({(*HEAVY[:-1], *OWN)}) & set(sys.modules)\n"
    )

    run = _python(tmp_path, "-m", "pytest", "-q", "-p", "dovetail.plugin", "-p", "no:cacheprovider")

    assert run.returncode == 0, run.stdout
    assert "2 passed" in run.stdout


def test_importing_the_package_imports_nothing_of_it(tmp_path: Path) -> None:
    """Its names are loaded on first use."""
    program = f"import dovetail, sys; assert not set({(*HEAVY, *OWN, 'pytest')}) & set(sys.modules)"

    run = _python(tmp_path, "-c", program)

    assert run.returncode == 0, run.stderr


def test_a_contract_waits_for_no_other(tmp_path: Path) -> None:
    """The kinds are loaded one by one, and a suite of one kind starts in half the time."""
    program = (
        "import dovetail, sys; dovetail.RepositoryContract; "
        "loaded = {name.split('.')[2] for name in sys.modules if name.startswith('dovetail.suites.')}; "
        "assert 'repository' in loaded; assert not loaded & {'gateway', 'migration', 'operations'}, loaded"
    )

    run = _python(tmp_path, "-c", program)

    assert run.returncode == 0, run.stderr


def _python(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with no other plugin than those asked for."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
