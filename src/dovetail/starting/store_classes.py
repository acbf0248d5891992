"""The text of stores that dovetail does not ship: MongoDB, Django's ORM and Tortoise, as the recipes show them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.starting.arguments import DATABASE, URL

if TYPE_CHECKING:
    from dovetail.starting.construction import Construction
    from dovetail.starting.imported import Imports

_WIDTH = 72
_MONGO = """
{url} = os.environ.get("MONGO_URL", "mongodb://localhost:27017")  # a server of the tests' own
{database} = "dovetail_scratch"  # dropped before each scenario


def _client():
    return {client}({url}, serverSelectionTimeoutMS=2000)


class MongoStore:
    @{manager}
    {async_}def connect(self):
        client = _client()
        try:
            yield {opened}
        finally:
            {await_close}client.close()

    {async_}def clear(self):
        client = _client()
        {await_}client.drop_database({database})
        {await_close}client.close()
"""
_DJANGO = """
class DjangoStore:
    @contextmanager
    def connect(self):
        yield {opened}
        connection.close()  # the next client has a connection of its own

    def clear(self):
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))

    @contextmanager
    def statements(self):
        sent = []

        def note(execute, sql, params, many, context):
            sent.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield sent
"""
_TORTOISE = """
class TortoiseStore:
    def __init__(self, file):
        self.file = file

    @asynccontextmanager
    async def connect(self):
        await self._begin()
        yield {opened}
        await connections.close_all()

    async def clear(self):
        self.file.unlink(missing_ok=True)
        await self._begin()
        await Tortoise.generate_schemas()
        await connections.close_all()

    async def _begin(self):
        await Tortoise.init(db_url=f"sqlite://{{self.file}}", modules={{"models": {models}}})
"""


@dataclass(frozen=True, slots=True)
class StoreText:
    """How a suite has a store of its own.

    Attributes:
        above: the module's lines above the suite.
        inside: the lines in the suite that name it.
        mark: the decorator of the suite, or nothing.
    """

    above: str
    inside: tuple[str, ...]
    mark: str = ""


def store_text(made: Construction, opened: str, imports: Imports, *, marked: bool) -> StoreText:
    """The store of an adapter.

    Args:
        made: how the adapter is opened; its store is one of those that this module knows.
        opened: what opens it.
        imports: what the module imports, to be added to.
        marked: whether pytest-django runs the suite, which keeps everybody from the database who has no mark.
    """
    if made.store == "django":
        imports.name("contextlib", "contextmanager")
        imports.name("django.core.management.color", "no_style")
        imports.name("django.db", "connection")
        if marked:
            imports.module("pytest", "")
        mark = "@pytest.mark.django_db(transaction=True)" if marked else ""
        return StoreText(_DJANGO.format(opened=opened), ("store = DjangoStore",), mark)
    if made.store == "tortoise":
        return _tortoise(made, opened, imports)
    return _mongo(made, opened, imports)


def _tortoise(made: Construction, opened: str, imports: Imports) -> StoreText:
    imports.module("pytest", "")
    imports.name("contextlib", "asynccontextmanager")
    imports.name("tortoise", "Tortoise")
    imports.name("tortoise", "connections")
    models = "[" + ", ".join(f'"{each}"' for each in made.models) + "]"
    lines = ("@pytest.fixture", "def store(self, tmp_path):", '    return TortoiseStore(tmp_path / "scratch.db")')
    return StoreText(_TORTOISE.format(opened=opened, models=models), lines)


def _mongo(made: Construction, opened: str, imports: Imports) -> StoreText:
    asynchronous, motor = made.store == "async mongo", made.library == "motor"
    client = "AsyncIOMotorClient" if motor else "AsyncMongoClient" if asynchronous else "MongoClient"
    manager = "asynccontextmanager" if asynchronous else "contextmanager"
    imports.module("os", "")
    imports.name("contextlib", manager)
    imports.name("motor.motor_asyncio" if motor else "pymongo", client)
    await_ = "await " if asynchronous else ""
    text = _MONGO.format(
        url=URL,
        database=DATABASE,
        client=client,
        manager=manager,
        opened=_in_lines(opened, " " * 16),
        async_="async " if asynchronous else "",
        await_=await_,
        await_close="" if motor else await_,
    )
    return StoreText(text, ("store = MongoStore",))


def _in_lines(call: str, indent: str) -> str:
    """A call in one line, or one argument a line where that is long."""
    name, _, inside = call.partition("(")
    if len(call) <= _WIDTH:
        return call
    arguments = "".join(f"\n{indent}{each.strip()}," for each in re.split(r",(?![^(]*\))", inside.removesuffix(")")))
    return f"{name}({arguments}\n{indent[4:]})"


def mongo_value(given: str) -> str:
    """What of a client is given to the parameter of an adapter: a scratch database, or a collection in it."""
    return f"client[{DATABASE}]" if given == "database" else f'client[{DATABASE}]["scratch"]'


def django_conftest(settings: str) -> str:
    """The part of conftest.py by which Django is set up, and has a scratch database, where no plugin sees to it."""
    return textwrap.dedent(f"""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{settings}")
        django.setup()


        @pytest.fixture(scope="session", autouse=True)
        def scratch_databases():
            from django.test.utils import setup_databases, teardown_databases

            made = setup_databases(verbosity=0, interactive=False)
            yield
            teardown_databases(made, verbosity=0)
    """)


def known(stores: Iterable[str]) -> set[str]:
    """Those of the stores that this module has the text of."""
    return set(stores) & {"mongo", "async mongo", "django", "tortoise"}
