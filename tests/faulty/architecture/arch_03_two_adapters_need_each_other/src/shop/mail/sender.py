from __future__ import annotations

sent: list[str] = []


def send(text: str) -> None:
    sent.append(text)
