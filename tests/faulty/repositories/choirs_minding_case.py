"""Choirs in which the case of a letter makes another singer."""

from __future__ import annotations

from correct.repositories.choirs import Choirbook, ChoirContract, Singer

contract = ChoirContract


class MindsTheCaseOfAddresses(Choirbook):
    """REPO-18: whoever writes the address in capitals is not found. REPO-11"""

    def place(self, email: str) -> str:
        return email


class FindsTheNicknameAsWritten(Choirbook):
    """REPO-17: a nickname is found in the case in which it was given alone."""

    def find_by_nickname(self, nickname: str) -> Singer | None:
        return next((each for each in self._singers.values() if each.nickname == nickname), None)


class LetsNicknamesDifferInCase(Choirbook):
    """REPO-29: two singers have one nickname, the one in capitals."""

    def called(self, one: str, other: str) -> bool:
        return one == other

    def find_by_nickname(self, nickname: str) -> Singer | None:
        return next((each for each in self._singers.values() if each.nickname.casefold() == nickname.casefold()), None)
