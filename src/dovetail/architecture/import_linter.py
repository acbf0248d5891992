"""Import-linter's contracts, run one by one on graphs of our own.

Its public API reads configuration but runs nothing: `lint_imports` prints where this must return values, stops at the
first contract that is configured wrongly, and builds its graph through `sys.path`. So the contract classes and the
shape of what they report, which custom contract types rely on too, are used directly, here and nowhere else.
"""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.domain.contract import InvalidContractOptions

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from pathlib import Path

    from grimp import ImportGraph

# The order in which lint-imports looks: the first file that has a section is the only one read.
CONFIG_FILES = ("setup.cfg", ".importlinter", "pyproject.toml")

_BUILT_IN = {
    "forbidden": "importlinter.contracts.forbidden.ForbiddenContract",
    "layers": "importlinter.contracts.layers.LayersContract",
    "independence": "importlinter.contracts.independence.IndependenceContract",
    "protected": "importlinter.contracts.protected.ProtectedContract",
    "acyclic_siblings": "importlinter.contracts.acyclic_siblings.AcyclicSiblingsContract",
}


@dataclass(frozen=True, slots=True)
class LinterConfig:
    """An import-linter configuration.

    Attributes:
        file: where it was read.
        session: its top-level options.
        contracts: the options of each contract.
    """

    file: Path
    session: Mapping[str, Any]
    contracts: tuple[Mapping[str, Any], ...]

    @property
    def root_packages(self) -> tuple[str, ...]:
        """The packages that its contracts speak about.

        Raises:
            ContractError: it is one string where a list belongs, which import-linter would read letter by letter.
        """
        names = self.session["root_packages"]
        if isinstance(names, str):
            raise ContractError(
                f"{self.file.name}: root_packages is one string", f"write it as a list, or: root_package = {names}"
            )
        return tuple(names)

    def flag(self, option: str) -> bool:
        """A top-level option that is true only when it says so, as import-linter reads it."""
        return self.session.get(option) in ("True", "true")

    @property
    def custom_types(self) -> dict[str, str]:
        """The user's own contract types: name to dotted class."""
        named = self.session.get("contract_types", ())
        entries = [named] if isinstance(named, str) else list(named)
        pairs = (entry.partition(": ") for entry in entries)
        return {name.strip(): dotted.strip() for name, _, dotted in pairs}


@dataclass(frozen=True, slots=True)
class BrokenImport:
    """One import, or a chain of them, that a contract forbids.

    Attributes:
        chain: the modules from the importer to what it must not reach; one alone where a module itself is at fault.
        also: what else is imported at the end of that chain.
    """

    chain: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What a contract said of a graph.

    Attributes:
        kept: its verdict.
        broken: the imports at fault, where the contract's type is one that is known here.
        text: what the contract itself prints when it is broken.
        guidance: the `broken_contract_guidance` of the user.
        warnings: such as ignored imports that match nothing.
    """

    kept: bool
    broken: tuple[BrokenImport, ...] = ()
    text: str = ""
    guidance: str = ""
    warnings: tuple[str, ...] = ()


class NotEvaluatedError(Exception):
    """A contract that could not be judged; the message says why."""


def read_config(root: Path, file: Path | None = None) -> LinterConfig | None:
    """The configuration that lint-imports would read.

    Args:
        root: the folder in which lint-imports would be started.
        file: the one file to read instead.

    Returns:
        None where there is none.

    Raises:
        ContractError: a file cannot be read as what it is.
    """
    candidates = [file] if file else [root / name for name in CONFIG_FILES]
    for candidate in candidates:
        try:
            options = read_configuration(str(candidate.resolve()))
        except FileNotFoundError:
            continue
        except KeyError as error:
            raise ContractError(
                f"{candidate.name}: import-linter's configuration names no root package", "write: root_package = shop"
            ) from error
        except Exception as error:
            raise ContractError(f"{candidate.name} cannot be read: {error}", f"correct {candidate}") from error
        return LinterConfig(candidate, options["session_options"], tuple(options["contracts_options"]))
    return None


def check_contract(
    options: Mapping[str, Any], session: Mapping[str, Any], graph: ImportGraph, custom_types: Mapping[str, str]
) -> Check:
    """Run one contract.

    Args:
        options: the contract's own, `name` and `type` among them.
        session: the top-level ones.
        graph: a copy that the contract may change.
        custom_types: the user's contract types; only these cause any of the user's code to be imported.

    Raises:
        NotEvaluatedError: it is configured wrongly, or failed.
    """
    with _printing_aside() as printed:
        try:
            contract = _contract_class(options, custom_types)(str(options["name"]), dict(session), dict(options))
            check = contract.check(graph, verbose=False)
            printed.truncate(0)
            if not check.kept:
                contract.render_broken_contract(check)
        except InvalidContractOptions as error:
            wrong = "; ".join(f"{option}: {message}" for option, message in sorted(error.errors.items()))
            raise NotEvaluatedError(f"it is not configured correctly: {wrong}") from error
        except (KeyboardInterrupt, NotEvaluatedError):
            raise
        except BaseException as error:
            raise NotEvaluatedError(str(error) or type(error).__name__) from error
    return Check(
        kept=check.kept,
        broken=() if check.kept else tuple(_broken_imports(check.metadata)),
        text=printed.getvalue().strip("\0\n "),
        guidance=getattr(contract, "broken_contract_guidance", None) or "",
        warnings=tuple(sorted(map(str, check.warnings))),
    )


def _contract_class(options: Mapping[str, Any], custom_types: Mapping[str, str]) -> type[Contract]:
    known = {**_BUILT_IN, **custom_types}
    wanted = options.get("type")
    if wanted not in known:
        raise NotEvaluatedError(f"there is no contract type {wanted!r}; the types are {', '.join(sorted(known))}")
    module, _, name = known[wanted].rpartition(".")
    found = getattr(importlib.import_module(module), name)
    if not (isinstance(found, type) and issubclass(found, Contract)):
        raise NotEvaluatedError(f"{known[wanted]} is not a subclass of importlinter.Contract")
    return found


@contextlib.contextmanager
def _printing_aside() -> Iterator[io.StringIO]:
    """Keep what contracts print out of a report that may be JSON; import-linter's console follows `sys.stdout`."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        yield printed


def _broken_imports(metadata: Mapping[str, Any]) -> Iterator[BrokenImport]:
    """Read the metadata of the built-in contract types; custom types that reuse its shape are read as well."""
    for dependency in metadata.get("invalid_dependencies", ()):
        for route in dependency["routes"]:
            yield from _from_detailed_chain(route)
    for dependency in metadata.get("invalid_chains", ()):
        for chain in dependency["chains"]:
            yield from _from_detailed_chain(chain if isinstance(chain, Mapping) else {"chain": chain})
    for group in metadata.get("illegal_imports", ()):
        yield from (_from_links([link]) for link in group.illegal_links)
    for imports in metadata.get("cycle_breakers_by_package", {}).values():
        yield from (BrokenImport(pair) for pair in imports)
    for module in metadata.get("undeclared_modules", ()):
        yield BrokenImport((module,))


def _from_detailed_chain(detailed: Mapping[str, Any]) -> Iterator[BrokenImport]:
    first, *others = detailed["chain"]
    also = tuple(link["imported"] for link in detailed.get("extra_lasts", ()))
    for head in (first, *detailed.get("extra_firsts", ())):
        yield _from_links([head, *others], also)


def _from_links(links: list[Mapping[str, Any]], also: tuple[str, ...] = ()) -> BrokenImport:
    return BrokenImport((links[0]["importer"], *(link["imported"] for link in links)), also)
