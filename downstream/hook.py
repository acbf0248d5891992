"""Try the hook as its users meet it: the real pre-commit, an isolated environment, a repository that installed nothing.

    python downstream/hook.py

Makes a repository with a `src/` layout that imports what is nowhere installed, points its pre-commit at the last commit
of this one, and commits: what breaks the architecture is refused, what mends it is taken. Needs the package index.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

DOVETAIL = Path(__file__).resolve().parents[1]
SETTINGS = """\
[project]
name = "shop"
version = "1"
dependencies = ["nowhere-installed"]

[tool.dovetail]
root_packages = ["shop"]
architecture = "hexagonal"
"""
PORT = """\
from typing import Protocol


class Orders(Protocol):
    def find(self, key: str) -> str: ...
"""
ADAPTER = """\
import nowhere_installed


class SqlOrders:
    def find(self, key: str) -> str:
        return nowhere_installed.one(key)
"""
FILES = {
    "pyproject.toml": SETTINGS,
    "src/shop/__init__.py": "",
    "src/shop/domain/__init__.py": "",
    "src/shop/domain/orders.py": PORT,
    "src/shop/adapters/__init__.py": "",
    "src/shop/adapters/sql.py": ADAPTER,
}
OFFENCE = "import nowhere_installed\n"


def main() -> None:
    """Commit what holds, then what does not, then what holds again.

    Raises:
        SystemExit: the hook took what breaks the architecture, or refused what does not.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        venv.create(work / "venv", with_pip=True)
        _run([work / "venv/bin/python", "-m", "pip", "install", "--quiet", "pre-commit"], work)
        shop = _repository(work / "shop")
        _run([work / "venv/bin/pre-commit", "install"], shop)

        _expect(_commit(shop, "what holds"), 0, "dovetail lint", "Passed")
        orders = shop / "src/shop/domain/orders.py"
        orders.write_text(OFFENCE + PORT)
        _expect(_commit(shop, "what does not"), 1, "src/shop/domain/orders.py:1:1: ARCH-02", "Failed")
        orders.write_text(PORT + "\n")
        _expect(_commit(shop, "what holds again"), 0, "dovetail lint", "Passed")
        (shop / "pyproject.toml").write_text(SETTINGS.replace("hexagonal", "octagonal"))
        _expect(_commit(shop, "what cannot be evaluated"), 1, "octagonal", "exit code: 2")
    print("the hook refuses what breaks the architecture, and nothing else")


def _repository(shop: Path) -> Path:
    head = _run(["git", "rev-parse", "HEAD"], DOVETAIL).stdout.strip()
    hook = f"repos:\n- repo: {DOVETAIL}\n  rev: {head}\n  hooks:\n  - id: dovetail-lint\n"
    for name, text in (FILES | {".pre-commit-config.yaml": hook}).items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(text)
    _run(["git", "init", "--quiet"], shop)
    return shop


def _commit(shop: Path, message: str) -> subprocess.CompletedProcess[str]:
    _run(["git", "add", "."], shop)
    author = ["-c", "user.name=A Developer", "-c", "user.email=developer@example.org"]
    environment = os.environ | {"PRE_COMMIT_HOME": str(shop.parent / "pre-commit")}
    command = ["git", *author, "commit", "-m", message]
    return subprocess.run(
        command, cwd=shop, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )


def _expect(done: subprocess.CompletedProcess[str], code: int, *texts: str) -> None:
    if done.returncode != code or not all(text in done.stdout for text in texts):
        sys.exit(f"expected {', '.join(texts)} and exit code {code}, got {done.returncode}:\n{done.stdout}")


def _run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE, check=True)


if __name__ == "__main__":
    main()
