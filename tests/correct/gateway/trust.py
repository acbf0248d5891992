"""Whom the clients of these gateways trust."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def trusting(ca: str | None = None) -> ssl.SSLContext:
    """The authority in a file, or those of the system. Made once: it takes longer than a hundred calls."""
    return ssl.create_default_context(cafile=ca)
