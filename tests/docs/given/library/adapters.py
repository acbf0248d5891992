"""The unit, over a database and over a dictionary."""

from correct.unit_of_work.lending_in_memory import MemoryUnit as InMemoryUnit
from correct.unit_of_work.lending_in_sql import Base, SqlUnit

__all__ = ["Base", "InMemoryUnit", "SqlUnit"]
