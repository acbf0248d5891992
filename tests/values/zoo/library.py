"""A library: attrs classes, msgspec structs, tuples and dictionaries."""

from __future__ import annotations

from typing import Annotated, Generic, NamedTuple, NotRequired, TypedDict, TypeVar

import msgspec
from attrs import define, field, frozen, validators

T = TypeVar("T")


@frozen
class Isbn:
    digits: str = field(validator=validators.matches_re(r"97[89]\d{10}"))


@define
class Copy:
    shelf: str = field(
        validator=validators.and_(validators.instance_of(str), validators.min_len(1), validators.max_len(12))
    )
    worn: int = field(default=0, validator=[validators.ge(0), validators.le(5)])


@define(slots=False)
class Book:
    isbn: Isbn
    title: str = field()
    _copies: list[Copy] = field(factory=list)
    language: str = field(default="en", validator=validators.in_(["en", "de", "fr"]))

    @title.validator
    def _has_title(self, attribute: object, value: str) -> None:
        if not value.strip():
            raise ValueError("a book has a title")

    def add_copy(self, copy: Copy) -> None:
        self._copies = [*self._copies, copy]

    def remove_copies(self, shelf: str) -> None:
        kept = [copy for copy in self._copies if copy.shelf != shelf]
        if len(kept) == len(self._copies):
            raise LookupError(shelf)
        self._copies = kept

    @property
    def copies(self) -> list[Copy]:
        return list(self._copies)


class Fine(msgspec.Struct, frozen=True):
    cents: Annotated[int, msgspec.Meta(ge=1, le=50_00)]
    reason: Annotated[str, msgspec.Meta(min_length=3, max_length=20)] = "late"


class Member(msgspec.Struct, kw_only=True):
    number: Annotated[str, msgspec.Meta(pattern=r"^M\d{4}$")]
    fines: list[Fine] = []
    since: int

    def __post_init__(self) -> None:
        if not 1990 <= self.since <= 2030:
            raise ValueError("since")


class Position(NamedTuple):
    row: int
    column: int = 0


class Address(TypedDict):
    street: str
    zip: NotRequired[str]


@define
class Shelf(Generic[T]):
    position: Position
    address: Address
    items: list[T]


class Label(str):
    """A subclass of a builtin, without a constructor of its own."""


class Count(int):
    def __new__(cls, value: int) -> Count:
        if value < 1:
            raise ValueError("at least one")
        return super().__new__(cls, value)
