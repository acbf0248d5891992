"""Units of work in processes of their own, as an application has several workers: UOW-34."""

from __future__ import annotations

from collections.abc import Callable

from dovetail.policies import Answer, Fails, Raises, Returned
from dovetail.suites.concurrency.processes import PROCESSES, Job, in_processes, several_processes
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.clauses.independence import Writer, as_said
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import told


@check("UOW-34", several_processes, needs_a_case=True, most=1)
def units_in_processes(s: UnitScenario) -> None:
    if s.repositories[s.paths[0]].binding.generates_key:
        s.no_case("the store gives the keys, and another process has been told them")
    first, contested, *own = s.entries(*[0] * (2 + PROCESSES))
    with s.unrecorded():
        (answer,) = in_processes(s, [_adding(s, first)]).answers
        if not isinstance(answer, Returned):
            s.not_evaluated(f"a unit in a process of its own fails: {told(answer)}")
        if not s.look(first)[0].there:
            s.no_case("what another process commits is not seen here: each process has a store of its own")
    with s.forgetting():
        s.say(f"# at the same time in {PROCESSES} processes, each of these is added in a unit that is committed")
        answers = in_processes(s, [_adding(s, entry) for entry in own]).answers
        for entry, answer, found in zip(own, answers, s.look(*own), strict=True):
            as_said(s, entry, answer, there=found.there)
        if not any(isinstance(answer, Returned) for answer in answers):
            s.not_evaluated(f"no unit comes through: {'; '.join(map(told, answers))}")
    if isinstance(s.binding.policy("conflict"), (Raises, Fails)) and s.can_change(contested):
        _one_conflict(s, contested)


def _one_conflict(s: UnitScenario, contested: Entry) -> None:
    """Let all of them change what all of them have loaded: one is committed."""
    s.stored(contested)
    s.say(f"# in {PROCESSES} processes, each loads {contested.name}; when all have, each changes it and commits")
    met = in_processes(s, [_changing(s, contested)] * PROCESSES)
    won = sum(isinstance(answer, Returned) for answer in met.answers)
    if met.together and won > 1:  # else one has waited for a lock, and loaded what the other one had committed
        s.broken(f"one of them is committed; the others {s.binding.policy('conflict')}", f"{won} of {PROCESSES} are")


def _adding(s: UnitScenario, entry: Entry) -> Job:
    def job(meet: Callable[[], None]) -> Answer:
        s.driver.begin_again()
        with s.client() as client:
            unit = s.unit(client)
            answer = unit.add(entry).answer
            meet()
            return unit.complete() if isinstance(answer, Returned) else unit.fail(answer)

    return job


def _changing(s: UnitScenario, entry: Entry) -> Job:
    def job(meet: Callable[[], None]) -> Answer:
        s.driver.begin_again()
        with s.client() as client:
            unit = s.unit(client)
            writer = Writer(s, unit, entry)
            answer = writer.loads(unit)
            meet()
            answer = writer.saves(unit) if isinstance(answer, Returned) else answer
            return unit.complete() if isinstance(answer, Returned) else unit.fail(answer)

    return job
