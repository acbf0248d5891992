"""What a pytest that a test starts in a folder of its own need not do again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_KEPT = Path(__file__).parents[1] / ".hypothesis"


STORAGE = "HYPOTHESIS_STORAGE_DIRECTORY"
"""The environment variable that says where Hypothesis looks, in a process that starts elsewhere."""


def hypothesis_caches(folder: Path) -> str:
    """Let Hypothesis find there which constants our modules hold, and its tables of Unicode.

    To read all of dovetail's source anew takes each process two seconds. The examples that failed stay apart.

    Returns:
        where Hypothesis looks, for the variable of the environment.
    """
    own = folder / ".hypothesis"
    own.mkdir(exist_ok=True)
    (own / ".gitignore").write_text("*\n", encoding="utf-8")  # where the test makes a repository of the folder
    for name in ("constants", "unicode_data"):
        (_KEPT / name).mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # of its own, or from another test
            (own / name).symlink_to(_KEPT / name)
    return str(own)
