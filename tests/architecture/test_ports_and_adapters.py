"""Ports and their adapters are found however they are written, and nothing else is taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import broken_rules

if TYPE_CHECKING:
    from pathlib import Path

PROTOCOL = (
    "from typing import Protocol\n"
    "class Mailer(Protocol):\n"
    "    def send(self, to: str) -> None: ...\n"
    "    def drop(self, to: str) -> None: ...\n"
)
ABC = (
    "import abc\n"
    "class Mailer(abc.ABC):\n"
    "    @abc.abstractmethod\n"
    "    def send(self, to: str) -> None: ...\n"
    "    @abc.abstractmethod\n"
    "    def drop(self, to: str) -> None: ...\n"
)
WITHOUT_DROP = "class SmtpMailer({}):\n    def send(self, to: str) -> None: self.to = to\n"
IMPORTED = "from shop.domain.mail import Mailer\n"

WAYS_TO_NAME_A_BASE = {
    "import as": "import shop.domain.mail as mail\n" + WITHOUT_DROP.format("mail.Mailer"),
    "from as": "from shop.domain.mail import Mailer as M\n" + WITHOUT_DROP.format("M"),
    "relative": "from ..domain.mail import Mailer\n" + WITHOUT_DROP.format("Mailer"),
    "package": "from shop import domain\n" + WITHOUT_DROP.format("domain.Mailer"),
    "star": "from shop.domain.mail import *\n" + WITHOUT_DROP.format("Mailer"),
    "star of the package": "from shop.domain import *\n" + WITHOUT_DROP.format("Mailer"),
    "fallback": f"try:\n    {IMPORTED}except ImportError:\n    Mailer = object\n" + WITHOUT_DROP.format("Mailer"),
    "alias": f"{IMPORTED}Base = Mailer\n" + WITHOUT_DROP.format("Base"),
    "annotated alias": f"{IMPORTED}Base: type = Mailer\n" + WITHOUT_DROP.format("Base"),
    "in a block": f"{IMPORTED}if True:\n    class SmtpMailer(Mailer):\n        def send(self, to): self.to = to\n",
    "in a function": f"{IMPORTED}def make():\n    class Smtp(Mailer):\n        def send(self, to): ...\n",
    "in a function that imports": f"def make():\n    {IMPORTED}    class S(Mailer):\n        def send(self, to): ...\n",
    "handed on under another name": "from shop.letters import Letters\n" + WITHOUT_DROP.format("Letters"),
    "assigned another name elsewhere": "from shop.letters import Post\n" + WITHOUT_DROP.format("Post"),
    "in a class": f"{IMPORTED}class Outer:\n    class Smtp(Mailer):\n        def send(self, to): ...\n",
    "at two removes": IMPORTED + WITHOUT_DROP.format("Mailer") + "class Later(SmtpMailer):\n    pass\n",
    "before a mixin": f"{IMPORTED}class Mixin:\n    def drop(self, to): ...\n" + WITHOUT_DROP.format("Mailer, Mixin"),
}


@pytest.mark.parametrize("adapter", WAYS_TO_NAME_A_BASE.values(), ids=WAYS_TO_NAME_A_BASE)
def test_an_heir_is_an_heir_by_any_name(adapter: str, tmp_path: Path) -> None:
    files = {
        "shop/domain/mail.py": PROTOCOL,
        "shop/domain/__init__.py": "from .mail import *\nfrom .mail import Mailer\n",
        "shop/letters.py": "from shop.domain.mail import Mailer as Letters\nPost = Letters\n",
        "shop/adapters/mail.py": adapter,
    }
    assert broken_rules(tmp_path, files) == {"ARCH-08"}


WAYS_TO_WRITE_A_PORT = {
    "ABC": ABC,
    "ABCMeta": ABC.replace("abc.ABC", "metaclass=abc.ABCMeta"),
    "abc star": ABC.replace("import abc", "from abc import *").replace("abc.", ""),
    "typing star": PROTOCOL.replace("import Protocol", "import *"),
    "typing_extensions": PROTOCOL.replace("typing", "typing_extensions"),
    "typing as": PROTOCOL.replace("from typing import Protocol", "import typing as t").replace("(P", "(t.P"),
    "runtime checkable": PROTOCOL.replace("Protocol\n", "Protocol, runtime_checkable\n@runtime_checkable\n", 1),
    "generic": PROTOCOL.replace("Protocol\n", "Protocol, TypeVar\nT = TypeVar('T')\n", 1).replace("l)", "l[T])"),
    "either module": PROTOCOL.replace(
        "from typing import Protocol", "try:\n    from typing import Protocol\nexcept ImportError:\n    Protocol = None"
    ),
    "composed": (
        "from typing import Protocol\n"
        "class Sends(Protocol):\n    def send(self, to: str) -> None: ...\n"
        "class Drops(Protocol):\n    def drop(self, to: str) -> None: ...\n"
        "class Mailer(Sends, Drops, Protocol): ...\n"
    ),
    "left undone": (
        "import abc\n"
        "class Base(abc.ABC):\n    @abc.abstractmethod\n    def drop(self, to): ...\n"
        "class Mailer(Base):\n    def send(self, to): return to\n"
    ),
    "property": (
        "from typing import Protocol\n"
        "class Mailer(Protocol):\n    def send(self, to): ...\n    @property\n    def name(self) -> str: ...\n"
    ),
    "hook": (
        "import abc\n"
        "class Mailer(abc.ABC):\n    def send(self, to): self._send(to)\n"
        "    @abc.abstractmethod\n    def _send(self, to): ...\n"
    ),
    "record": ABC.replace("import abc\n", "import abc\nfrom dataclasses import dataclass\n@dataclass\n"),
    "context manager": (
        "import abc\n"
        "class Mailer(abc.ABC):\n    @abc.abstractmethod\n    def send(self, to): ...\n"
        "    @abc.abstractmethod\n    def __enter__(self): ...\n"
    ),
}


@pytest.mark.parametrize("port", WAYS_TO_WRITE_A_PORT.values(), ids=WAYS_TO_WRITE_A_PORT)
def test_a_port_is_a_port_however_it_is_written(port: str, tmp_path: Path) -> None:
    adapter = IMPORTED + WITHOUT_DROP.format("Mailer")
    assert broken_rules(tmp_path, {"shop/domain/mail.py": port, "shop/adapters/mail.py": adapter}) == {"ARCH-08"}


def test_what_is_left_undone_is_said_once_of_the_class_that_all_inherit(tmp_path: Path) -> None:
    """Two adapters over one base, in two contexts' words: one mistake."""
    port = "import abc\nclass Base(abc.ABC):\n    @abc.abstractmethod\n    def drop(self, to): ...\n"
    heirs = "class Letters(Base): ...\nclass Parcels(Base): ...\n"
    adapter = (
        "from shop.domain.mail import Base, Letters, Parcels\n"
        "class SqlBase(Base):\n    def drop(self, where): ...\n"
        "class SqlLetters(SqlBase, Letters): ...\nclass SqlParcels(SqlBase, Parcels): ...\n"
    )
    files = {"shop/domain/mail.py": port + heirs, "shop/adapters/mail.py": adapter}
    report = broken_rules(tmp_path, files)

    assert report == {"ARCH-09"}


