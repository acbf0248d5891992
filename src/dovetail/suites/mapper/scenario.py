"""The mapper's own language: draw an object of the domain, map it, map it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dovetail.policies import Answer, Returned
from dovetail.suites.driver import Driver
from dovetail.suites.mapper.binding import Binding
from dovetail.suites.mapper.grafting import grafted, is_free
from dovetail.suites.mapper.places import Place
from dovetail.suites.mapper.source import MapperSource
from dovetail.suites.mapper.ways import Way
from dovetail.suites.scenario import Scenario, told
from dovetail.values import Difference, code, compare, picture
from dovetail.values.strategies import ordinary

T = TypeVar("T")
MODEL = "model"
_MANY = 2**16 - 1


class MapperScenario(Scenario):
    """One example of a mapper clause.

    Attributes:
        binding: the mapper in the contract's words.
        database: where its models are written to, if anywhere.
    """

    def __init__(
        self, binding: Binding, driver: Driver, source: MapperSource, draw: Callable[[SearchStrategy[Any]], Any]
    ) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding
        self.database = source

    # What is drawn

    def some(self, most: int) -> int:
        """A number from 0 to `most`."""
        return int(self.draw(st.integers(0, most)))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices; the first is the simplest.

        Drawn from a range of its own, for a mapper with a memory may offer other choices in the same scenario again.
        """
        return choices[self.some(_MANY) % len(choices)]

    def drawn(self) -> Any:
        """An object of the domain."""
        return self.draw(self.binding.objects)

    def show(self, value: Any, name: str = "") -> Any:
        """Write down the line that makes an object."""
        now = picture(value)
        self.say(lambda: f"{name or self.binding.noun} = {code(now)}")
        return value

    def varied(self, value: Any, place: Place, part: Any) -> Any:
        """The object with another part in one place; itself where a strategy of the user's says what there is."""
        if not self.binding.inferred or not is_free(value, place.steps):
            return value
        twin = grafted(value, place.steps, part)
        return value if twin is None else twin

    # What is done

    def to_model(self, value: Any, name: str = "", *, as_name: str = MODEL) -> Any:
        """The object's model; a mapper that refuses the object breaks another clause, or may refuse it."""
        answer = self.out(value, name, as_name=as_name)
        if not isinstance(answer, Returned):
            self.set_aside(f"{self.binding.to_model.name} {told(answer)}")
        return answer.value

    def to_domain(self, model: Any, name: str = MODEL) -> Any:
        """The object that a model stands for; a refusal breaks another clause."""
        answer = self.back(model, name)
        if not isinstance(answer, Returned):
            self.set_aside(f"{self.binding.to_domain.name} {told(answer)}")
        return answer.value

    def out(self, value: Any, name: str = "", *, as_name: str = MODEL) -> Answer:
        """What the way to the model answers."""
        return self._call(self.binding.to_model, value, name or self.binding.noun, as_name)

    def back(self, model: Any, name: str = MODEL) -> Answer:
        """What the way to the domain answers."""
        return self._call(self.binding.to_domain, model, name, "")

    def mapped(self, value: Any, answer: Answer) -> Any:
        """What was answered, which must be no refusal of an ordinary object."""
        if not isinstance(answer, Returned):
            if not ordinary(value):
                self.set_aside(f"an extreme value was refused: {told(answer)}")
            self.broken("it is mapped", told(answer))
        return answer.value

    def same(self, expected: Any, got: Any) -> None:
        """Two objects of the domain are the same, up to the contract's tolerances."""
        difference = compare(expected, got, self.binding.tolerances)
        if difference is not None:
            self.differ(difference)

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """What is done inside is a control of dovetail's own and no part of the scenario."""
        lines, self.lines = self.lines, []
        try:
            yield
        finally:
            self.lines = lines

    def differ(self, difference: Difference, hint: str = "") -> None:
        """Two objects differ there."""
        where = difference.path or "it"
        self.broken(
            f"{where} == {difference.expected}",
            f"{where} == {difference.got}",
            difference.path,
            hint or difference.hint or "",
        )

    def _call(self, way: Way, value: Any, name: str, as_name: str) -> Answer:
        shown = f"*{name}" if way.parts > 1 else name
        call = way.text.format(shown)
        self.say(f"{as_name} = {call}" if as_name else call)
        return self.driver.call(way, value)
