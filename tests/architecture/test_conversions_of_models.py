"""What a model's methods do counts, too: one that changes it is no conversion because of its name; a tree at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from garden import broken

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = (
    "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
    "from garden.domain.plant import Plant\n"
    "class Base(DeclarativeBase): ...\n"
    "class Row(Base):\n"
    "    __tablename__ = 'plants'\n"
    "    bed: Mapped[int] = mapped_column(primary_key=True)\n"
)
_NAMED = _HEAD.replace("class Row", "class PlantRow") + "    height: Mapped[int]\n    colour: Mapped[str]\n"
FAULTY = {
    "a_rule_on_what_is_given": "    def apply(self, plant: Plant): self.bed = plant.bed * 2\n",
    "a_decision": "    def apply(self, plant: Plant):\n        if plant.bed > 3: self.bed = plant.bed\n",
    "a_limit": "    def apply(self, plant: Plant): self.bed = plant.bed if plant.bed < 9 else 9\n",
    "a_measure": "    def apply(self, plant: Plant): self.bed = plant.bed >= 9\n",
    "a_state_beside_it": "    def apply(self, plant: Plant):\n        self.bed = plant.bed\n        self.bed = 0\n",
    "a_value": "    def move(self, bed: int): self.bed = bed\n",
    "adding_up": "    def apply(self, plant: Plant): self.bed += plant.bed\n",
    "a_part_of_it": "    height: Mapped[int]\n    hue: Mapped[str]\n    def move(self, to: Plant): self.bed = to.bed\n",
    "of_something_else": "    def move(self, to): self.bed = to.bed\n",
    "a_state": "    def as_watered(self): self.bed = 5\n",
    "a_sum": "    def convert_currency(self) -> None: self.bed += 2\n",
    "two_things": "    def serialize_and_charge(self):\n        self.bed = self.bed * 2\n        return None\n",
    "a_question": "    def to_be_moved(self): return self.bed > 2\n",
    "an_answer": "    def of_the_greenhouse(self) -> bool: return bool(self.bed)\n",
}
CLEAN = {
    "taken_over": "    def apply(self, plant: Plant) -> None:\n        self.bed = plant.bed\n",
    "taken_over_in_quotes": (
        "    def apply(self, it: 'Plant'):\n        'Copy.'\n        self.bed = int(it.bed)\n        return self\n"
    ),
    "taken_over_if_there": "    def apply(self, it: Plant): self.bed = it.bed.at if it.bed is not None else None\n",
    "a_flag": "    def apply(self, it: Plant): self.bed = it.bed == 'the first'\n",
    "kept": "    def to_domain(self):\n        self._plant = Plant(self.bed)\n        return self._plant\n",
    "by_no_word": "    def plant(self): return Plant(self.bed)\n",
    "told": "    def load_from(self, plant): self.bed = plant.bed\n",
    "by_a_word": "    def to_tuple(self): return (self.bed,)\n",
}
# A model that is called after what it stores is told by that, however much of it is copied.
NAMED = {
    "named": "    def apply(self, plant: Plant): self.bed = plant.bed\n",
    "named_alone": "    def apply(self, plant): self.bed = plant.bed\n",
    "with_its_rows": (
        "    def apply(self, plant: Plant):\n        self.bed = plant.bed\n"
        "        for leaf in plant.leaves: self.leaves.append(leaf)\n"
    ),
}


def test_conversions_are_told_by_what_they_do(tmp_path: Path) -> None:
    models = {f"garden/adapters/{name}.py": _HEAD + text for name, text in {**FAULTY, **CLEAN}.items()}
    models |= {f"garden/adapters/{name}.py": _NAMED + text for name, text in NAMED.items()}
    assert broken(tmp_path, models) == {f"garden.adapters.{name}": {"ARCH-11"} for name in FAULTY}
