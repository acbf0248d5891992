"""Faulty gateways of payments, and records of them that have drifted: what a sandbox alone can show."""

from __future__ import annotations

from typing import Any

from correct.gateway.payments import RECEIPT, PaymentsContract, Status
from correct.gateway.sandbox import SandboxedPaymentsContract, VersionedPayments
from dovetail import Reply

contract = SandboxedPaymentsContract


def _pending() -> Any:
    sandbox = SandboxedPaymentsContract.sandbox()
    sandbox.receipt["status"] = "pending"
    return sandbox


class NoVersion(VersionedPayments):
    """GATE-34: no version is asked for, so that the provider answers otherwise than it is simulated."""

    def version(self) -> dict[str, str]:
        return {}


class DriftedRecord(VersionedPayments):
    """GATE-34: the simulator has a field that the provider has given another name."""

    stated = {
        "replies": {
            **PaymentsContract.replies,
            "receipt": lambda receipt_id: Reply(json={**RECEIPT, "id": receipt_id, "memo": "thanks"}),
        }
    }


class OneStatusAlone(VersionedPayments):
    """GATE-01: a status is not known that the sandbox answers with, and that no record has."""

    stated: dict[str, Any] = {"sandbox": staticmethod(_pending)}

    def status(self, text: str) -> Status:
        if text != "succeeded":
            raise ValueError(text)
        return Status.SUCCEEDED
