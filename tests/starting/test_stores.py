"""The suites that `dovetail init` writes get the store that the source tells of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from post_office import DOMAIN, FEW, MEMORY, POST, SQL, init

from apart import hypothesis_caches
from files import write

pytestmark = pytest.mark.usefixtures("few_plugins")

NOTES_IN_MONGO = """
    {imports}
    from post.domain import Parcel, Parcels

    class MongoParcels(Parcels):
        def __init__(self, {parameter}) -> None:
            self.kept = {kept}

        def save(self, parcel: Parcel) -> None:
            self.kept.replace_one({{"_id": parcel.id}}, {{"_id": parcel.id, "weight": parcel.weight}}, upsert=True)

        def get(self, parcel_id: str) -> Parcel | None:
            found = self.kept.find_one({{"_id": parcel_id}})
            return Parcel(found["_id"], found["weight"]) if found else None

        def delete(self, parcel_id: str) -> None:
            self.kept.delete_one({{"_id": parcel_id}})
"""


# No server is to be had here: what the suite imports as MongoDB's driver is a double of it, and all else is as written.
DRIVER = """
    from mongomock import MongoClient as Double
    from mongomock.store import ServerStore

    SERVER = ServerStore()

    def MongoClient(url, **options):
        return Double(_store=SERVER)
"""


def run_suite(root: Path, path: str) -> subprocess.CompletedProcess[str]:
    hypothesis_caches(root)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:django"]
    return subprocess.run([*command, "-k", "REPO", path], cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("parameter", "kept"),
    [
        ("database: Database", 'database["parcels"]'),
        pytest.param("collection: Collection, page: int = 3", "collection", marks=pytest.mark.long),
        pytest.param(
            "connector: Connector, collection_name: str",
            "connector.connect()[collection_name]",
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_store_in_mongodb_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], parameter: str, kept: str
) -> None:
    """With what the adapter takes of it: a database, a collection, or an object that reaches it."""
    imports = "from pymongo import MongoClient\n    from pymongo.collection import Collection\n"
    imports += "    from pymongo.database import Database\n    from post.adapters.connector import Connector"
    connector = """
        from pymongo import MongoClient

        class Connector:
            def __init__(self, url: str, db_name: str) -> None:
                self.url, self.db_name = url, db_name

            def connect(self):
                return MongoClient(self.url)[self.db_name]
    """
    files = {
        **POST,
        "src/post/adapters/far.py": NOTES_IN_MONGO.format(imports=imports, parameter=parameter, kept=kept),
        "src/post/adapters/connector.py": connector,
        "pymongo/__init__.py": DRIVER,
        "pymongo/collection.py": "from mongomock.collection import Collection",
        "pymongo/database.py": "from mongomock.database import Database",
        "conftest.py": FEW,
    }
    del files["src/post/adapters/sql.py"]

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    ran = run_suite(tmp_path, "tests/suites/test_mongo_parcels.py")
    assert ran.returncode == 0, ran.stdout


DJANGO = {
    "manage.py": """
        import os
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "post.settings")
    """,
    "post/__init__.py": "",
    "post/settings.py": """
        SECRET_KEY = "no secret"
        INSTALLED_APPS = ["post.adapters"]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "post.db"}}
    """,
    "post/domain/__init__.py": DOMAIN,
    "post/adapters/__init__.py": "",
    "post/adapters/models.py": """
        from django.db import models

        class ParcelRow(models.Model):
            id = models.TextField(primary_key=True)
            weight = models.BigIntegerField()
    """,
    "post/adapters/orm.py": """
        from post.adapters.models import ParcelRow
        from post.domain import Parcel, Parcels

        class DjangoParcels(Parcels):
            def save(self, parcel: Parcel) -> None:
                ParcelRow.objects.update_or_create(id=parcel.id, defaults={"weight": parcel.weight})

            def get(self, parcel_id: str) -> Parcel | None:
                row = ParcelRow.objects.filter(id=parcel_id).first()
                return Parcel(row.id, row.weight) if row else None

            def delete(self, parcel_id: str) -> None:
                ParcelRow.objects.filter(id=parcel_id).delete()
    """,
    "conftest.py": FEW,
}


@pytest.mark.long
def test_a_store_in_django_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Django is set up by the suites themselves, with the settings that manage.py names."""
    said = init(write(tmp_path, DJANGO), capsys)

    assert "left to fill in" not in said
    assert '"DJANGO_SETTINGS_MODULE", "post.settings"' in (tmp_path / "tests/suites/conftest.py").read_text("utf-8")
    ran = run_suite(tmp_path, "tests/suites/test_django_parcels.py")
    assert ran.returncode == 0, ran.stdout
    assert not (tmp_path / "post.db").exists()


