"""What is part of the standard library is asked of the oldest Python for which a repository is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

TREE = '[tool.dovetail]\narchitecture = "hexagonal"\n'
# Both left the standard library with Python 3.12 and 3.13.
IMPORTS = {"shop/domain/x.py": "import distutils.version\nimport uu\n"}

OLDER = {
    "the project's": {"pyproject.toml": f'{TREE}[project]\nname = "shop"\nrequires-python = ">=3.11,<4"\n'},
    "compatible": {"pyproject.toml": f'{TREE}[project]\nname = "shop"\nrequires-python = "~=3.11"\n'},
    "poetry's": {"pyproject.toml": f'{TREE}[tool.poetry.dependencies]\npython = "^3.10"\n'},
    "setuptools'": {"pyproject.toml": TREE, "setup.cfg": "[options]\npython_requires = >=3.9\n"},
    "none": {"pyproject.toml": TREE},
}


@pytest.mark.parametrize("files", OLDER.values(), ids=OLDER)
def test_modules_that_an_older_python_brings_are_its_own(files: dict[str, str], tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {**IMPORTS, **files}) == set()


def test_modules_that_no_python_of_the_target_brings_are_foreign(tmp_path: Path) -> None:
    newer = {"pyproject.toml": f'{TREE}[project]\nname = "shop"\nrequires-python = ">=3.13"\n'}

    assert broken_rules(tmp_path, {**IMPORTS, **newer}) == {"ARCH-02"}


def test_a_target_between_the_two_decides_for_each_module(tmp_path: Path) -> None:
    between = {"pyproject.toml": f'{TREE}[project]\nname = "shop"\nrequires-python = ">=3.12"\n'}

    assert broken_rules(tmp_path / "left", {**between, "shop/domain/x.py": "import distutils\n"}) == {"ARCH-02"}
    assert broken_rules(tmp_path / "there", {**between, "shop/domain/x.py": "import uu\n"}) == set()


def test_what_left_before_this_python_was_is_one_of_those_that_it_was_in(tmp_path: Path) -> None:
    files = {"shop/domain/x.py": "import formatter\nimport symbol\n"}
    old = {"pyproject.toml": f'{TREE}[project]\nname = "shop"\nrequires-python = ">=3.8"\n'}

    assert broken_rules(tmp_path / "old", {**files, **old}) == set()
    assert broken_rules(tmp_path / "now", {**files, "pyproject.toml": TREE}) == {"ARCH-02"}
