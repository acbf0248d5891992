from __future__ import annotations

from shop.main import application


def run() -> object:
    return application()
