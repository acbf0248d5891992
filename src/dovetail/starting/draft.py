"""The plan for a repository: what of the gate it still lacks, each file with what it is for."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dovetail.architecture import judge
from dovetail.architecture.baseline import FILE, Baseline
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.classes.suites import Suites, find_suites
from dovetail.architecture.source.configured_testpaths import stated_test_paths
from dovetail.errors import ContractError
from dovetail.starting.agents import AGENTS, HEADING, SKILL, section, skill
from dovetail.starting.conftest import Scratch, conftest_module
from dovetail.starting.construction import Construction, read_construction
from dovetail.starting.django_project import django_settings, uses_pytest_django
from dovetail.starting.files_to_write import Plan
from dovetail.starting.hooks import hooks_file, with_hook
from dovetail.starting.mappers import FoundMapper
from dovetail.starting.migrations import has_migrations, migrations_module
from dovetail.starting.modules import contract_module, mapper_module, suite_module
from dovetail.starting.naming import class_name, module_names
from dovetail.starting.ports import FoundPort
from dovetail.starting.settings_text import settings_text, with_settings
from dovetail.starting.survey import Survey
from dovetail.starting.units import Known, repositories_of
from dovetail.starting.workflow import workflow


def draft(found: Survey, *, agents: bool = False) -> Plan:
    """Plan what is to be written.

    Raises:
        ContractError: a file that is there cannot be read, or takes no addition.
    """
    plan = Plan(found.root)
    _settings(plan, found)
    _suites(plan, found)
    _baseline(plan, found)
    _hook(plan)
    _workflow(plan)
    if agents:
        _agents(plan)
    return plan


def _settings(plan: Plan, found: Survey) -> None:
    file = found.root / "pyproject.toml"
    if found.settings is not None:
        plan.notes.append("[tool.dovetail] is there already, and stays as it is")
        return
    table = settings_text(found)
    if file.exists():
        plan.grown("pyproject.toml", with_settings(file, table), table, "the settings of the lint")
    else:
        plan.new("pyproject.toml", table, "the settings of the lint")


@dataclass(frozen=True)
class _Held:
    """What is to be held: the ports without a contract, their adapters, the mappers without a suite."""

    ports: tuple[FoundPort, ...]
    constructions: dict[str, Construction]
    mappers: tuple[FoundMapper, ...]
    mentioned: frozenset[str]
    structure: Structure

    @classmethod
    def of(cls, found: Survey, there: Suites) -> _Held:
        ports = tuple(port for port in found.ports if port.kind.contract and port.cls.name not in there.ports)
        adapters = {each.dotted: each for port in ports for each in port.adapters if each.name not in there.mentioned}
        opened = {dotted: read_construction(each, found.architecture) for dotted, each in adapters.items()}
        mappers = tuple(each for each in found.mappers if each.cls.name not in there.mentioned)
        return cls(ports, opened, mappers, there.mentioned, found.architecture.hexagon.structure)


def _suites(plan: Plan, found: Survey) -> None:
    """A contract for each port of a known kind, and a suite for each of its adapters and for each mapper."""
    there = find_suites(found.root)
    plan.notes += _held_already(found.ports, there)
    held = _Held.of(found, there)
    migrated = has_migrations(found.root) and "dovetail.MigrationContract" not in there.imported
    if not held.ports and not held.mappers and not migrated:
        return
    folder = f"{_tests(found.root)}/suites"
    marked = uses_pytest_django(found.root)
    plan.new(f"{folder}/conftest.py", _conftest(held, found, folder, marked=marked), "so that the suites find the code")
    if held.ports:
        plan.new(
            "contracts/__init__.py", '"""What is promised, once for each port."""\n', "a package for the contracts"
        )
    _port_modules(plan, held, folder, marked=marked)
    if migrated:
        servers = [made.tables.server for made in held.constructions.values() if made.tables and made.tables.server]
        text = migrations_module(next(iter(servers), ""))
        plan.new(f"{folder}/test_migrations.py", text, "takes the migrations of alembic.ini up and down")
    _round_trips(plan, held, found, folder)


def _held_already(ports: Iterable[FoundPort], there: Suites) -> Iterator[str]:
    """What no suite is written for, since one is there."""
    for port in ports:
        named = [each.name for each in port.adapters if each.name in there.mentioned]
        if port.cls.name in there.ports:
            yield f"{port.cls.name} has its contract already: {there.ports[port.cls.name]}"
        elif port.kind.contract and named:
            why = "since a suite that is there names it, or its conftest"
            yield f"{', '.join(named)}: no suite is written, {why}"


def _conftest(held: _Held, found: Survey, folder: str, *, marked: bool) -> str:
    """The text of the conftest; where there is no pytest-django, it starts Django itself."""
    constructions = held.constructions.values()
    declared = [made.tables for made in constructions if made.tables]
    tables = dict.fromkeys(module for each in declared for module in each.modules)
    mappings = dict.fromkeys(mapping for each in declared for mapping in each.mappings)
    uses_django = any(made.store == "django" for made in constructions)
    settings = django_settings(found.root) if uses_django and not marked else ""
    return conftest_module(folder, _folders(found), tables, mappings, _scratch(constructions), settings)


def _round_trips(plan: Plan, held: _Held, found: Survey, folder: str) -> None:
    """A suite for each mapper."""
    names = module_names([each.cls for each in held.mappers])
    for mapper in held.mappers:
        itself = mapper.cls.dotted == mapper.model.dotted
        made = Construction("none", "") if itself else read_construction(mapper.cls, found.architecture, keeps=False)
        path = f"{folder}/test_{names[mapper.cls.dotted]}_round_trip.py"
        plan.new(path, mapper_module(mapper, made), f"holds {mapper.cls.name} to what a mapper must keep")


def _tests(root: Path) -> str:
    """The folder of the tests: the first that pytest is told to look into, else the one of a usual name."""
    usual = [name for name in ("tests", "test") if (root / name).is_dir()]
    return next(iter((*stated_test_paths(root), *usual)), "tests")


def _scratch(constructions: Iterable[Construction]) -> list[Scratch]:
    """One scratch database for sync adapters and one for async ones, on a server where any of their tables needs it."""
    servers: dict[bool, str] = {}
    for made in constructions:
        if made.tables is not None:
            asynchronous = made.store == "async sql"
            servers[asynchronous] = servers.get(asynchronous) or made.tables.server
    return [Scratch(asynchronous, server) for asynchronous, server in sorted(servers.items())]


def _port_modules(plan: Plan, held: _Held, folder: str, *, marked: bool) -> None:
    ports = [port.cls for port in held.ports]
    names, modules = module_names(ports), module_names(ports, stems=True)
    suites = module_names({each.dotted: each for port in held.ports for each in port.adapters}.values())
    keepers = [port for port in held.ports if port.kind.contract == "RepositoryContract"]
    repositories = tuple(f"contracts.{modules[port.cls.dotted]}" for port in keepers)
    known = Known(
        {
            each.dotted: (f"contracts.{modules[port.cls.dotted]}", _contract_name(port, names))
            for port in keepers
            for each in port.adapters
        },
        [port.cls.dotted for port in keepers],
    )
    uses = Counter(each.dotted for port in held.ports for each in port.adapters)
    for port in held.ports:
        module = modules[port.cls.dotted]
        contract = _contract_name(port, names)
        others = repositories if port.kind.contract == "UnitOfWorkContract" else ()
        plan.new(f"contracts/{module}.py", contract_module(port, contract, others), f"what {port.cls.name} promises")
        for adapter in port.adapters:
            if (made := held.constructions.get(adapter.dotted)) is not None:
                several = f"_as_{module}" if uses[adapter.dotted] > 1 else ""
                is_unit = port.kind.contract == "UnitOfWorkContract"
                held_there = repositories_of(adapter, port.cls, made, known, held.structure) if is_unit else {}
                made = made if port.kind.contract == "RepositoryContract" else replace(made, commit=False)
                own, kind = (f"contracts.{module}", contract), port.kind.contract
                text = suite_module(adapter, made, own, kind, marked=marked, repositories=held_there)
                plan.new(f"{folder}/test_{suites[adapter.dotted]}{several}.py", text, f"holds {adapter.name} to it")


def _contract_name(port: FoundPort, names: Mapping[str, str]) -> str:
    name = f"{class_name(names[port.cls.dotted], port.cls.name)}Contract"
    return f"Our{name}" if name == port.kind.contract else name


def _folders(found: Survey) -> list[str]:
    """From where the code is imported: the repository itself, for contracts/, and `src/` where the code lies there."""
    in_src = any((found.root / "src" / name.partition(".")[0]).is_dir() for name in found.packages.names)
    return [".", *(["src"] if in_src else [])]


def _baseline(plan: Plan, found: Survey) -> None:
    """Today's findings, where there are any and everything could be judged."""
    if found.layering.layers is None or (found.root / FILE).exists():
        return
    with tempfile.TemporaryDirectory(prefix="dovetail-") as folder:
        file = Path(folder) / "settings.toml"
        file.write_text(settings_text(found), encoding="utf-8")
        configs = [file, *([found.linter.file] if found.linter else [])]
        try:
            report = judge(found.root, configs if found.settings is None else None).report
        except ContractError as error:
            plan.notes.append(f"the lint could not run, and no baseline was made: {error}")
            return
    if any(each.verdict == "not evaluated" for each in report.contracts):
        plan.notes.append("some contracts could not be evaluated: see dovetail lint")
    known = Baseline.of(report.findings)
    if known.total:
        findings = "one finding" if known.total == 1 else f"{known.total} findings"
        plan.new(FILE, known.text(), f"today's {findings} of the lint: only new ones break")


