"""How Alembic reaches the database that LIBRARY_DATABASE_URL names."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import create_engine

from library.adapters.sql.models import Base

engine = create_engine(os.environ["LIBRARY_DATABASE_URL"])

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()

engine.dispose()
