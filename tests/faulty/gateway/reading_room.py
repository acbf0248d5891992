"""Faulty gateways of a reading room."""

from __future__ import annotations

from typing import Any

from correct.gateway.reading_room import HttpReadingRoom, ReadingRoomContract

contract = ReadingRoomContract


class SignatureAsItIs(HttpReadingRoom):
    """GATE-35: the path ends where a signature has a question mark."""

    def path(self, signature: str) -> str:
        return f"/books/{signature}"


class WordsAsTheyAre(HttpReadingRoom):
    """GATE-35: what stands behind an ampersand is a parameter of its own."""

    def query(self, words: str) -> Any:
        return f"words={words}"


class DocumentByHand(HttpReadingRoom):
    """GATE-35: a text with quotes is no JSON any more."""

    def document(self, signature: str, text: str) -> dict[str, Any]:
        return {"content": f'{{"signature": "{signature}", "text": "{text}"}}'.encode()}


class TokenForEver(HttpReadingRoom):
    """GATE-36: the token of the first call is that of all."""

    def forget(self) -> None:
        pass
