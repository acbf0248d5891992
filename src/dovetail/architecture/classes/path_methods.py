"""What a path is called, and what it does: the words by which `paths.py` knows one."""

from __future__ import annotations

import ast

PATHS = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath"})
TEXTS = frozenset({"read_text", "write_text", "read_bytes", "write_bytes"})
NEW_PATHS = frozenset({
    "absolute", "resolve", "expanduser", "with_name", "with_stem", "with_suffix", "with_segments", "joinpath", "cwd",
    "home", "relative_to", "readlink", "rename", "replace",
})  # fmt: skip
FOLDERS = frozenset({"iterdir", "glob", "rglob"})
SAME_VALUES = frozenset({"enumerate", "iter", "list", "reversed", "set", "sorted", "tuple", "zip"})
# What an annotation may put around a type without changing it.
WRAPPERS = frozenset({"Optional", "Union", "Annotated", "Final", "ClassVar"})
# Methods that a text has as well: of a name that is sometimes a path they say nothing.
OF_TEXTS = frozenset({"replace"})

PATH_METHODS = TEXTS | {
    "open", "mkdir", "rmdir", "unlink", "touch", "exists", "is_file", "is_dir", "iterdir", "glob", "rglob", "stat",
    "lstat", "walk", "rename", "replace", "symlink_to", "hardlink_to", "link_to", "readlink", "chmod", "lchmod",
    "owner", "group", "samefile", "is_symlink", "is_mount", "is_socket", "is_fifo", "is_block_device", "is_char_device",
    "is_junction", "copy", "copy_into", "move", "move_into", "expanduser",
}  # fmt: skip


def last_word(expression: ast.expr) -> str:
    """The name, or the attribute, that an expression ends in; nothing of another expression."""
    return expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")


def mapped_to(annotation: ast.expr) -> ast.expr | None:
    """What an annotation says of the values of a mapping: `Path` of `dict[Sku, Path]`; None of another annotation."""
    if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
        return None
    mapping = last_word(annotation.value).lower().endswith(("dict", "mapping"))
    return annotation.slice.elts[-1] if mapping else None
