"""A port, read from its annotations: what its operations are, what they take and what they promise."""

from dovetail.port.operation import COLLECTION, MISSING, FunctionKind, Operation, Parameter
from dovetail.port.reading import Port, operations_of, read_port
from dovetail.port.results import open_result, register_result, result_arguments

__all__ = [
    "COLLECTION",
    "MISSING",
    "FunctionKind",
    "Operation",
    "Parameter",
    "Port",
    "open_result",
    "operations_of",
    "read_port",
    "register_result",
    "result_arguments",
]
