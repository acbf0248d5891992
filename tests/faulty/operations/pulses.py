"""Faulty pulses, over ASGI."""

from __future__ import annotations

import asyncio
import contextvars
import os
from typing import Any

from correct.operations.applications.pulses import Pulses


class LastTrace(Pulses):
    """OPS-10: the trace is that of the request which came last."""

    last = ""

    def bind(self, trace: str) -> None:
        self.last = trace

    def trace(self) -> str:
        return self.last


class NewTrace(Pulses):
    """OPS-05: the sensor is asked under a trace of its own."""

    async def fetched(self) -> str:
        token = self.trace()
        self.bind(os.urandom(16).hex())
        try:
            return await super().fetched()
        finally:
            self.bind(token)


class LaterUnknown(Pulses):
    """OPS-11: what is done later is done in an empty context."""

    async def filed(self, path: str) -> None:
        asyncio.get_running_loop().call_soon(super().say, "debug", f"{path} filed", context=contextvars.Context())


class NeverDown(Pulses):
    """OPS-24: the end is waited for and does not come."""

    async def live_through(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await asyncio.sleep(3600)


class Stopped(Pulses):
    """OPS-26: a line that cannot be written ends the request."""
