"""What a kind of contract is written with, for those who have a kind of port that dovetail has no contract for.

`docs/own-kind.md` tells how. What is not named here, or in `dovetail` and `dovetail.stores`, is private and may change.
"""

from dovetail.errors import ContractError
from dovetail.policies import Answer, Failed, Policy, Raised, Returned, describe
from dovetail.port import Port, read_port
from dovetail.stores import Store
from dovetail.suites.calls.port_contract import PortBinding, PortContract, PortScenario, StoreContract
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import Check, check
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import Given, Option, Shape, option
from dovetail.suites.kernel.scenario import Scenario, answer_text
from dovetail.suites.kernel.source import Source
from dovetail.suites.kernel.subject import Binding, Subject

__all__ = [
    "Answer",
    "Binding",
    "Check",
    "Contract",
    "ContractError",
    "Failed",
    "Given",
    "Option",
    "Policy",
    "Port",
    "PortBinding",
    "PortContract",
    "PortScenario",
    "Raised",
    "Reply",
    "Returned",
    "Scenario",
    "Shape",
    "Source",
    "Store",
    "StoreContract",
    "Subject",
    "answer_text",
    "check",
    "describe",
    "option",
    "read_port",
]
