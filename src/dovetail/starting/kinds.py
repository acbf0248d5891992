"""Which kind of contract is for a port: by what its operations are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import dovetail
from dovetail.architecture.classes.signatures import parameter_names
from dovetail.conventions import begins_with, words

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class
    from dovetail.architecture.classes.structure import Structure

_KEEPS = re.compile(r"(Repositor|Repo$|Storage$|Collection$|DAO$|Dao$)")
_PASSES_ON = re.compile(r"(Gateway|Client|Provider|Notifier|Sender|Service)$")
_CACHES = re.compile(r"(^I?|[a-z])Cache(Port|Protocol|Interface|Service|Backend|Client|Store)?$")
_HASHES = re.compile(r"Hash|PasswordEncoder|PasswordService|Crypt")
_OPERATIONS = "repository.operations"
_WRITES = ("save", "add", "update")
_READS = ("get", "all")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contract.

    Attributes:
        contract: the class in `dovetail`, or nothing where no kind fits.
        why: what tells it.
        operations: the methods that its words do not take for operations by themselves, by the operation's name.
    """

    contract: str
    why: str
    operations: dict[str, str] = field(default_factory=dict)


def kind_for(port: Class, structure: Structure) -> Kind:
    """The kind of contract for a port, of those that the installed dovetail has."""
    names = set(structure.methods(port)) | {name for cls in structure.lineage(port) for name in cls.methods}
    for found in (
        _unit_of_work(port, names),
        _event_store(port, names),
        _cache(port, names),
        _hasher(port, names),
        _repository(port, structure, names),
        _gateway(port),
    ):
        if found is not None:
            if not found.contract or found.contract in dovetail.__all__:
                return found
            return Kind("", f"{found.why}, and this version of dovetail has no {found.contract}")
    return Kind("", "no kind of contract is for such operations; write one of your own: docs/own-kind.md")


def _unit_of_work(port: Class, names: set[str]) -> Kind | None:
    if "commit" in names and ("rollback" in names or {"__enter__", "__aenter__"} & names):
        return Kind("UnitOfWorkContract", "it commits and rolls back")
    return Kind("UnitOfWorkContract", "its name") if re.search(r"(UnitOfWork|Uow|UoW)", port.name) else None


def _event_store(port: Class, names: set[str]) -> Kind | None:
    if re.search(r"EventStore|EventStream", port.name) and any(name.startswith(("append", "save")) for name in names):
        return Kind("EventStoreContract", "it appends events")
    return None


def _cache(port: Class, names: set[str]) -> Kind | None:
    reads = sorted(name for name in names if begins_with(name, "cache.operations.get"))
    writes = sorted(name for name in names if begins_with(name, "cache.operations.set"))
    if _CACHES.search(port.name) and reads and writes:
        return Kind("CacheContract", f"its name, and it has {reads[0]} and {writes[0]}")
    return None


def _hasher(port: Class, names: set[str]) -> Kind | None:
    hashes = sorted(names & set(words("password_hasher.operations.hash")))
    verifies = sorted(names & set(words("password_hasher.operations.verify")))
    if _HASHES.search(port.name) and hashes and verifies:
        return Kind("PasswordHasherContract", f"its name, and it has {hashes[0]} and {verifies[0]}")
    return None


def _repository(port: Class, structure: Structure, names: set[str]) -> Kind | None:
    writes = sorted(name for each in _WRITES for name in names if _is(name, each))
    reads = sorted(name for each in _READS for name in names if _is(name, each))
    loosely = sorted(name for each in _WRITES for name in names if begins_with(name, f"{_OPERATIONS}.{each}"))
    if not (writes and reads) and not (_KEEPS.search(port.name) and (reads or loosely)):
        return None
    if not _keeps_a_class(port, structure, [*writes, *reads, *loosely]):
        return Kind("", f"it has {(writes or reads or loosely)[0]}, and keeps no class of the repository's own")
    operations = dict(_named_otherwise(port, structure))
    if writes and reads:
        return Kind("RepositoryContract", f"it has {writes[0]} and {reads[0]}", operations)
    return Kind("RepositoryContract", f"its name, and it has {(reads or loosely)[0]}", operations)


def _named_otherwise(port: Class, structure: Structure) -> Iterator[tuple[str, str]]:
    """The one method that says what it writes, `create_one(user)` or `add_order(order)`, where none says it bare."""
    methods = structure.methods(port)
    bare = {name for each in _WRITES for name in words(f"{_OPERATIONS}.{each}")} & methods.keys()
    for operation in _WRITES if not bare else ():
        candidates = [
            name
            for name, method in methods.items()
            if begins_with(name, f"{_OPERATIONS}.{operation}") and len(parameter_names(method)) == 1
        ]
        if len(candidates) == 1:
            yield operation, candidates[0]


def _keeps_a_class(port: Class, structure: Structure, names: list[str]) -> bool:
    """Whether what is kept is annotated with a class, or with nothing at all, which a person can still say."""
    methods = structure.methods(port)
    annotations = [each for name in names if name in methods for each in methods[name].annotations]
    bases = [base for cls in structure.lineage(port) for base in cls.bases]
    if not annotations or any(base.endswith("Generic") for base in bases):
        return True
    for cls in structure.lineage(port):
        declared = structure.declarations(cls.module)
        parts = [part for each in annotations for part in (declared.parts(each) if declared else ())]
        meanings = {structure.follow(declared.resolve(part)) for part in parts} if declared else set()
        if any(structure.find(meaning) or meaning.endswith("TypeVar()") for meaning in meanings):
            return True
    return False


def _is(name: str, operation: str) -> bool:
    """Whether a name is that of an operation, or says besides by what or how many: `get_by_email`, `create_one`."""
    said = words(f"{_OPERATIONS}.{operation}")
    return name in said or any(
        re.fullmatch(rf"{re.escape(word)}_(one|many|by_\w+|with_\w+|of_\w+)", name) for word in said
    )


def _gateway(port: Class) -> Kind | None:
    return Kind("GatewayContract", "its name") if _PASSES_ON.search(port.name) else None
