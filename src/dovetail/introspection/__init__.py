"""What the user's own source tells: this is the one place that reads it (`ast`, `dis`, `inspect.getsource`).

`signatures` asks Python itself what a callable takes.

Each module answers one kind of question. Source may be missing or newer than this Python can parse; then there is no
answer, and callers go on with what can be measured.
"""

from __future__ import annotations

from dovetail.introspection.written_constructors import (
    assigned_attributes,
    declared_attributes,
    kept_as,
    written_constructor,
)

__all__ = ["assigned_attributes", "declared_attributes", "kept_as", "written_constructor"]
