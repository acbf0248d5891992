from __future__ import annotations


def send(sample: str) -> str:
    return sample
