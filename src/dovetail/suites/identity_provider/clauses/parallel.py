"""Requests at the same time keep their own identities: IDP-14."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from dovetail.policies import Answer, Raised
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.interleaving import all_at_once
from dovetail.suites.environment.foreign import is_foreign
from dovetail.suites.identity_provider.preconditions import identifies
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.scenario import answer_text

_ROUNDS = 3
_MANY = 6


@check("IDP-14", identifies, random=False)
def parallel_requests_keep_their_own(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    subjects = s.binding.subjects[:_MANY]
    if len(subjects) < 2 or not s.binding.says_who:
        s.not_evaluated('it takes two to be mixed up: subjects = ["...", "..."]')
    for _ in range(_ROUNDS):
        s.lines.clear()
        s.say(f"# {len(subjects)} valid tokens at the same time, each of another subject")
        answers = all_at_once(s, list(_clients(s, subjects)))
        if s.binding.takes_token and any(_fails_of_itself(s, answer) for answer in answers):
            # One adapter may be for one thread, as a connection of sqlite3 is; then each request has one of its own.
            answers = all_at_once(s, list(_clients(s, subjects, apart=True)))
        for subject, answer in zip(subjects, answers, strict=True):
            if not s.is_accepted(answer):
                s.broken(f"the token of {subject} is taken, as it is alone", answer_text(answer))
            if not s.names(Reply(answer), subject):
                s.broken(
                    f"an answer that names {subject}", answer_text(answer), hint="keep nothing of a request on self"
                )


def _fails_of_itself(s: IdentityScenario, answer: Answer) -> bool:
    """Whether a library's own exception was raised, or what the port declares for a store that fails."""
    declared = s.binding.contract.invalid is not None and s.binding.contract.invalid.accepts(answer)
    failure = s.binding.contract.failure
    failed = failure is not None and failure.accepts(answer)
    return isinstance(answer, Raised) and not declared and (failed or is_foreign(answer.error))


def _clients(s: IdentityScenario, subjects: tuple[str, ...], *, apart: bool = False) -> Iterator[Client]:
    """A client for each subject: over one adapter, or with one for each request where adapters are made so."""
    operation = s.binding.operations["identify"]
    for subject in subjects:
        shown = s.binding.present(s.valid(subject).text)
        if s.binding.takes_token and apart:
            yield Client(s.source.connect, [s.prepared(operation, token=shown)])
        elif s.binding.takes_token:
            held: Any = s.adapter
            yield Client(lambda held=held: nullcontext(held), [s.prepared(operation, token=shown)])  # type: ignore[misc]
        else:
            call = PreparedCall(operation, (), {}, lambda: operation.called(s.called, []))
            yield Client(lambda shown=shown: s.source.opening({"token": shown}), [call])  # type: ignore[misc]
