"""Tokens of a cloakroom: the store numbers them, takes many at once, and gives them out one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Token:
    number: int | None
    coat: str


class Tokens(Protocol):
    def add(self, token: Token) -> int: ...
    def get(self, number: int) -> Token | None: ...
    def remove(self, number: int) -> None: ...


class InMemoryTokens:
    def __init__(self) -> None:
        self.tokens: dict[int, Token] = {}
        self.numbers = count(1)

    def add(self, token: Token) -> int:
        number = self.next_number()
        self.tokens[number] = replace(token, number=number)
        return number

    def next_number(self) -> int:
        return next(self.numbers)

    def get(self, number: int) -> Token | None:
        return deepcopy(self.tokens.get(number))

    def remove(self, number: int) -> None:
        self.tokens.pop(number, None)


class TestInMemoryTokens(RepositoryContract):
    port = Tokens
    adapter = InMemoryTokens


@dataclass
class Coat:
    peg: int
    colour: str


class Coats(Protocol):
    def add(self, coat: Coat) -> None: ...
    def add_all(self, coats: Iterable[Coat]) -> None: ...
    def get(self, peg: int) -> Coat | None: ...
    def all(self) -> Iterator[Coat]: ...


class InMemoryCoats:
    def __init__(self) -> None:
        self.coats: dict[int, Coat] = {}

    def add(self, coat: Coat) -> None:
        self.add_all([coat])

    def add_all(self, coats: Iterable[Coat]) -> None:
        for coat in list(coats):
            self.coats[coat.peg] = deepcopy(coat)

    def get(self, peg: int) -> Coat | None:
        return deepcopy(self.coats.get(peg))

    def all(self) -> Iterator[Coat]:
        for coat in list(self.coats.values()):
            yield deepcopy(coat)


class CoatsContract(RepositoryContract):
    port = Coats


class TestInMemoryCoats(CoatsContract):
    adapter = InMemoryCoats


@dataclass
class Counter:
    """How many have passed a door."""

    door: str
    passed: int = 0


class Counters(Protocol):
    def save(self, counter: Counter) -> None: ...
    def get(self, door: str) -> Counter | None: ...
    def let_in(self, door: str, people: int) -> None: ...


class CountersOf64Bits:
    """Counts as a database does: what is kept and what is added is refused beyond 64 bits, their sum is rounded."""

    def __init__(self) -> None:
        self.counters: dict[str, Counter] = {}

    def save(self, counter: Counter) -> None:
        self.counters[counter.door] = Counter(counter.door, _of_64_bits(counter.passed))

    def get(self, door: str) -> Counter | None:
        return deepcopy(self.counters.get(door))

    def let_in(self, door: str, people: int) -> None:
        kept = self.counters[door]
        total = kept.passed + _of_64_bits(people)
        kept.passed = total if abs(total) < 2**63 else round(float(total))


def _of_64_bits(number: int) -> int:
    if not -(2**63) <= number < 2**63:
        raise OverflowError(number)
    return number


class TestCountersOf64Bits(RepositoryContract):
    port = Counters
    adapter = CountersOf64Bits
    effects = {"let_in": lambda counter, people: replace(counter, passed=counter.passed + people)}
