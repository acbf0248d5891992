"""On any package and any contracts, each verdict is the one that import-linter itself reaches."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import importlinter.api  # noqa: F401 (it configures import-linter)
from hypothesis import given, settings
from hypothesis import strategies as st
from importlinter.application import use_cases

from dovetail.architecture import lint

MODULES = ("shop.a", "shop.a.x", "shop.a.y", "shop.b", "shop.b.x", "shop.c", "shop.d", "shop.d.x")
EXTERNAL = ("json", "numpy")

names = st.sampled_from([*MODULES, "shop.*", "shop.*.x", "shop.nowhere", *EXTERNAL])
lists = st.lists(names, min_size=1, max_size=3, unique=True)
ignored = st.lists(st.builds("{} -> {}".format, names, names), max_size=2)
alerts = st.sampled_from(["none", "warn", "error"])
flags = st.sampled_from(["true", "false"])

contracts = st.one_of(
    st.fixed_dictionaries({"type": st.just("layers"), "layers": lists, "ignore_imports": ignored}),
    st.fixed_dictionaries({
        "type": st.just("layers"),
        "containers": st.just(["shop"]),
        "layers": st.lists(st.sampled_from(["a", "b : c", "b | c", "(d)", "d"]), min_size=1, max_size=3, unique=True),
        "exhaustive": flags,
    }),
    st.fixed_dictionaries({
        "type": st.just("forbidden"),
        "source_modules": lists,
        "forbidden_modules": lists,
        "allow_indirect_imports": flags,
        "as_packages": flags,
        "ignore_imports": ignored,
        "unmatched_ignore_imports_alerting": alerts,
    }),
    st.fixed_dictionaries({"type": st.just("independence"), "modules": lists, "ignore_imports": ignored}),
    st.fixed_dictionaries({
        "type": st.just("protected"),
        "protected_modules": lists,
        "allowed_importers": lists,
        "as_packages": flags,
    }),
    st.fixed_dictionaries({"type": st.just("acyclic_siblings"), "ancestors": st.just(["shop"])}),
)  # fmt: skip
imports = st.dictionaries(
    st.sampled_from(MODULES),
    st.lists(st.sampled_from([*MODULES, *EXTERNAL, "TYPE_CHECKING"]), max_size=3, unique=True),
    max_size=6,
)


def write(root: Path, found: dict[str, list[str]], session: dict[str, str], contract: dict[str, Any]) -> None:
    for module in ("shop", *MODULES):
        below = any(other.startswith(f"{module}.") for other in MODULES)
        path = root.joinpath(*module.split("."), "__init__.py") if below else root.joinpath(*module.split("."))
        path = path if below else path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("from typing import TYPE_CHECKING\n" + "".join(map(statement, found.get(module, ()))))
    lines = ["[importlinter]", "root_package = shop", *(f"{key} = {value}" for key, value in session.items())]
    lines += ["[importlinter:contract:one]", "name = one"]
    for key, value in contract.items():
        listed = "".join(f"\n    {entry}" for entry in value) + "\n" if isinstance(value, list) else f" {value}"
        lines += [f"{key} ={listed}"] if value else []
    (root / ".importlinter").write_text("\n".join(lines))


def statement(imported: str) -> str:
    return "if TYPE_CHECKING:\n    import shop.c\n" if imported == "TYPE_CHECKING" else f"import {imported}\n"


def import_linters(root: Path) -> str:
    """What import-linter itself makes of it; whatever it raises, it has not evaluated."""
    sys.path.insert(0, str(root))
    try:
        options = use_cases.read_user_options(str(root / ".importlinter"))
        use_cases._register_contract_types(options)
        report = use_cases.create_report(options, cache_dir=None)
    except Exception:
        return "not evaluated"
    finally:
        sys.path.remove(str(root))
    if report.could_not_run:
        return "not evaluated"
    return "broken" if report.contains_failures else "kept"


@settings(max_examples=80, deadline=None)
@given(
    found=imports,
    session=st.fixed_dictionaries({"include_external_packages": flags, "exclude_type_checking_imports": flags}),
    contract=contracts,
)
def test_verdicts_are_import_linters(
    found: dict[str, list[str]], session: dict[str, str], contract: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        write(root, found, session, contract)

        (outcome,) = lint(root).contracts

        assert outcome.verdict == import_linters(root), outcome.reason
