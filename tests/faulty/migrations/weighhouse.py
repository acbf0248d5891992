"""What goes wrong with the numbers of a weighhouse: a sequence that does not know of the rows."""

from __future__ import annotations

from correct.migrations import weighhouse
from correct.migrations.trees import step
from correct.migrations.weighhouse import Weighhouse

_VERSIONS = "migrations/versions/"


class NumbersBeginAgain(Weighhouse):
    """MIG-06: a table is made anew, its rows are copied, and its sequence begins at 1."""

    files = {
        **weighhouse.FILES,
        _VERSIONS + "0002_anew.py": weighhouse.ANEW.replace("setval(pg_get_serial_sequence('anew', 'id'), ", "abs("),
    }
    shown_on = "postgres_url"


class IdentityBeginsAgain(Weighhouse):
    """MIG-06: what was emptied by TRUNCATE ... RESTART IDENTITY is put back under its old keys."""

    files = {
        **weighhouse.FILES,
        _VERSIONS + "0003_put_back.py": step(
            3,
            """
            op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM scales")
            op.execute("CREATE TEMPORARY TABLE weighed AS SELECT * FROM weighings")
            op.execute("TRUNCATE weighings")
            op.execute("TRUNCATE scales RESTART IDENTITY CASCADE")
            op.execute("INSERT INTO scales (id, maker) SELECT id, maker FROM kept")
            op.execute("INSERT INTO weighings SELECT * FROM weighed")
            op.execute("DROP TABLE kept")
            op.execute("DROP TABLE weighed")
            """,
            "raise NotImplementedError",
        ),
    }
    shown_on = "postgres_url"
