"""What a finding tells of the wire: each request as a command that can be pasted, and what it was answered with."""

from __future__ import annotations

import shlex
from collections.abc import Collection

from dovetail.faults.provider import Exchange
from dovetail.suites.gateway.masking import MASK, is_credential, masked

_USUAL = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "transfer-encoding"}
_MOST = 4
_LENGTH = 500


def told(exchanges: Collection[Exchange], secrets: Collection[str]) -> list[str]:
    """A line for each request, with no secret in it; `$PROVIDER` stands for the provider's URL."""
    lines = [_line(each, secrets) for each in list(exchanges)[:_MOST]]
    if len(exchanges) > _MOST:
        lines.append(f"# and {len(exchanges) - _MOST} more requests")
    return lines or ["# the provider saw no request"]


def _line(exchange: Exchange, secrets: Collection[str]) -> str:
    request = exchange.request
    parts = ["curl", "-X", request.method, f'"$PROVIDER{masked(request.target, secrets)}"']
    for name, value in request.headers:
        if name.lower() not in _USUAL:
            shown = MASK if is_credential(name) else masked(value, secrets)
            parts += ["-H", shlex.quote(f"{name}: {shown}")]
    if request.body:
        parts += ["-d", shlex.quote(masked(request.body.decode("utf-8", "backslashreplace"), secrets)[:_LENGTH])]
    return f"{' '.join(parts)}  # answered: {masked(exchange.answered, secrets)}"