def test_where_pytest_django_is_used_the_suite_has_its_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then it is the plugin that sets Django up, and makes the scratch database."""
    init(write(tmp_path, {**DJANGO, "requirements.txt": "django\npytest-django\n"}), capsys)

    assert "django.setup()" not in (tmp_path / "tests/suites/conftest.py").read_text("utf-8")
    suite = (tmp_path / "tests/suites/test_django_parcels.py").read_text("utf-8")
    assert "@pytest.mark.django_db(transaction=True)\nclass TestDjangoParcels(" in suite


def test_a_store_in_tortoise_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the modules of its models; Tortoise itself is not installed here, so that the text alone is looked at."""
    files = {
        "post/__init__.py": "",
        "post/domain/__init__.py": DOMAIN.replace("def ", "async def "),
        "post/adapters/__init__.py": "",
        "post/adapters/models.py": """
            from tortoise import fields
            from tortoise.models import Model

            class ParcelRow(Model):
                id = fields.TextField(primary_key=True)
        """,
        "post/adapters/orm.py": """
            from post.adapters.models import ParcelRow
            from post.domain import Parcel, Parcels

            class TortoiseParcels(Parcels):
                async def save(self, parcel: Parcel) -> None: ...
                async def get(self, parcel_id: str) -> Parcel | None: ...
                async def delete(self, parcel_id: str) -> None: ...
        """,
    }

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_tortoise_parcels.py").read_text("utf-8")
    assert 'modules={"models": ["post.adapters.models"]}' in suite
    compile(suite, "suite", "exec")


def test_what_a_container_gives_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A literal, or the one adapter of the port that is asked for, with what that is given in turn."""
    files = {
        **POST,
        "src/post/domain/clock.py": """
            from typing import Protocol

            class Clock(Protocol):
                def now(self) -> int: ...
        """,
        "src/post/adapters/clock.py": """
            from post.domain.clock import Clock

            class SystemClock(Clock):
                def __init__(self, zone: str) -> None:
                    self.zone = zone

                def now(self) -> int:
                    return 1
        """,
        "src/post/adapters/memory.py": MEMORY.format(root="post")
        .replace("def __init__(self) -> None:", "def __init__(self, clock: Clock, shelf: str) -> None:")
        .replace("from copy", "from post.domain.clock import Clock\n    from copy"),
        "src/post/container.py": """
            from dependency_injector import containers, providers
            from post.adapters.clock import SystemClock
            from post.adapters.memory import MemoryParcels

            class Container(containers.DeclarativeContainer):
                clock = providers.Singleton(SystemClock, "UTC")
                parcels = providers.Factory(MemoryParcels, clock=clock, shelf="north")
        """,
    }
    del files["src/post/adapters/sql.py"]

    said = init(write(tmp_path, files), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_memory_parcels.py").read_text("utf-8")
    assert "lambda: MemoryParcels(clock=SystemClock(zone='UTC'), shelf='north')" in suite


def test_parameters_that_say_annotated_under_another_name_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """FastAPI's `Db = Annotated[Session, Depends(...)]`, through a package that passes it on."""
    given = """
        from typing import Annotated
        from fastapi import Depends
        from sqlalchemy.orm import Session

        Db = Annotated[Session, Depends(lambda: None)]
    """
    adapter = SQL.format(root="post").replace("session: Session, mapper: ParcelMapper", "db: Db, mapper: Mapper")
    adapter = adapter.replace("self.session = session", "self.session = db").replace(
        "class SqlParcels", "Mapper = Annotated[ParcelMapper, None]\n\n    class SqlParcels"
    )
    head = "\n    from typing import Annotated\n    from post.adapters.given import Db"
    files = {"__init__.py": "from post.adapters.given.sessions import Db\n", "sessions.py": given}
    written = {f"src/post/adapters/given/{name}": text for name, text in files.items()}

    said = init(write(tmp_path, {**POST, **written, "src/post/adapters/sql.py": head + adapter}), capsys)

    assert "left to fill in" not in said
    suite = (tmp_path / "tests/suites/test_sql_parcels.py").read_text(encoding="utf-8")
    assert "SqlParcels(db=session, mapper=ParcelMapper())" in suite


def test_modules_that_declare_tables_are_imported_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A suite of one table needs the others too, to which its rows refer."""
    stamps = """
        from sqlalchemy.orm import Mapped, mapped_column
        from post.adapters.sql import Base

        class StampRow(Base):
            __tablename__ = "stamps"
            id: Mapped[str] = mapped_column(primary_key=True)
    """
    second = SQL.format(root="post").replace("class Base(DeclarativeBase): ...", "from post.adapters.sql import Base")
    second = second.replace("Sql", "Second").replace('"parcels"', '"seconds"').replace("ParcelRow", "SecondRow")
    files = {**POST, "src/post/adapters/stamps.py": stamps, "src/post/adapters/second.py": second}

    init(write(tmp_path, files), capsys)

    suites = tmp_path / "tests/suites"
    line = "import post.adapters.stamps  # noqa: E402, F401 (declares tables)\n"
    assert (suites / "conftest.py").read_text("utf-8").count(line) == 1
    for name in ("test_sql_parcels.py", "test_second_parcels.py"):
        assert "post.adapters.stamps" not in (suites / name).read_text("utf-8")