def _hook(plan: Plan) -> None:
    name = ".pre-commit-config.yaml"
    file = plan.root / name
    if not file.exists():
        plan.new(name, hooks_file(), "runs the lint before each commit")
        return
    before = file.read_text(encoding="utf-8")
    if "dovetail" in before:
        plan.new(name, "", "")
        return
    grown = with_hook(before)
    if grown is None:
        plan.notes.append(f"{name} lists its repositories in a way that only a person can add to:\n\n{hooks_file()}")
    else:
        plan.grown(name, *grown, "runs the lint before each commit")


def _agents(plan: Plan) -> None:
    """What an agent has to know, and a section of AGENTS.md that leads there."""
    plan.new(SKILL, skill(), "every clause and rule, and how to work with them, for agents")
    file = plan.root / AGENTS
    if not file.exists():
        plan.new(AGENTS, section(), "what must hold before a change is done, for agents")
        return
    before = file.read_text(encoding="utf-8")
    if HEADING in before:
        plan.new(AGENTS, "", "")
        return
    gap = "\n" if before.endswith("\n") else "\n\n"
    plan.grown(AGENTS, f"{before}{gap}{section()}", section(), "what must hold before a change is done, for agents")


def _workflow(plan: Plan) -> None:
    text, why = workflow(plan.root)
    if (plan.root / ".gitlab-ci.yml").is_file() and not (plan.root / ".github").is_dir():
        plan.notes.append("for GitLab, docs/ci.md has the job to add to .gitlab-ci.yml")
        return
    name = ".github/workflows/dovetail.yml"
    plan.new(name, text, f"runs the gate on each push{f', installed from {why}' if why else ''}")
    if not why:
        plan.notes.append(f"nothing says how the code is installed: add what it needs to the pip install of {name}")
