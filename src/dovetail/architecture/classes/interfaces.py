"""Classes that only ask, told from their own text: most modules that say `abstract` have none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from dovetail.architecture.classes.declarations import Class
from dovetail.architecture.classes.outline import statements
from dovetail.architecture.classes.read_declarations import read_declarations
from dovetail.architecture.source.texts import UNPARSABLE
from dovetail.architecture.source.words import GIVEN_TO_A_NAME, places

# What makes an interface: whatever else it does, or where it does nothing else.
_ASKING = (b"Protocol", b"abstract")
_REFUSING = b"NotImplementedError"
WORDS = (*_ASKING, _REFUSING)
# The same as words. What begins with letters is found ten times as fast as what begins with the edge of a word.
SAID = re.compile(
    rb"(Protocol(?<!\wProtocol)|NotImplementedError(?<!\wNotImplementedError)"
    rb"|abstract(?<!\wabstract)(method|property|classmethod|staticmethod))\b"
)
# Under another name a class need not say it.
_RENAMED = re.compile(rb"\w*\s+as\b")
_NEAR = 100
# The one line of a class's header, with the margin of its body.
_HEADER = re.compile(rb"class[ ]+\w+[^\n]*:[ ]*\n([ \t]+)(?=\S)")
# The rest of a method's header on one line, a description, and a statement that is none of an interface.
_DOES = (
    rb'\w*\([^"#\n]*:[ ]*\n(?:[ \t]+"""[^"\\]*"""[ ]*\n\s*?)?[ \t]+'
    rb"(?:(?:return|if|for|while|with|try|async|await)\b|\w+(?:\.\w+)*(?:[ ]=[ ]|\())"
)


def says_that_it_asks(text: bytes) -> bool:
    """Whether a module says what makes an interface."""
    return any(map(text.__contains__, WORDS)) and SAID.search(text) is not None


def may_have_interfaces(text: bytes) -> bool:
    """Whether a module that says so may declare an interface: told before it is parsed."""
    return _renames(text) or any(map(_may_be_an_interface, statements(text)))


def _may_be_an_interface(statement: bytes) -> bool:
    """Whether a statement may declare an interface: not where it merely refuses something, and does something else."""
    asks = any(map(statement.__contains__, _ASKING))
    refuses = asks or _REFUSING in statement
    return refuses and not _has_no_class(statement) and (asks or not _plainly_does(statement))


def types_asked_about(text: bytes) -> set[str] | None:
    """The names of the types that the interfaces of a module may speak of; None where only the whole would tell.

    Only the classes that say what makes an interface, and do nothing themselves, as a port would, are parsed.
    """
    if _renames(text):
        return None
    found: set[str] = set()
    for statement in statements(text):
        if any(map(statement.__contains__, WORDS)) and not (_has_no_class(statement) or _plainly_does(statement)):
            try:
                declared = read_declarations("", Path(), statement, ast.parse(statement))
            except UNPARSABLE:
                return None  # it is cut off within a string, or is no Python
            for cls in filter(_may_only_ask, declared.classes.values()):
                types = (annotation for method in cls.methods.values() for annotation in method.annotations)
                found.update(part.id for each in types for part in declared.parts(each) if isinstance(part, ast.Name))
    return found


def _has_no_class(statement: bytes) -> bool:
    """Whether there is no doubt that it declares no class of the module; one within a string may end that."""
    other = statement.startswith((b"def ", b"async ", b"from ", b"import ")) or b"class" not in statement
    return other and statement.count(b'"""') % 2 == 0 and b"'''" not in statement


def _plainly_does(statement: bytes) -> bool:
    """Whether there is no doubt that a class has a method for callers that does something: its text says so.

    That spares parsing most of those that merely raise `NotImplementedError` somewhere.
    """
    header = _HEADER.match(statement)
    if header is None or b"'''" in statement:
        return False
    method = re.compile(rb"\n+%s(?:async[ ]+)?def[ ]+[a-zA-Z]%s" % (header[1], _DOES))
    return any(_is_bare(statement, found.start()) for found in method.finditer(statement))


def _is_bare(statement: bytes, place: int) -> bool:
    """Whether what follows stands in no string and has no decorator, as far as the text before it tells."""
    line = statement[statement.rfind(b"\n", 0, place) + 1 : place].lstrip()
    return statement.count(b'"""', 0, place) % 2 == 0 and not line.startswith((b"@", b")", b"#"))


def _renames(text: bytes) -> bool:
    return any(
        _RENAMED.match(text, place + len(word)) or GIVEN_TO_A_NAME.search(text[max(0, place - _NEAR) : place])
        for word in WORDS
        for place in places(text, word)
    )


def _may_only_ask(cls: Class) -> bool:
    """Whether no method is there for callers that does something; one with a decorator may be none for them."""
    plain = (method for method in cls.methods.values() if method.public and not method.decorators)
    return bool(cls.methods) and not cls.name.startswith("_") and all(method.empty for method in plain)