PROPERTY = "    @property\n    def name(self) -> str: ...\n"
DROPS = "    def drop(self, to): self.to = to\n"
DONE = f"    def send(self, to): self.to = to\n{DROPS}"
COMPLETE = {
    "attribute": (PROTOCOL + PROPERTY, f"class Smtp(Mailer):\n    name = 'smtp'\n{DONE}"),
    "annotated attribute": (PROTOCOL + PROPERTY, f"class Smtp(Mailer):\n    name: str\n{DONE}"),
    "attribute set by the constructor": (
        PROTOCOL + PROPERTY,
        f"class Smtp(Mailer):\n    def __init__(self): self.name = 'smtp'\n{DONE}",
    ),
    "operation set by the constructor": (
        PROTOCOL,
        "class Smtp(Mailer):\n    def __init__(self, send): self.send = send\n    def drop(self, to): ...\n",
    ),
    "static method": (PROTOCOL, f"class Smtp(Mailer):\n    @staticmethod\n    def send(to): ...\n{DROPS}"),
    "either branch": (
        PROTOCOL,
        "import sys\nclass Smtp(Mailer):\n    if sys.platform == 'win32':\n        def send(self, to): ...\n"
        "    else:\n        def send(self, to): ...\n    def drop(self, to): ...\n",
    ),
    "overloads": (
        PROTOCOL,
        "from typing import overload\nclass Smtp(Mailer):\n    @overload\n    def send(self, to: str): ...\n"
        f"    @overload\n    def send(self, to: bytes): ...\n{DONE}",
    ),
    "mixin first": (PROTOCOL, f"class Mixin:\n{DONE}class Smtp(Mixin, Mailer): ...\n"),
    "operation made by a call": (
        PROTOCOL,
        "from functools import partialmethod\nclass Smtp(Mailer):\n    def _to(self, to): ...\n"
        "    send = partialmethod(_to)\n    drop = partialmethod(_to)\n",
    ),
    "other names in hooks": (
        ABC + "    @abc.abstractmethod\n    def _log(self, text): ...\n    @abc.abstractmethod\n"
        "    def __exit__(self, kind, error, trace): ...\n",
        f"class Smtp(Mailer):\n    def _log(self, words): ...\n    def __exit__(self, *error): ...\n{DONE}",
    ),
    "a module": (PROTOCOL.replace("Mailer", "Post"), "def send(to): ...\ndef drop(to): ...\n"),
    "a module that passes on": (
        PROTOCOL.replace("Mailer", "Post"),
        "import smtp\nsend = smtp.send\ndef drop(to): ...\n",
    ),
    "beside its port": (PROTOCOL.replace("Mailer", "Post") + f"class Nowhere:\n{DONE}", ""),
    "in a function": (
        PROTOCOL.replace("Mailer", "Post"),
        "def make():\n    class Local:\n        def send(self, to): ...\n        def drop(self, to): ...\n",
    ),
}


