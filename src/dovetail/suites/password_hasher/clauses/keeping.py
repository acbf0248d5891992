"""A password is told nowhere: HASH-13."""

from __future__ import annotations

from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.disclosure import told_by_all, told_by_answer
from dovetail.suites.environment.logs import everything_told
from dovetail.suites.environment.texts import as_text, like
from dovetail.suites.kernel.check import check
from dovetail.suites.password_hasher.preconditions import verifies
from dovetail.suites.password_hasher.scenario import HasherScenario

_LENGTH = 16  # characters: a shorter hash is found by chance
_SHORT = "xyzzy"  # what a rule on the length of passwords refuses
_SECRET = f"Aa1!{_SHORT}-plugh"


@check("HASH-13", random=False)
def passwords_are_told_nowhere(s: HasherScenario) -> None:
    replies: list[Reply | None] = []
    with everything_told() as listening:
        replies += [s.hash(_SECRET), s.hash(f"{_SECRET}\0" + "x" * 5000), s.hash(_SHORT)]
        hashed = replies[0].value if replies[0] is not None else None
        if hashed is not None and verifies(s.binding, None) is None:
            replies += [s.verify(_SECRET, hashed), s.verify(f"{_SECRET}2", hashed)]
            if (malformed := like(hashed, "$unknown$of$nobody")) is not None:
                replies.append(s.verify(_SECRET, malformed))
        shown = repr(s.adapter)
    told = [each for reply in replies if reply is not None for each in told_by_answer(reply.answer)]
    stored = as_text(hashed) or ""
    for where, text in [*told, *told_by_all(listening), (f"repr({s.called})", shown)]:
        if _SHORT in text:
            s.broken("no password in it", f"{where}: {text}"[:300], path=where)
        if len(stored) >= _LENGTH and stored in text:
            s.broken("no stored hash in it", f"{where}: {text}"[:300], path=where)
