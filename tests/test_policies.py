"""What an answer is called as a policy: a line that one can write."""

from __future__ import annotations

from enum import Enum

import pytest

from dovetail.policies import Answer, Failed, Raised, Returned, describe


class Trouble(Enum):
    LOST = "lost"


class NotThere:
    """An error that is no exception."""


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (Returned(None), "returns(None)"),
        (Raised(KeyError("a")), "raises(KeyError)"),
        (Failed("gone"), "fails('gone')"),
        (Failed(None), "fails(None)"),
        (Failed(Trouble.LOST), "fails(Trouble.LOST)"),
        (Failed(KeyError("a")), "fails(KeyError)"),
        (Failed(NotThere()), "fails(NotThere)"),
    ],
)
def test_an_answer_is_told_as_one_writes_it(answer: Answer, policy: str) -> None:
    assert describe(answer) == policy
