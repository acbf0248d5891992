"""A member directory: the store gives the keys, no two members share an email; add and update are apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from dovetail import RepositoryContract, raises


class EmailTaken(Exception):
    """Another member has this email."""


class NoSuchMember(Exception):
    """There is no such member to change."""


@dataclass
class Member:
    email: str
    name: str
    phones: list[str] = field(default_factory=list)
    id: int | None = None

    def rename(self, name: str) -> None:
        self.name = name

    def call_on(self, phone: str) -> None:
        self.phones.append(phone)


class Members(Protocol):
    def add(self, member: Member) -> Member: ...
    def update(self, member: Member) -> None: ...
    def get_by_id(self, member_id: int) -> Member | None: ...
    def get_by_email(self, email: str) -> Member | None: ...
    def list_all(self) -> Iterable[Member]: ...
    def count(self) -> int: ...


class InMemoryMembers:
    def __init__(self) -> None:
        self._members: dict[int, Member] = {}
        self._ids = itertools.count(1)

    def add(self, member: Member) -> Member:
        self._refuse_taken(member)
        return self._keep(replace(member, id=next(self._ids)))

    def update(self, member: Member) -> None:
        if member.id not in self._members:
            raise NoSuchMember(member.id)
        self._refuse_taken(member)
        self._keep(member)

    def get_by_id(self, member_id: int) -> Member | None:
        found = self._members.get(member_id)
        return found and self._copy(found)

    def get_by_email(self, email: str) -> Member | None:
        return next((self._copy(each) for each in self._members.values() if each.email == email), None)

    def list_all(self) -> Iterable[Member]:
        return tuple(map(self._copy, self._members.values()))

    def count(self) -> int:
        return len(self._members)

    def _refuse_taken(self, member: Member) -> None:
        if any(each.email == member.email and each.id != member.id for each in self._members.values()):
            raise EmailTaken(member.email)

    def _keep(self, member: Member) -> Member:
        assert member.id is not None
        self._members[member.id] = self._copy(member)
        return self._copy(member)

    @staticmethod
    def _copy(member: Member) -> Member:
        return replace(member, phones=[*member.phones])


class MemberContract(RepositoryContract):
    port = Members
    unique = {"email": raises(EmailTaken)}
    missing_update = raises(NoSuchMember)


class Suite(MemberContract):
    adapter = InMemoryMembers
