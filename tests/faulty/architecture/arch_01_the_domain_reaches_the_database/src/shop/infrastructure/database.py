from __future__ import annotations

import sqlite3


def current_time() -> str:
    return str(sqlite3.connect(":memory:").execute("select current_timestamp").fetchone()[0])
