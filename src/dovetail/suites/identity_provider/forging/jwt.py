"""JSON web tokens of any header, any claims and any signature: what a library would never write, too."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.suites.identity_provider.forging.keys import Key, in_base64

_PARTS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A token, and what is to be said of it.

    Attributes:
        text: the token.
        told: what it is, e.g. `a token that expired 10 minutes ago`.
        detail: its header and its claims, where those were chosen.
    """

    text: str
    told: str
    detail: str = ""


def encoded(header: Any, claims: Any, signature: bytes | None) -> str:
    """The three parts; two of them where there is no signature at all."""
    parts = [part(header), part(claims)]
    return ".".join(parts if signature is None else [*parts, in_base64(signature)])


def signed(key: Key, claims: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> str:
    """A token that is signed; `header` changes what a token of that key usually has in its header."""
    head = {"alg": key.algorithm, "typ": "JWT", **(header or {})}
    return encoded(head, claims, key.sign(f"{part(head)}.{part(claims)}".encode()))


def part(document: Any) -> str:
    """A header or claims as a part of a token; a text is taken as it is."""
    text = document if isinstance(document, str) else json.dumps(document, separators=(",", ":"))
    return in_base64(text.encode())


def opened(text: str) -> tuple[dict[str, Any], dict[str, Any], str] | None:
    """Header, claims and signature of a token; None of one that is no JSON web token."""
    parts = text.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        header, claims = (json.loads(base64.urlsafe_b64decode(each + "=" * (-len(each) % 4))) for each in parts[:2])
    except (ValueError, binascii.Error):
        return None
    return (header, claims, parts[2]) if isinstance(header, dict) and isinstance(claims, dict) else None
