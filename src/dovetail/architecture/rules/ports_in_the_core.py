"""ARCH-06: infrastructure defines no ports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from dovetail.architecture.classes.declarations import Class
from dovetail.architecture.classes.headers import defined_in
from dovetail.architecture.classes.interfaces import types_asked_about
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-06"

# What turns the core's objects into something else speaks of its types too, and is nothing that the core asks for.
_CONVERTERS = re.compile(
    r"(Mapper|Presenter|Serializer|Serialiser|Converter|Translator|Formatter|Renderer|Encoder|Decoder|Parser|Schema"
    r"|View|ViewModel|Assembler|Transformer|Codec|Marshaller|Factory|Builder|Projector|Projection|Hydrator"
    r"|Middleware|Controller|Handler|Resource|Command|Plugin|Hook|Strategy)(Port|Protocol|Interface|ABC|Base)?$"
)
_CONVERTING = re.compile(
    r"^(to|from|as|into|map|present|render|format|serialize|deserialize|encode|decode|dump|load|parse|convert|translate"
    r"|build|make|transform|project|hydrate|assemble|marshal|unmarshal)(_|$)"
)
# What the core asks for often goes by these names.
_PORT_NAMES = re.compile(
    r"(Repository|Repo|Gateway|Port|UnitOfWork|Store|Storage|Dao|DAO|Client|Publisher|Sender|Notifier|Bus|Provider)"
    r"(Port|Protocol|Interface|ABC)?$"
)

_ASSIGNED = re.compile(rb"\n(?:type[ \t]+)?([\w\x80-\xff]++)[^\n=(]*=(?!=)")


def check(architecture: Architecture) -> Iterator[Finding]:
    """Interfaces outside the core that it imports, or that are ports by name, speak of its types and build on no port.

    What an adapter abstracts for itself alone (a base class, a driver's Protocol) does neither.
    """
    outside = [module for module in sorted(architecture.code.scan.modules) if _is_outside(architecture, module)]
    if not outside:
        raise InapplicableError("no module belongs to a layer outside the core")
    modules = [module for module in outside if architecture.hexagon.may_declare_interfaces(module)]
    users = _users_in_the_core(architecture, modules)
    used = {dotted.rpartition(".")[0] for dotted in users}
    worth_reading = (
        module
        for module in modules
        if module in used
        or (architecture.has_role(module, "adapters") and _may_speak_of_the_core(architecture, module))
    )
    for cls in (cls for module in worth_reading for cls in architecture.hexagon.interfaces(module)):
        reason = _why_it_is_a_port(architecture, cls, users)
        if reason:
            core = " or ".join(architecture.layers.preset.core)
            message = f"{cls.name} is a port outside the core: {reason}"
            fix = f"move {cls.name} to the {core} layer, where those who call it are"
            yield architecture.code.finding(ID, cls.module, cls.line, message=message, fix=fix)


def _may_speak_of_the_core(architecture: Architecture, module: str) -> bool:
    """Whether an interface of a module may name a type of the core: told before the module is read as a whole."""
    structure = architecture.hexagon.structure
    named = types_asked_about(structure.text(module))
    declared = structure.names(module) if named else None
    if named is None or declared is None or declared.stars:
        return named is None or bool(named)
    led = {structure.follow(declared.names[name]) for name in named & declared.names.keys()}
    if not led.isdisjoint(structure.modules):  # a module, or a package: what of it is named only the whole tells
        return True
    if any(architecture.layers.is_core(name) or architecture.layers.is_core(name.rpartition(".")[0]) for name in led):
        return True
    # What is assigned there may be another name for anything: `Beds = list[Bed]`.
    assigned = _ASSIGNED.findall(b"\n" + structure.text(module))
    return not named.isdisjoint(name.decode("utf-8", "replace") for name in assigned)


def _why_it_is_a_port(architecture: Architecture, cls: Class, users: dict[str, str]) -> str | None:
    if cls.dotted in users:
        return f"{users[cls.dotted]} imports it"
    if (
        architecture.has_role(cls.module, "adapters")
        and _is_pure(cls)
        and not _builds_on_the_core(architecture, cls)
        and (_speaks_of_the_core(architecture, cls) if _PORT_NAMES.search(cls.name) else _is_a_port(architecture, cls))
    ):
        return "it speaks of the core's own types"
    return None


def _is_a_port(architecture: Architecture, cls: Class) -> bool:
    """Whether an interface by any other name speaks of the core's types and of nothing further out, and converts none.

    What an adapter abstracts for itself speaks of its own rows, sessions and requests.
    """
    if _CONVERTERS.search(cls.name) or all(map(_CONVERTING.search, cls.public_methods)):
        return False
    structure, code = architecture.hexagon.structure, architecture.code
    modules = {structure.follow(name).rpartition(".")[0] for name in _named_types(architecture, cls)}
    core = {module for module in modules if architecture.layers.is_core(module)}
    return bool(core) and not any(
        module in code.scan.modules or (module and architecture.is_foreign(module)) for module in modules - core
    )


def _users_in_the_core(architecture: Architecture, modules: Iterable[str]) -> dict[str, str]:
    """What modules of the core use that mention a class of some modules, each with the first that does."""
    structure = architecture.hexagon.structure
    reaching = [
        module
        for module in architecture.core_modules
        if any(_is_outside(architecture, name) for name in architecture.code.scan.imported_by(module))
    ]
    names = {name for module in modules if reaching for name in defined_in(structure.text(module))}
    found: dict[str, str] = {}
    for module in structure.mentioning(names, reaching):
        body = structure.body(module)
        for dotted, _ in body.uses() if body else ():
            found.setdefault(structure.follow(dotted), module)
    return found


def _is_outside(architecture: Architecture, module: str) -> bool:
    layer = architecture.layers.layer_of(module)
    return layer is not None and layer not in architecture.layers.preset.core


def _is_pure(cls: Class) -> bool:
    """Whether it has operations and does nothing itself."""
    methods = cls.public_methods.values()
    return bool(methods) and all(method.empty for method in methods)


def _speaks_of_the_core(architecture: Architecture, cls: Class) -> bool:
    follow = architecture.hexagon.structure.follow
    return any(architecture.layers.is_core(follow(name).rpartition(".")[0]) for name in _named_types(architecture, cls))


def _named_types(architecture: Architecture, cls: Class) -> list[str]:
    """What the annotations of an interface's operations name, themselves or as another name for it."""
    body = architecture.hexagon.structure.body(cls.module)
    if body is None:
        return []
    types = [annotation for method in cls.public_methods.values() for annotation in method.annotations]
    parts = [part for annotation in types for part in body.names.parts(annotation)]
    named, known = {part.id for part in parts if isinstance(part, ast.Name)}, set[str]()
    while named:
        meant = [bound.value for bound in body.bindings if bound.name in named and bound.value and not bound.drawn]
        more = [part for value in meant for part in body.names.parts(value)]
        parts += more
        known |= named
        named = {part.id for part in more if isinstance(part, ast.Name)} - known
    inner = {id(part.value) for part in parts if isinstance(part, ast.Attribute)}
    return [body.resolve(part) for part in parts if id(part) not in inner]


def _builds_on_the_core(architecture: Architecture, cls: Class) -> bool:
    lineage = architecture.hexagon.structure.lineage(cls)[1:]
    return any(architecture.layers.is_core(base.module) for base in lineage)