@pytest.mark.parametrize(("port", "adapter"), COMPLETE.values(), ids=COMPLETE)
def test_a_complete_adapter_is_not_accused(port: str, adapter: str, tmp_path: Path) -> None:
    imported = IMPORTED if "Mailer" in port else ""
    assert broken_rules(tmp_path, {"shop/domain/mail.py": port, "shop/adapters/mail.py": imported + adapter}) == set()


GO = "def go(self): ..."
OVERLOAD = "@overload\n    def send(self, to:"
MISMATCHES = {
    "static method": ("@staticmethod\n    def send(to: str)", "@staticmethod\n    def send(where)"),
    "class method": ("@classmethod\n    def send(cls, to: str)", "@classmethod\n    def send(cls, where)"),
    "static for a method": ("def send(self, to: str)", "@staticmethod\n    def send(where)"),
    "self by another name": ("def send(self, to: str)", "def send(this, where)"),
    "property for a method": ("def send(self)", "@property\n    def send(self)"),
    "method for a property": (f"{GO}\n    @property\n    def send(self)", f"{GO}\n    def send(self)"),
    "last overload": (f"{OVERLOAD} str): ...\n    {OVERLOAD} int)", "def send(self, x)"),
}  # fmt: skip


@pytest.mark.parametrize(("promised", "given"), MISMATCHES.values(), ids=MISMATCHES)
def test_a_signature_that_does_not_match(promised: str, given: str, tmp_path: Path) -> None:
    port = f"from typing import Protocol, overload\nclass Mailer(Protocol):\n    {promised}: ...\n"
    adapter = f"{IMPORTED}class Smtp(Mailer):\n    {given}: return 1\n"
    assert broken_rules(tmp_path, {"shop/domain/mail.py": port, "shop/adapters/mail.py": adapter}) == {"ARCH-09"}


NOBODY = {
    "nobody": "",
    "a base for others": "from abc import ABC\nfrom shop.domain.mail import Post\nclass BasePost(Post, ABC): ...\n",
    "another interface": (
        "from typing import Protocol\nfrom shop.domain.mail import Post\n"
        "class More(Post, Protocol):\n    def more(self): ...\n"
    ),
}


