"""A program that answers as squawk does, in its own words, to the one statement that the zoo has for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# What squawk 2.70 prints; a statement that is made concurrently, or on a table of its own file, is none that it tells.
PROGRAM = """#!{python}
import json, sys
text = open(sys.argv[-1]).read().splitlines()
print(json.dumps([
    {{
        "file": sys.argv[-1], "line": number, "column": 0, "level": "Warning",
        "message": "During normal index creation, table updates are blocked, but reads are still allowed.",
        "help": "Use `concurrently` to avoid blocking writes.",
        "rule_name": "require-concurrent-index-creation", "column_end": len(line), "line_end": number,
    }}
    for number, line in enumerate(text)
    if line.startswith("CREATE INDEX") and "CONCURRENTLY" not in line
] + [
    {{
        "file": sys.argv[-1], "line": 0, "column": 0, "level": "Warning", "message": "Missing `set lock_timeout`",
        "help": None, "rule_name": "require-lock-timeout", "column_end": 1, "line_end": 0,
    }}
]))
"""


def installed(folder: Path) -> str:
    """Write the program into a folder, and give the search path that finds it first."""
    program = folder / "squawk"
    program.write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
