"""The mapper's own language: draw an object of the domain, map it, map it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis.strategies import SearchStrategy

from dovetail.policies import Answer, Returned
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Scenario, answer_text
from dovetail.suites.mapper.binding import Binding
from dovetail.suites.mapper.directions.direction import Way
from dovetail.suites.mapper.examples.replacement import grafted, is_free
from dovetail.suites.mapper.parts import Part
from dovetail.suites.mapper.source import MapperSource
from dovetail.values import Difference, code, differences, picture
from dovetail.values.choosing import number
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
        return number(self.draw, 0, most)

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

    def varied(self, value: Any, part: Part, other: Any) -> Any:
        """The object with one part replaced; itself where a strategy of the user's says what there is."""
        if not self.binding.inferred or not is_free(value, part.steps):
            return value
        twin = grafted(value, part.steps, other)
        return value if twin is None else twin

    # What is done

    def to_model(self, value: Any, name: str = "", *, as_name: str = MODEL) -> Any:
        """The object's model; a mapper that refuses the object breaks another clause, or may refuse it."""
        answer = self.out(value, name, as_name=as_name)
        if not isinstance(answer, Returned):
            self.set_aside(f"{self.binding.to_model.name} {answer_text(answer)}")
        return answer.value

    def to_domain(self, model: Any, name: str = MODEL) -> Any:
        """The object that a model stands for; a refusal breaks another clause."""
        answer = self.back(model, name)
        if not isinstance(answer, Returned):
            self.set_aside(f"{self.binding.to_domain.name} {answer_text(answer)}")
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
                self.set_aside(f"an extreme value was refused: {answer_text(answer)}")
            self.broken("it is mapped", answer_text(answer))
        return answer.value

    def same(self, expected: Any, got: Any) -> None:
        """Two objects of the domain are the same, up to the contract's tolerances."""
        if found := differences(expected, got, self.binding.tolerances):
            self.differ(found[0], found=found)

    def differ(self, difference: Difference, hint: str = "", found: Sequence[Difference] = ()) -> None:
        """Two objects differ there, and perhaps in other places too."""
        where = difference.path or "it"
        self.broken(
            f"{where} == {difference.expected}",
            f"{where} == {difference.got}",
            difference.path,
            hint or difference.hint or "",
            differences=found,
        )

    def _call(self, way: Way, value: Any, name: str, as_name: str) -> Answer:
        shown = f"*{name}" if way.parts > 1 else name
        call = way.text.format(shown)
        self.say(f"{as_name} = {call}" if as_name else call)
        return self.driver.call(way, value)
