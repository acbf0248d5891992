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
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from importlinter import Contract, ContractCheck, contracts
from importlinter.domain.contract import InvalidContractOptions

if TYPE_CHECKING:
    from grimp import ImportGraph


class BrokenImport(NamedTuple):
    """One import, or a chain of them, that a contract forbids.

    Attributes:
        chain: the modules from the importer to what it must not reach; one alone where a module itself is at fault.
        also: what else is imported at the end of that chain.
    """

    chain: tuple[str, ...]
    also: tuple[str, ...] = ()


class Check(NamedTuple):
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
    if "name" not in options:
        raise NotEvaluatedError("it has no name")
    with _printing_aside() as printed:
        try:
            contract = contract_class(options.get("type"), custom_types)(
                str(options["name"]), dict(session), dict(options)
            )
            check = contract.check(graph, verbose=False)
            kept = bool(check.kept)
            warnings = tuple(sorted(map(str, check.warnings)))
        except InvalidContractOptions as error:
            wrong = "; ".join(f"{option}: {message}" for option, message in sorted(error.errors.items()))
            raise NotEvaluatedError(f"it is not configured correctly: {wrong}") from error
        except (KeyboardInterrupt, NotEvaluatedError):
            raise
        except BaseException as error:
            raise NotEvaluatedError(_reason(error)) from error
        printed.truncate(printed.seek(0))
        broken = () if kept else _broken_imports(check.metadata)
        # Where the imports are known, a contract of import-linter's own adds nothing but the time to lay it out.
        if not kept and not (broken and options.get("type") not in custom_types):
            _render(contract, check)
    return Check(
        kept=kept,
        broken=broken,
        text=printed.getvalue().strip(),
        # TOML may say a table or a number: import-linter prints whatever it is.
        guidance=str(getattr(contract, "broken_contract_guidance", None) or ""),
        warnings=warnings,
    )


def contract_class(wanted: object, custom_types: Mapping[str, str]) -> type[Contract]:
    """The class of a contract type; one of the user's own is imported.

    Raises:
        NotEvaluatedError: there is no such type, or its class cannot be had.
    """
    if isinstance(wanted, str) and wanted in custom_types:
        return _custom_class(custom_types[wanted])
    found = _built_in(wanted) if isinstance(wanted, str) else None
    if found is None:
        known = sorted({*built_in_types(), *custom_types})
        raise NotEvaluatedError(f"there is no contract type {wanted!r}; the types are {', '.join(known)}")
    return found


def _built_in(wanted: str) -> type[Contract] | None:
    """Import-linter's own class of a type: the module of that name is asked first, then all of them."""
    with contextlib.suppress(ImportError):
        found = _types_in(importlib.import_module(f"{contracts.__name__}.{wanted}")).get(wanted)
        if found:
            return found
    return built_in_types().get(wanted)


def built_in_types() -> dict[str, type[Contract]]:
    """Every contract type that the import-linter that is installed brings, by its name in configurations."""
    import pkgutil  # noqa: PLC0415 (only where a type is unknown)

    modules = (module.name for module in pkgutil.iter_modules(contracts.__path__))
    loaded = (importlib.import_module(f"{contracts.__name__}.{name}") for name in sorted(modules))
    return {name: found for module in loaded for name, found in _types_in(module).items()}


def _types_in(module: ModuleType) -> dict[str, type[Contract]]:
    classes = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Contract))
    own = (cls for cls in classes if cls.__module__ == module.__name__)
    return {name: cls for cls in own if isinstance(name := getattr(cls, "type_name", None), str)}


def _custom_class(dotted: str) -> type[Contract]:
    module, _, name = dotted.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NotEvaluatedError(f"{dotted} cannot be imported: {_reason(error)}") from error
    if not (isinstance(found, type) and issubclass(found, Contract)):
        raise NotEvaluatedError(f"{dotted} is not a subclass of importlinter.Contract")
    return found


def _render(contract: Contract, check: ContractCheck) -> None:
    """Let a broken contract print what it has to say; one that fails in this is broken all the same."""
    try:
        contract.render_broken_contract(check)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (a contract type of the user's own may raise anything)
        print(f"it is broken, and fails to say how: {_reason(error)}")


def _reason(error: BaseException) -> str:
    """What import-linter says in sentences of its own; of other errors their kind as well."""
    text = str(error)
    return text if " " in text else f"{type(error).__name__}: {text}"


@contextlib.contextmanager
def _printing_aside() -> Iterator[io.StringIO]:
    """Keep what contracts print out of a report that may be JSON; import-linter's console follows `sys.stdout`."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        yield printed


def _broken_imports(metadata: Mapping[str, Any]) -> tuple[BrokenImport, ...]:
    """Read the metadata of the built-in contract types, and of custom ones that reuse its shape; others have words."""
    try:
        return tuple(_read_metadata(metadata))
    except (AttributeError, LookupError, TypeError, ValueError):
        return ()


def _read_metadata(metadata: Mapping[str, Any]) -> Iterator[BrokenImport]:
    for dependency in metadata.get("invalid_dependencies", ()):
        for route in dependency["routes"]:
            yield from _from_detailed_chain(route)
    for dependency in metadata.get("invalid_chains", ()):
        for chain in dependency["chains"]:
            yield from _from_detailed_chain(chain if isinstance(chain, Mapping) else {"chain": chain})
    for group in metadata.get("illegal_imports", ()):
        links = [group] if isinstance(group, Mapping) else group.illegal_links
        yield from (_from_links([link]) for link in links)
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
