"""What a port answers where nothing is stored, as far as its annotations say it."""

from __future__ import annotations

from dovetail.hints import optional
from dovetail.policies import Fails, Policy, Returns
from dovetail.port import MISSING, Operation, result_arguments
from dovetail.suites.calls.operation_call import OperationCall


def missing(get: Operation | None, read: OperationCall | None) -> Policy | None:
    """What get says of an absent key: None where it is optional; a Result fails."""
    if get is None or read is None or read.returns is MISSING:
        return None
    if optional(read.returns)[1]:
        return Returns(None)
    return Fails(()) if read.result else None


def missing_effect(operation: Operation | None) -> Policy | None:
    """What a bool or an optional entity says of an effect that did not happen; a Result may as well fail."""
    if operation is None or result_arguments(operation.returns) is not None:
        return None
    hint = operation.returns
    if hint is bool:
        return Returns(False)
    return Returns(None) if hint is not MISSING and optional(hint)[1] else None
