"""Credentials: which a request carries, and how a report leaves them out."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from dovetail.faults.provider import Request

MASK = "***"
_HEADER = re.compile(
    r"authorization|cookie|token|secret|password|api[-_]?key|access[-_]?key|auth[-_]?key", re.IGNORECASE
)
_PARAMETER = re.compile(
    r"^(access_?|auth_?|client_?)?(token|secret|password|passwd|signature|sig)$|^(api|access|app)_?key$", re.IGNORECASE
)
_SHORTEST = 6
_LONG = 20  # characters: a parameter `key` is a credential, and not the key of a record
_SCHEME = re.compile(r"^\w+ +(?=\S)")


def is_credential(header: str) -> bool:
    """Whether a header carries what nobody else may read."""
    return _HEADER.search(header) is not None


def credentials(requests: Iterable[Request]) -> set[str]:
    """The secrets that requests carried: in headers and queries that are named so."""
    found: set[str] = set()
    for request in requests:
        for name, value in request.headers:
            if is_credential(name):
                found |= _parts(value)
        for name, value in parse_qsl(urlsplit(request.target).query):
            if _PARAMETER.search(name) or (name.lower() == "key" and len(value) >= _LONG):
                found.add(value)
    return {each for each in found if len(each) >= _SHORTEST}


def masked(text: str, secrets: Iterable[str]) -> str:
    for each in sorted(secrets, key=len, reverse=True):
        text = text.replace(each, MASK)
    return text


def _parts(value: str) -> set[str]:
    """The value of a header, without its scheme; of a user with a password, the password too."""
    bare = _SCHEME.sub("", value)
    found = {bare}
    if value.lower().startswith("basic "):
        with suppress(ValueError):
            found.add(base64.b64decode(bare).decode().partition(":")[2])
    return found
