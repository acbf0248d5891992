"""Runs one check in random scenarios, and makes an outcome of what happened.

A check first replays what an earlier run saved. Then it is held in scenarios whose values are drawn already, once for
the whole suite (see `pool`). Where one of them breaks it, Hypothesis draws afresh, to find the smallest that does.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any
from unittest import SkipTest

from hypothesis import Phase, Verbosity, settings
from hypothesis.errors import Flaky, Unsatisfiable, UnsatisfiedAssumption

from dovetail.errors import ContractError
from dovetail.suites.kernel.check import Check
from dovetail.suites.kernel.drawn_examples import replays, run_drawn
from dovetail.suites.kernel.examples import Examples, GivenUp, OutOfTime, Plan, SmallEnough, TriedEnough, noting_draw
from dovetail.suites.kernel.outcome import Finding, Outcome, Verdict
from dovetail.suites.kernel.pool import NotShared, Pool
from dovetail.suites.kernel.scenario import Broken, Line, NoCase, SetAside, Unevaluable

_FEW = 20  # examples of which no check is content with a share
_OFTEN = 10  # so many times the examples to do that
_FOR_EACH = 10  # examples that are tried for each that is to hold, where most are set aside
_TRIED = 40  # at least

_SET_ASIDE = (SetAside, UnsatisfiedAssumption)
_CHANCE = "the scenario does not repeat itself: run again, the same calls were answered otherwise"
_NOT_SHRUNK = "making the scenario smaller took too long, so it is not the smallest"


def run_check(check: Check[Any], plan: Plan) -> Outcome:
    """Run a check until it breaks or all examples held.

    Raises:
        ContractError: no scenario could be made, the store cannot be reached, or the contract's own code raised.
    """
    started = time.perf_counter()
    examples = Examples(plan, may_be_none=check.needs_a_case)
    broken = None
    try:
        _run_all(check, examples, plan)
    except Broken as found:
        broken = found
    except SmallEnough:
        broken = examples.broken
    except Flaky as flaky:
        broken = _by_chance(check, examples, flaky)
    except (Unsatisfiable, SetAside, NoCase):
        return _never_ran(check, examples)
    except Unevaluable as stopped:
        cause = stopped.__cause__
        raise stopped.error from stopped.error.__cause__ if cause is stopped.error else cause
    seconds = time.perf_counter() - started
    if broken is None:
        return _not_broken(check, examples, seconds)
    return Outcome(
        check.clause,
        Verdict.BROKEN,
        examples=examples.count,
        seconds=seconds,
        finding=_finding(check, broken, examples),
    )


def _run_all(check: Check[Any], examples: Examples, plan: Plan) -> None:
    if not check.random:
        examples.run(check.run, _no_draw)
        return
    ways = [(check.run, _at_most(check, plan.profile))]
    if check.first is not None:  # it takes long, so that it comes last where there is little time
        once = settings(plan.profile, max_examples=1, database=None)
        ways.insert(0 if plan.deadline is None else 1, (check.first, once))
    for body, profile in ways:
        if examples.is_late:
            examples.left_out += profile.max_examples
        else:
            _hold(check, body, examples, profile)


def _hold(check: Check[Any], body: Callable[[Any], None], examples: Examples, profile: settings) -> None:
    """Run a function of the check in one example after the other, those that are drawn already before any others."""
    name = f"{examples.plan.key}:{body.__name__}"
    pool = examples.plan.pool

    def drawn(how: settings) -> None:
        before = examples.held
        examples.try_at_most(max(_TRIED, _FOR_EACH * how.max_examples))
        try:
            run_drawn(lambda draw: examples.run(body, noting_draw(draw, examples)), name, how)
        except OutOfTime:
            examples.left_out += max(1, profile.max_examples - (examples.held - before))
        except TriedEnough:
            pass
        finally:
            examples.try_at_most(math.inf)

    if pool is None or Phase.generate not in profile.phases or profile.verbosity > Verbosity.normal:
        drawn(profile)
        return
    if replays(profile) and _breaks_again(drawn, profile, examples):
        drawn(profile)
        return
    try:
        pool.fill()
        found = _first_broken(check, body, examples, pool, profile.max_examples)
    except NotShared:
        drawn(profile)
        return
    if found is None and examples.in_vain and not examples.left_out:
        drawn(profile)
    elif found is not None:
        _made_smaller(found, examples, drawn, profile)


def _breaks_again(drawn: Callable[[settings], None], profile: settings, examples: Examples) -> bool:
    """Whether a failure that was saved by an earlier run still is one."""
    try:
        drawn(settings(profile, phases=[each for each in profile.phases if each in {Phase.explicit, Phase.reuse}]))
    except (Broken, Flaky):
        examples.broken = None
        return True
    except (SkipTest, Unsatisfiable):  # so Hypothesis ends a run for which nothing was saved, or nothing that is a case
        return False
    return False


def _first_broken(
    check: Check[Any], body: Callable[[Any], None], examples: Examples, pool: Pool, most: int
) -> Broken | None:
    """What breaks first in the examples that are drawn already; where some are set aside, others take their turn."""
    held = turn = 0
    while held < most and turn < 2 * most:
        try:
            examples.run(body, pool.scenario(check.clause, turn))
            held += 1
        except OutOfTime:
            examples.left_out += most - held
            break
        except _SET_ASIDE:
            pass
        except Broken as found:
            try:
                examples.run(body, pool.scenario(check.clause, turn))
            except Broken:
                return found
            except _SET_ASIDE:
                pass
            _note(found, _CHANCE)
            return found
        turn += 1
    return None


def _made_smaller(found: Broken, examples: Examples, drawn: Callable[[settings], None], profile: settings) -> None:
    """Let Hypothesis find what broke, and shrink it; what it does not find again in time is told as it was drawn."""
    if Phase.shrink not in profile.phases:
        raise found
    examples.search(examples.patience)
    try:
        drawn(settings(profile, max_examples=_OFTEN * profile.max_examples))
    except (GivenUp, Unsatisfiable):
        pass
    except Flaky as flaky:
        # Some versions of Hypothesis take an example that ends at once, as giving up does, for one that drew otherwise.
        if examples.is_broken or not isinstance(flaky.__context__, GivenUp):
            raise
    examples.cut_short = True
    raise found


def _at_most(check: Check[Any], profile: settings) -> settings:
    """The profile with as many examples as the check is asked in: its share, but for small numbers, and its most."""
    most = profile.max_examples
    share = max(math.ceil(check.share * most), min(most, _FEW))
    return settings(profile, max_examples=min(share, check.most or share))


def _not_broken(check: Check[Any], examples: Examples, seconds: float) -> Outcome:
    if examples.observed:
        return _not_stated(check, examples, seconds)
    if examples.left_out:
        return _cut_short(check, examples, seconds)
    return Outcome(check.clause, Verdict.HELD, examples.learned, examples.count, seconds)


def _cut_short(check: Check[Any], examples: Examples, seconds: float) -> Outcome:
    of = examples.held + examples.left_out
    reason = f"held in {examples.held} of {of} examples, for its time was up"
    return Outcome(check.clause, Verdict.CUT_SHORT, reason, examples.count, seconds)


def _not_stated(check: Check[Any], examples: Examples, seconds: float) -> Outcome:
    policy, answer = next(iter(examples.observed.items()))
    return Outcome(
        check.clause,
        Verdict.NOT_STATED,
        f"it answers {answer}; write {policy} = {answer} to hold every adapter to it",
        examples.count,
        seconds,
        answer=answer,
        policy=policy,
    )


def _never_ran(check: Check[Any], examples: Examples) -> Outcome:
    if examples.unevaluated:
        return Outcome.not_evaluated(check.clause, examples.unevaluated[-1], examples.count)
    reason = examples.refusals[-1] if examples.refusals else "nothing could be drawn"
    if check.needs_a_case or examples.left_to_another_clause:
        return Outcome(check.clause, Verdict.NOT_APPLICABLE, f"no scenario came up: {reason}", examples.count)
    raise ContractError(
        f"every scenario of {check.clause} was set aside; the last one since {reason}",
        "state a strategy of what is taken and differs enough, or the option that says how it is refused",
    )


def _broken_within(group: BaseException) -> Broken | None:
    """The finding inside what Hypothesis raises where a scenario does not repeat itself."""
    if isinstance(group, Broken):
        return group
    inside = [*getattr(group, "exceptions", ()), group.__cause__, group.__context__]
    return next((found for each in inside if each is not None and (found := _broken_within(each))), None)


def _by_chance(check: Check[Any], examples: Examples, flaky: Flaky) -> Broken:
    """What was found in a scenario that does not repeat itself, or whose shrinking Hypothesis takes for one."""
    if examples.cut_short and examples.broken is not None:
        return examples.broken
    broken = _broken_within(flaky) or examples.broken
    if broken is None:
        raise ContractError(
            f"the scenarios of {check.clause} do not repeat themselves: drawn again, the same values led elsewhere",
            "take chance, clocks and the order of sets out of the adapter, the aggregates and their strategy",
        ) from flaky
    _note(broken, _CHANCE)
    return broken


def _note(broken: Broken, note: str) -> None:
    """Say more beside the hint of what was found."""
    broken.hint = f"{broken.hint}; {note}" if broken.hint else note


def _no_draw(_strategy: Any) -> Any:
    raise ContractError("a check that says random=False draws", "take random=False out of it: @check(id)")


def _finding(check: Check[Any], broken: Broken, examples: Examples) -> Finding:
    if examples.cut_short:
        _note(broken, _NOT_SHRUNK)
    also = examples.further.beside(broken.path) if broken.differences else ()
    return Finding(check.clause, _text(broken.lines), broken.expected, broken.got, broken.path, broken.hint, also)


def _text(lines: list[Line]) -> tuple[str, ...]:
    return tuple(line if isinstance(line, str) else line() for line in lines)
