r"""Escaping for each format, so that names, messages and source lines cannot change the report that contains them.

A file's name may hold anything but a slash: line breaks, terminal sequences, commands for GitHub's runner, marks that
turn the direction of text, bytes that are no text. What cannot be seen is written as Python would write it: `\x1b`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

# Control characters, marks of direction, separators of lines, half surrogate pairs, and what XML cannot hold.
_UNSEEN = "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
# GitHub's runner takes the first for a command wherever a line begins with it, spaces apart, the other anywhere.
_COMMAND = re.compile(r"^(\s*)::|##\[")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~>@&-])|<")
_LINK = re.compile(r"\]\(")


def visible(text: str) -> str:
    """One line of text, whatever was in it."""
    # None of the unseen is printable, and most text has nothing else: the search for them is then not even compiled.
    return text if text.isprintable() else re.sub(_UNSEEN, _spelled, text)


def visible_in_lines(text: str) -> str:
    """Text with its line breaks, each line visible."""
    return "\n".join(map(visible, text.split("\n")))


def in_text(text: str) -> str:
    """Text for a terminal or a log: each line visible, and none of them a command to GitHub's runner."""
    return "\n".join(_COMMAND.sub(_no_command, line) for line in visible_in_lines(text).split("\n"))


def as_json(document: Any) -> str:
    """JSON for people too: letters of all languages stay, and what cannot be seen is escaped."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    # Half a surrogate pair is no text, and not every reader takes the escape of one.
    return re.sub(_UNSEEN, lambda found: found[0] if found[0] == "\n" else _in_json(found[0]), text) + "\n"


def in_xml(text: str) -> str:
    """Text between the tags of an XML document."""
    # The standard library's own function would load half of its network modules first.
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_html(text: str) -> str:
    """Text of an HTML document, or of an attribute in quotes, with its line breaks."""
    marked = visible_in_lines(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return marked.replace('"', "&quot;").replace("'", "&#x27;")


def in_github(text: str) -> str:
    """The message of a GitHub annotation, which is one line: those in the text are shown as lines."""
    return visible_in_lines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_github_property(text: str) -> str:
    """A property of a GitHub annotation, such as its title."""
    return in_github(text).replace(":", "%3A").replace(",", "%2C")


def in_dot(text: str) -> str:
    """A quoted string of Graphviz, its quotes included. In labels, it knows backslashes and XML's entities."""
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{escaped}"'


def in_mermaid(text: str) -> str:
    """A quoted label of Mermaid, its quotes included: it knows HTML, Markdown, and directives anywhere in its text."""
    return '"' + re.sub(r'[#"<>&`%;\\]', lambda found: f"#{ord(found[0])};", visible(text)) + '"'


def in_markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line, and that mentions nobody."""
    plain = " ".join(visible_in_lines(text).split())
    return _MARKDOWN.sub(lambda found: f"\\{found[1]}" if found[1] else "&lt;", plain)


def in_markdown_block(lines: Iterable[str]) -> list[str]:
    """Lines of Markdown that show some lines as they are, in a block that ends where it ends."""
    shown = [visible_in_lines(line) for line in lines]
    longest = max((len(found) for found in re.findall(r"`+", "\n".join(shown))), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *shown, fence]


def in_sarif(text: str) -> str:
    """A message of SARIF, where `[words](place)` is a link."""
    shown = visible_in_lines(text)
    return re.sub(r"[\[\]]", lambda found: f"\\{found[0]}", shown) if _LINK.search(shown) else shown


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no text, as Python reads it from the disk
        return f"\\x{code - 0xDC00:02x}"
    named = {9: "\\t", 10: "\\n", 13: "\\r"}
    return named.get(code) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _in_json(character: str) -> str:
    is_half = "\ud800" <= character <= "\udfff"
    return f"\\{visible(character)}" if is_half else f"\\u{ord(character):04x}"


def _no_command(found: re.Match[str]) -> str:
    return f"{found[1]}\\x3a:" if found[1] is not None else "##\\x5b"
