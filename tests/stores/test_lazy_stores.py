"""The stores of an extra are imported only when they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dovetail.stores


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_importing_the_package_needs_no_extra() -> None:
    """Neither SQLAlchemy nor redis is imported with it."""
    assert run("import sys, dovetail.stores; print({'sqlalchemy', 'redis'} & set(sys.modules))").strip() == "set()"


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("SqlAlchemyStore", "sqlalchemy"),
        ("AsyncSqlAlchemyStore", "sqlalchemy"),
        ("RedisStore", "redis"),
        ("AsyncRedisStore", "redis"),
    ],
)
def test_a_missing_extra_is_named(name: str, extra: str) -> None:
    """With the command that installs it."""
    printed = run(
        f"import sys; sys.modules[{extra!r}] = None\n"
        "import dovetail.stores\n"
        "from dovetail.errors import ContractError\n"
        f"try: dovetail.stores.{name}\n"
        "except ContractError as error: print(error)"
    )
    assert printed.startswith(f"{name} needs {extra}")
    assert f"pip install 'pytest-dovetail[{extra}]'" in printed


def test_another_missing_module_is_not_mistaken_for_the_extra() -> None:
    """Its own error comes through."""
    printed = run(
        "import sys; sys.modules['dovetail.stores.sql.tables'] = None\n"
        "import dovetail.stores\n"
        "try: dovetail.stores.SqlAlchemyStore\n"
        "except ModuleNotFoundError as error: print(error.name)"
    )
    assert printed.strip() == "dovetail.stores.sql.tables"


def test_public_names() -> None:
    """All can be imported, and there are no others."""
    for name in dovetail.stores.__all__:
        assert getattr(dovetail.stores, name).__name__ == name
    assert dir(dovetail.stores) == sorted(dovetail.stores.__all__)
    with pytest.raises(AttributeError, match="MongoStore"):
        _ = dovetail.stores.MongoStore
