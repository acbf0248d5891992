"""How Alembic reaches the database that DRIFTED_DATABASE_URL names."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import create_engine

from drifted.adapters.sql.models import Base

engine = create_engine(os.environ["DRIFTED_DATABASE_URL"])

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()

engine.dispose()
