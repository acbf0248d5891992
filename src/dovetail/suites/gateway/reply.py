"""What the provider of a gateway answers on success."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import MISSING


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the provider behind a gateway.

    Attributes:
        status: its status.
        json: its body, as a JSON document; nothing where it has none.
        body: its body as bytes, where it is no JSON.
        headers: its headers; the content type of JSON, and the length, are added.
    """

    status: int = 200
    json: Any = MISSING
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a document that is none.

        Raises:
            ContractError: JSON has no such values.
        """
        try:
            self.content  # noqa: B018 - to see whether it can be written
        except (TypeError, ValueError) as error:
            raise ContractError(
                f"the json of a Reply is no JSON: {error}",
                "write what the provider sends: texts, numbers, booleans, None, lists and dictionaries",
            ) from error

    @property
    def content(self) -> bytes:
        """The body as it goes over the wire."""
        return self.body if self.json is MISSING else json_format.dumps(self.json).encode()

    @property
    def text(self) -> str:
        """The status and the beginning of the body, for a report."""
        shown = self.content[:200].decode("latin-1")
        return " ".join(f"{self.status} {reason(self.status)} {shown}".split())

    def with_json(self, document: Any) -> Reply:
        """The same answer with another document."""
        return replace(self, json=document)

    def rendered(self, method: str = "") -> bytes:
        """The whole answer as it goes over the wire."""
        content = b"" if method == "HEAD" or self.status in {204, 304} else self.content
        fields = {"Content-Type": "application/json"} if self.json is not MISSING else {}
        fields |= dict(self.headers)
        if self.status not in {204, 304}:
            fields.setdefault("Content-Length", str(len(content)))
        lines = [f"HTTP/1.1 {self.status} {reason(self.status)}", *(f"{name}: {fields[name]}" for name in fields)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


def reason(status: int) -> str:
    """The phrase that stands behind a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"
