"""Nobody learns who has an account: IDP-11 and IDP-12."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.identity_provider.counting import counted
from dovetail.suites.identity_provider.credentials import known_user, signed_in, stranger, wrong
from dovetail.suites.identity_provider.preconditions import authenticates, hands_over
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import all_of, check, stating

_HASHER = "adapter = staticmethod(lambda hasher: ...)"


@check("IDP-11", authenticates, random=False)
def unknown_users_are_told_what_others_are(s: IdentityScenario) -> None:
    user, password = known_user(s)
    with s.unrecorded():
        before = signed_in(s, user, wrong(password))
    of_known = signed_in(s, user, wrong(password))
    of_unknown = signed_in(s, stranger(s), wrong(password))
    for reply in (of_known, of_unknown):
        _is_rejected(s, reply)
    known, unknown, once = (
        _shown(answer, name)
        for answer, name in ((of_known.answer, user), (of_unknown.answer, stranger(s)), (before.answer, user))
    )
    _let_nobody_in(s)
    # What differs from one answer to the next for the same user, such as a number of the error, tells nothing.
    for part in {**known, **unknown}:
        if known.get(part) == once.get(part) and known.get(part) != unknown.get(part):
            expected, got = (found.get(part, f"no {part}") for found in (known, unknown))
            s.broken(f"an unknown user is answered as a wrong password is: {expected}", got, path=part)


@check(
    "IDP-12",
    all_of(
        authenticates,
        stating("hasher", "nothing states it: hasher = staticmethod(lambda: ...)"),
        hands_over("hasher", _HASHER),
    ),
    random=False,
)
def unknown_users_cost_what_others_do(s: IdentityScenario) -> None:
    user, password = known_user(s)
    with s.unrecorded():  # what an adapter makes at the first use, it makes once
        signed_in(s, stranger(s), wrong(password))
        signed_in(s, user, wrong(password))
    of_known = _hashes(s, user, wrong(password))
    of_unknown = _hashes(s, stranger(s), wrong(password))
    if not of_known:
        s.broken(
            "a wrong password is hashed",
            "the hasher was not asked",
            hint="does the adapter use the hasher it is given?",
        )
    if of_known != of_unknown:
        s.broken(
            f"an unknown user costs what a wrong password does: {of_known} of the hasher's calls",
            f"{of_unknown}",
            hint="verify against a hash of nobody's password",
        )


def _hashes(s: IdentityScenario, user: str, password: str) -> int:
    assert s.handed is not None  # else the clause does not apply
    before = counted(s.handed)
    signed_in(s, user, password)
    number = counted(s.handed) - before
    s.say(f"# the hasher was called {number} times")
    return number


def _let_nobody_in(s: IdentityScenario) -> None:
    """A password is right for one name, and no password for none."""
    users = {str(user): str(password) for user, password in s.binding.contract.users.items()}
    for user, password in users.items():
        for name, given in ((stranger(s), password), (user, ""), *((other, password) for other in users)):
            if users.get(name) == given:
                continue
            reply = signed_in(s, name, given)
            if isinstance(reply.answer, Returned) and not _is_no(s, reply):
                s.broken("nobody is let in", str(reply))


def _is_no(s: IdentityScenario, reply: Reply) -> bool:
    policy = s.binding.rejection
    return reply.value in (None, False) if policy is None else bool(policy.accepts(reply.answer))


def _is_rejected(s: IdentityScenario, reply: Reply) -> None:
    policy = s.binding.rejection
    if policy is not None:
        if not policy.accepts(reply.answer):
            s.broken(str(policy), str(reply))
    elif isinstance(reply.answer, Returned) and not _is_no(s, reply):
        s.broken("nobody is let in", str(reply))


def _shown(answer: Answer, user: str) -> dict[str, str]:
    """All that a caller sees of an answer, part by part, without the name that was given."""
    if isinstance(answer, Returned):
        parts = {"the answer": repr(answer.value)}
    else:
        error: Any = answer.error
        said = str(error) if isinstance(answer, Raised) else repr(error)
        parts = {"the class": type(error).__name__, "the message": said}
        if isinstance(error, BaseException):
            parts |= {"the arguments": repr(error.args)}
            parts |= {f".{name}": repr(held) for name, held in vars(error).items()}
    return {name: text.replace(user, "***") for name, text in parts.items()}