@pytest.mark.parametrize("adapter", NOBODY.values(), ids=NOBODY)
def test_a_port_without_a_concrete_heir_is_dead(adapter: str, tmp_path: Path) -> None:
    port = PROTOCOL.replace("Mailer", "Post")
    assert broken_rules(tmp_path, {"shop/domain/mail.py": port, "shop/adapters/mail.py": adapter}) == {"ARCH-07"}


NOTHING_BUT_ASKING = ("collections.abc.Sized, abc.ABC", "contextlib.AbstractContextManager", "library.Port, abc.ABC")


@pytest.mark.parametrize("bases", NOTHING_BUT_ASKING)
def test_a_port_may_be_made_of_interfaces_of_others(bases: str, tmp_path: Path) -> None:
    port = "import collections.abc, contextlib, library\n" + ABC.replace("abc.ABC", bases)
    assert broken_rules(tmp_path, {"shop/domain/mail.py": port}) == {"ARCH-02", "ARCH-07"}


NO_PORTS = {
    "a base class written as a Protocol": (
        "from typing import Protocol\nclass Entity(Protocol):\n    id: str\n"
        "    def equals(self, other): return self.id == other.id\n"
    ),
    "a policy that the core implements itself": (
        "import abc\nclass Policy(abc.ABC):\n    @abc.abstractmethod\n    def price(self): ...\n"
        "class Flat(Policy):\n    def price(self): return 1\n"
    ),
    "a base of events, half done": (
        "import abc\nclass Event(abc.ABC):\n    @abc.abstractmethod\n    def payload(self): ...\n"
        "class DomainEvent(Event):\n    def serialize(self): return self.payload()\n"
    ),
    "a record, for others to extend": (
        "import abc\nfrom dataclasses import dataclass\n@dataclass\nclass Fee(abc.ABC):\n    name: str\n"
        "    @abc.abstractmethod\n    def due(self, weight): ...\n"
    ),
    "a record of records": (
        "import abc, enum\nclass Rank(enum.Enum): ...\n"
        "class Grade(Rank):\n    @abc.abstractmethod\n    def pay(self, hours): ...\n"
    ),
    "an error": (
        "import abc\nclass Refused(ValueError, abc.ABC):\n    @abc.abstractmethod\n    def reason(self): ...\n"
    ),
    "settings, read as attributes": (
        "from typing import Protocol\nclass Settings(Protocol):\n    @property\n    def url(self) -> str: ...\n"
    ),
}


@pytest.mark.parametrize("text", NO_PORTS.values(), ids=NO_PORTS)
def test_what_asks_nothing_of_adapters_needs_none(text: str, tmp_path: Path) -> None:
    assert broken_rules(tmp_path, {"shop/domain/mail.py": text}) == set()


@pytest.mark.parametrize(("name", "rules"), [("CachedOrderRepository", {"ARCH-08"}), ("AuthSqlOrderRepository", set())])
def test_a_class_called_like_an_heir_of_the_port_may_be_something_else(
    name: str, rules: set[str], tmp_path: Path
) -> None:
    """One that is called like the port itself is taken at its word."""
    heir = (
        "from shop.domain.orders import OrderRepository\nclass SqlOrderRepository(OrderRepository):\n"
        "    def get_order(self, key): ...\n    def save(self, order): ...\n"
    )
    partial = f"class {name}:\n    def save(self, order): ...\n"
    assert broken_rules(tmp_path, {"shop/adapters/orders.py": heir, "shop/adapters/auth.py": partial}) == rules


def test_a_contract_for_a_port_that_says_nothing_of_its_own(tmp_path: Path) -> None:
    """Its adapters are heirs of what it is made of, and are held to the contract that names it."""
    files = {
        "shop/domain/mail.py": (
            "import abc\nclass Base(abc.ABC):\n    @abc.abstractmethod\n    def send(self, to): ...\n"
            "    def twice(self, to): self.send(to)\nclass Mailer(Base): ...\n"
        ),
        "shop/adapters/mail.py": f"{IMPORTED}class Smtp(Mailer):\n    def send(self, to): ...\n",
        "contracts/mail.py": (
            f"from dovetail import GatewayContract\n{IMPORTED}class MailContract(GatewayContract):\n    port = Mailer\n"
        ),
    }
    assert broken_rules(tmp_path, files) == {"ARCH-15"}
