"""Whatever is wrong with a token is one failure, and a store that is down is another: IDP-09, IDP-10 and IDP-13."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dovetail.policies import Answer, Raised, Returned, describe
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.foreign import foreign_hint
from dovetail.suites.identity_provider import forged_tokens
from dovetail.suites.identity_provider.credentials import known_user, signed_in
from dovetail.suites.identity_provider.forging.jwt import Token
from dovetail.suites.identity_provider.preconditions import authenticates, chooses, identifies
from dovetail.suites.identity_provider.scenario import IdentityScenario
from dovetail.suites.kernel.check import all_of, any_of, check, stating
from dovetail.suites.kernel.scenario import answer_text


@check("IDP-09", identifies, random=False)
def garbled_tokens_are_refused(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    for token in forged_tokens.garbled(s):
        reply = s.shown(token)
        if reply is None:
            continue
        if s.is_accepted(reply.answer):
            s.broken("it is refused", str(reply))
        _is_declared(s, reply)


@check("IDP-10", identifies, random=False)
def there_is_one_failure(s: IdentityScenario) -> None:
    s.a_valid_token_passes()
    first: Answer | None = None
    said: list[str] = []
    for token in _forged(s):
        reply = s.shown(token)
        if reply is None or s.is_accepted(reply.answer):
            continue  # as another clause tells
        _is_declared(s, reply)
        if s.binding.contract.invalid is not None:
            continue
        if first is not None and type(first) is not type(reply.answer):
            s.broken(f"every such token is answered in one way: {describe(first)}", str(reply))
        first = first or reply.answer
        said.append(describe(reply.answer))
    _tell_of_no_subject(s)
    if said:
        errors = sorted({each.removeprefix("raises(").removesuffix(")") for each in said})
        s.observed["invalid"] = f"raises({', '.join(errors)})" if said[0].startswith("raises(") else said[0]


@check(
    "IDP-13",
    all_of(any_of(identifies, authenticates), stating("down", "nothing states it: down = staticmethod(lambda: ...)")),
    random=False,
)
def a_store_that_is_down_is_not_invalid(s: IdentityScenario) -> None:
    if identifies(s.binding, None) is None:
        s.a_valid_token_passes()
        token = s.valid()
        invalid = s.show(next(forged_tokens.of_another_key(s))).answer
        with s.down():
            reply = s.show(token)
        s.say("# its store cannot be reached")
        _is_a_failure(s, reply, invalid)
    if authenticates(s.binding, None) is None:
        s.lines.clear()
        user, password = known_user(s)
        invalid = signed_in(s, user, f"Not-{password}").answer
        s.lines.clear()
        with s.down():
            reply = signed_in(s, user, password)
        _is_a_failure(s, reply, invalid)


def _is_declared(s: IdentityScenario, reply: Reply) -> None:
    policy = s.binding.contract.invalid
    if policy is not None and not policy.accepts(reply.answer):
        s.broken(str(policy), str(reply), hint=foreign_hint(getattr(reply.answer, "error", None)))


def _tell_of_no_subject(s: IdentityScenario) -> None:
    """A token of the issuer that is for nobody is no attack; what comes of it is told, and breaks nothing."""
    if s.binding.key is None or s.binding.contract.invalid is None:
        return
    reply = s.shown(s.minted("it names no subject", sub=None))
    if reply is not None and isinstance(reply.answer, Raised) and not s.binding.contract.invalid.accepts(reply.answer):
        s.learned = f"a token that names no subject raises {type(reply.answer.error).__name__}"


def _is_a_failure(s: IdentityScenario, reply: Reply, invalid: Answer) -> None:
    """It is neither an identity nor what a wrong credential is answered with."""
    failure = s.binding.contract.failure
    if failure is not None:
        if not failure.accepts(reply.answer):
            s.broken(str(failure), str(reply), hint=foreign_hint(getattr(reply.answer, "error", None)))
        return
    policies = [each for each in (s.binding.contract.invalid, s.binding.rejection) if each is not None]
    taken_for_invalid = isinstance(reply.answer, Returned) or any(each.accepts(reply.answer) for each in policies)
    if taken_for_invalid or (not policies and describe(invalid) == describe(reply.answer)):
        s.broken(
            "a failure that is told from a credential that is not valid",
            answer_text(reply.answer),
            hint="everybody would be signed out whenever the store restarts",
        )


def _forged(s: IdentityScenario) -> Iterator[Token]:
    """Tokens of all that can be wrong with one, where the contract lets them be made."""
    kinds: list[tuple[str, Callable[[IdentityScenario], Iterator[Token]], bool]] = [
        ("exp", forged_tokens.expired, True),
        ("nbf", forged_tokens.not_yet, True),
        ("iss", forged_tokens.of_another_issuer, s.binding.contract.issuer is not None),
        ("aud", forged_tokens.for_another_audience, s.binding.contract.audience is not None),
    ]
    for claim, forge, checked in kinds:
        if checked and chooses(claim)(s.binding, None) is None:
            yield from forge(s)
    yield from forged_tokens.of_another_key(s)
    yield from forged_tokens.unsigned(s)
    if s.binding.key is not None:
        yield from forged_tokens.of_another_algorithm(s)
