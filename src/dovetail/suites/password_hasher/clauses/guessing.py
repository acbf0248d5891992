"""A hash is dear to guess: HASH-11."""

from __future__ import annotations

from dovetail.errors import ContractError
from dovetail.policies import Raised, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.options import stated
from dovetail.suites.password_hasher.at_work import at_work
from dovetail.suites.password_hasher.cost import LEAST, cost_of
from dovetail.suites.password_hasher.passwords import sound
from dovetail.suites.password_hasher.scenario import HasherScenario

_MANY = "argon2, scrypt, bcrypt or PBKDF2: a digest is made a billion times a second"
_IN_TESTS = "where this is what tests have, say what production has: production = staticmethod(lambda: ...)"


@check("HASH-11", random=False, needs_a_case=True)
def guessing_is_dear(s: HasherScenario) -> None:
    production = stated(s.binding.contract, "production")
    if production is not None:
        answer = s.driver.call(production)
        if not isinstance(answer, Returned):
            error = answer.error if isinstance(answer, Raised) else None
            raise ContractError(f"production of the contract gives no hasher: {error!r}", "correct it") from error
        s.use(answer.value, "production()")
    slow: list[str] = []
    with at_work(slow):
        text = s.read(s.hashed(sound(s)))
    cost = cost_of(text)
    if cost is None or (cost.scheme == "digest" and slow):
        s.set_aside(f"{text[:12]}... does not tell its cost in a form that is known")
    floor = s.binding.contract.floor
    if (unknown := [each for each in floor if each not in LEAST]) != []:
        raise ContractError(f"floor names {unknown[0]!r}, which is no scheme", f"write one of {', '.join(LEAST)}")
    least = cost.least(floor)
    if cost.number < least:
        unit = f" ({cost.unit})" if cost.unit else ""
        s.broken(
            f"{cost.scheme} at {least}{unit} or more",
            f"{cost.number}: {cost.told}",
            hint=_MANY if cost.scheme == "digest" else _IN_TESTS if production is None else "",
        )
    s.learned = f"{cost.scheme}: {cost.told}"
