"""How an adapter is opened, read from its constructor: over nothing, a store, or what only a person knows."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dovetail.conventions import words
from dovetail.starting.arguments import URL, Argument, Arguments, Parameter, mongo_level, parameters_of
from dovetail.starting.tables import Tables, find_tables_of

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class, Function
    from dovetail.architecture.model import Architecture

Store = Literal[
    "none", "sql", "async sql", "redis", "async redis", "mongo", "async mongo", "django", "tortoise", "unknown"
]
_SQL = re.compile(r"\b(async_)?(?:\w*?)(Async)?(scoped_session|sessionmaker|Session|Engine|Connection)\b")
_SQL_NAMES = re.compile(r"session|engine|conn|(^|_)db$|database")
_ENDS_ITSELF = re.compile(rb"\.(commit|begin)\(|\bautocommit\b|AUTOCOMMIT")


@dataclass(frozen=True)
class Construction:
    """How an adapter is opened.

    Attributes:
        store: where it keeps its data.
        arguments: what else its constructor takes; empty where it takes nothing else.
        parameter: the parameter that takes what the store gives.
        commit: whether others commit what it writes.
        tables: its tables, where it keeps its data in SQL.
        unknown: in words, what only a person can fill in; empty where there is nothing of the kind.
        why: what tells the store.
        library: by which it reaches the store, where several do.
        given: of a store in MongoDB, what the parameter takes: a `database` or a `collection`; `...` where a person has
            to say what the constructor is given.
        models: the modules with the models of an ORM that has to be told.
    """

    store: Store
    why: str
    arguments: tuple[Argument, ...] = ()
    parameter: str = ""
    commit: bool = False
    tables: Tables | None = None
    unknown: str = ""
    library: str = ""
    given: str = ""
    models: tuple[str, ...] = ()


def read_construction(adapter: Class, architecture: Architecture, *, keeps: bool = True) -> Construction:
    """Read how an adapter is opened.

    Args:
        adapter: its class.
        architecture: the repository.
        keeps: whether it keeps anything; a mapper needs no store, whatever libraries it imports.
    """
    return _Reader(adapter, architecture).read(keeps=keeps)


class _Reader:
    def __init__(self, adapter: Class, architecture: Architecture) -> None:
        self._adapter = adapter
        self._architecture = architecture
        self._structure = architecture.hexagon.structure
        self._lineage = self._structure.lineage(adapter)

    def read(self, *, keeps: bool) -> Construction:
        parameters = self._parameters()
        if parameters is None:
            said = "its constructor takes any arguments"
            return Construction("unknown", said, unknown=said)
        resource = next((each for each in parameters if keeps and self._resource(*each[:2])), None)
        others = [each for each in parameters if each is not resource and each[2]]
        store_of = None if resource is None else self._resource(*resource[:2])
        given = Arguments(
            self._adapter,
            self._architecture,
            lambda name, annotation: store_of and self._resource(name, annotation) == store_of,
        )
        known = [given.of(name, annotation, owner) for name, annotation, _, owner in others]
        if None in known:
            said = f"it is built from {self._shown(parameters)}"
            return self._over_an_engine(said, said) or Construction("unknown", said, unknown=said)
        arguments = tuple(each for each in known if each is not None)
        if resource is None:
            if keeps and (made := self._by_itself(arguments, given)) is not None:
                return made
            if keeps and (driver := self._driver()) and not self._is_in_memory():
                said, why = f"it reaches {driver} by itself, so let it reach a scratch one", f"it imports {driver}"
                return self._over_an_engine(said, why, arguments) or Construction("unknown", why, unknown=said)
            return Construction("none", "its constructor needs no store", arguments)
        name, annotation, _, _ = resource
        store = self._resource(name, annotation) or "unknown"
        why = f"its constructor takes {self._shown([resource])}"
        if "mongo" in store:
            library, takes = self._mongo(), mongo_level(name, annotation)
            if takes == "client":
                said = "it names its database itself, so give it a client of a server on which that may be dropped"
                return Construction("unknown", why, arguments, unknown=f"{why}; {said}")
            return Construction(store, why, arguments, name, library=library, given=takes)
        if "redis" in store:
            said = "give it the client of a scratch Redis, which is emptied"
            return Construction(store, why, arguments, name, unknown=said)
        tables = find_tables_of(self._adapter, self._architecture)
        if tables is None:
            return Construction("unknown", why, unknown=f"{why}, and no metadata with its tables was found")
        return Construction(store, why, arguments, name, self._is_committed_by_others(), tables)

    def _parameters(self) -> list[Parameter] | None:
        return parameters_of(self._adapter, self._structure)

    def _resource(self, name: str, annotation: ast.expr | None) -> Store | None:
        """The store that gives what a parameter takes."""
        text = ast.unparse(annotation).strip("'\"") if annotation is not None else ""
        uses = self._imports()
        if "redis" in uses and re.search(r"\bRedis\b", text):
            return "async redis" if any(each.startswith("redis.asyncio") for each in uses["redis"]) else "redis"
        if mongo_level(name, annotation) and (driver := self._mongo()):
            return "async mongo" if driver == "motor" or "Async" in text else "mongo"
        found = _SQL.search(self._meaning(annotation)) or _SQL.search(text)
        library = {"sqlalchemy", "sqlmodel"} & uses.keys()
        asynchronous = any(type(method.node) is ast.AsyncFunctionDef for method in self._methods())
        if found and library:
            return "async sql" if found[1] or found[2] else "sql"
        if not text and library and _SQL_NAMES.search(name):
            return "async sql" if asynchronous else "sql"
        if not text and not library and _SQL_NAMES.search(name) and find_tables_of(self._adapter, self._architecture):
            return "sql"
        return None

    def _mongo(self) -> str:
        """The driver of MongoDB that its module imports, or nothing."""
        return next((each for each in ("motor", "pymongo") if each in self._imports()), "")

    def _by_itself(self, arguments: tuple[Argument, ...], given: Arguments) -> Construction | None:
        """How an adapter is opened that reaches its store by itself, where a scratch one can take its place."""
        asynchronous = any(type(method.node) is ast.AsyncFunctionDef for method in self._methods())
        if (library := given.mongo) and any(URL in each.text for each in arguments):
            store: Store = "async mongo" if asynchronous else "mongo"
            return Construction(store, f"it is given what reaches {library}", arguments, library=library)
        libraries = self._libraries()
        if "django" in libraries and not asynchronous:
            return Construction("django", "it imports django", arguments)
        if "tortoise" in libraries:
            models = {each.module for each in self._architecture.models if self._is_of(each, "tortoise")}
            return Construction("tortoise", "it imports tortoise", arguments, models=tuple(sorted(models)))
        return None

    def _over_an_engine(
        self, said: str, why: str, arguments: tuple[Argument, ...] | None = None
    ) -> Construction | None:
        """How an adapter is opened that is known to use SQL, and not how: a store is there, and one line is missing."""
        if not {"sqlalchemy", "sqlmodel"} & self._libraries() or self._is_in_memory():
            return None
        tables = find_tables_of(self._adapter, self._architecture)
        asynchronous = any(type(method.node) is ast.AsyncFunctionDef for method in self._methods())
        store: Store = "async sql" if asynchronous else "sql"
        if tables is None:
            return None
        given = "" if arguments is not None else "..."
        return Construction(store, why, arguments or (), tables=tables, unknown=said, given=given)

    def _is_of(self, model: Class, library: str) -> bool:
        return any(base.partition(".")[0] == library for base in self._structure.foreign_bases(model))

    def _meaning(self, annotation: ast.expr | None) -> str:
        """What an annotation stands for, where it is an alias: `DBSession = AsyncSession`."""
        if not isinstance(annotation, ast.Name | ast.Attribute):
            return ""
        meanings = (
            self._structure.follow(declared.resolve(annotation))
            for cls in self._lineage
            if (declared := self._structure.declarations(cls.module)) is not None
        )
        return next(meanings, "")

    def _imports(self) -> dict[str, list[str]]:
        """The libraries that the adapter's own module, and those of its bases, import."""
        found: dict[str, list[str]] = {}
        for cls in self._lineage:
            declared = self._structure.declarations(cls.module)
            for meaning in declared.names.values() if declared else ():
                found.setdefault(meaning.partition(".")[0], []).append(meaning)
        return found

    def _methods(self) -> list[Function]:
        return list(self._structure.methods(self._adapter).values())

    def _driver(self) -> str:
        """The library by which it reaches something outside."""
        return next(iter(sorted(self._libraries() & words("imports.adapters"))), "")

    def _libraries(self) -> set[str]:
        """The libraries that it imports, or that made what it imports."""
        libraries = set(self._imports())
        models = {cls.dotted: cls for cls in self._architecture.models}
        for meaning in {each for meanings in self._imports().values() for each in meanings}:
            libraries.add(self._structure.follow(meaning).partition(".")[0])
            libraries.add(self._structure.assigned(meaning).partition(".")[0])
            model = models.get(self._structure.follow(meaning))
            foreign = self._structure.foreign_bases(model) if model else set()
            libraries |= {base.partition(".")[0] for base in foreign}
        return libraries

    def _is_in_memory(self) -> bool:
        return bool(re.search(r"(?i)memory|fake|dummy|stub", self._adapter.name))

    def _is_committed_by_others(self) -> bool:
        return not any(_ENDS_ITSELF.search(self._structure.text(cls.module)) for cls in self._lineage)

    def _shown(self, parameters: list[Parameter]) -> str:
        said = (f"{name}: {ast.unparse(annotation)}" if annotation else name for name, annotation, _, _ in parameters)
        return ", ".join(said)
