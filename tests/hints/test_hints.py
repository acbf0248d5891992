"""What annotations mean, in code as it is really written."""

from __future__ import annotations

import functools
import importlib
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, InitVar, dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Generic, Literal, NewType, Optional, Protocol, Self, TypeVar

import pytest
from typing_extensions import TypeAliasType

from dovetail.hints import Unresolved, bare, resolve, substitute, type_arguments

T = TypeVar("T")
K = TypeVar("K")
OrderId = NewType("OrderId", str)


class Order:
    pass


class Repository(Protocol[T, K]):  # type: ignore[misc]
    def get(self, key: K) -> T | None: ...

    def all(self) -> list[T]: ...


class Keyed(Repository[T, str], Protocol[T]):
    pass


class Orders(Keyed[Order], Protocol):
    def find(self, order_id: OrderId) -> Optional["Order"]: ...  # noqa: UP037, UP045


@dataclass
class Entity(Generic[K]):
    id: K
    tags: list[K]


@dataclass
class Invoice(Entity[OrderId]):
    date: date | None = None  # type: ignore[name-defined]
    _: KW_ONLY
    lines: "list[Order]"  # noqa: UP037
    kind: ClassVar[Literal["paid"]] = "paid"
    secret: InitVar[int] = 1
    amount: Annotated[int, "cents"] = 0
    lost: Missing | None = None  # type: ignore[name-defined]  # noqa: F821


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Imports modules from their source, and forgets them."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made = []

    def make(**sources: str) -> Any:
        for name, source in sources.items():
            (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
            made.append(name)
        importlib.invalidate_caches()
        return importlib.import_module(next(iter(sources)))

    yield make
    for name in made:
        sys.modules.pop(name, None)


def test_a_class_has_the_annotations_of_its_bases_with_their_variables_bound() -> None:
    """`Entity[OrderId]` binds `K`, wherever it stands."""
    hints = resolve(Invoice)
    assert hints["id"] is OrderId
    assert hints["tags"] == list[OrderId]
    assert hints["lines"] == list[Order]


def test_annotations_keep_their_extras() -> None:
    """What marks a type is of use to others."""
    hints = resolve(Invoice)
    assert hints["amount"] == Annotated[int, "cents"]
    assert hints["kind"] == ClassVar[Literal["paid"]]
    assert hints["secret"].type is int
    assert hints["_"] is KW_ONLY


def test_one_unknown_name_spoils_one_annotation_only() -> None:
    """`get_type_hints` would give up on the whole class."""
    assert resolve(Invoice)["lost"] == Unresolved("Missing | None")


def test_a_field_named_like_a_type_does_not_hide_it(module: Callable[..., Any]) -> None:
    """`date: date | None = None` names the type, as it does for `get_type_hints`."""
    made = module(
        named="""
        from __future__ import annotations
        from datetime import date
        class Bill:
            date: date | None = None
        """
    )
    import datetime

    assert resolve(made.Bill)["date"] == datetime.date | None


def test_an_alias_binds_the_variables_of_its_class() -> None:
    """`Entity[int]` is resolved as a class with `K` bound would be."""
    assert resolve(Entity[int]) == {"id": int, "tags": list[int]}
    assert resolve(Entity) == {"id": K, "tags": list[K]}  # type: ignore[valid-type]


def test_type_arguments_follow_every_level_of_generic_bases() -> None:
    """From `Orders` to `Keyed[Order]` to `Repository[Order, str]`."""
    assert type_arguments(Orders) == {Keyed: {T: Order}, Repository: {T: Order, K: str}}
    assert type_arguments(Entity[int]) == {Entity: {K: int}}
    assert type_arguments(Order) == {}


def test_a_method_of_a_generic_base_is_resolved_with_the_variables_of_that_base() -> None:
    """The variables stay, for `substitute` to replace."""
    hints = resolve(Orders.get, owner=Orders)
    assert hints == {"key": K, "return": T | None}
    bound = type_arguments(Orders)[Repository]
    assert {name: substitute(hint, bound) for name, hint in hints.items()} == {"key": str, "return": Order | None}


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (T, int),
        (list[T], list[int]),  # type: ignore[valid-type]
        (dict[str, list[T]], dict[str, list[int]]),  # type: ignore[valid-type]
        (T | None, int | None),
        (Optional[T], int | None),  # noqa: UP045
        (Callable[[T, str], T], Callable[[int, str], int]),
        (tuple[T, ...], tuple[int, ...]),  # type: ignore[valid-type]
        (Annotated[T, "x"], Annotated[int, "x"]),
        (type[T], type[int]),
        (Literal["T"], Literal["T"]),
        (Entity[T], Entity[int]),  # type: ignore[valid-type]
        (str, str),
    ],
)
def test_substitute_replaces_a_variable_wherever_it_stands(hint: Any, expected: Any) -> None:
    """In generics, unions, callables and the rest."""
    assert substitute(hint, {T: int}) == expected


def test_self_is_replaced_like_a_variable() -> None:
    """A method that answers `Self` answers the class it is called on."""
    assert substitute(list[Self], {Self: Order}) == list[Order]  # type: ignore[misc]


def test_names_imported_for_type_checkers_only_are_imported(module: Callable[..., Any]) -> None:
    """`if TYPE_CHECKING:` hides nothing, though the two modules import each other."""
    made = module(
        orders_module="""
        from __future__ import annotations
        import typing as t
        from typing import TYPE_CHECKING
        import customers_module
        if TYPE_CHECKING:
            import decimal as d
            import xml.dom
            from customers_module import Customer as Buyer
            from nowhere import Nothing
        class Order:
            buyer: Buyer
            total: d.Decimal
            document: xml.dom.Node
            nothing: Nothing
            def bought_by(self, buyer: Buyer | None = None) -> list[Buyer]: ...
        """,
        customers_module="""
        from __future__ import annotations
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from orders_module import Order
        class Customer:
            orders: list[Order]
        """,
    )
    import decimal
    import xml.dom

    customer = sys.modules["customers_module"].Customer
    hints = resolve(made.Order)
    assert (hints["buyer"], hints["total"], hints["document"]) == (customer, decimal.Decimal, xml.dom.Node)
    assert hints["nothing"] == Unresolved("Nothing")
    assert resolve(made.Order.bought_by) == {"buyer": customer | None, "return": list[customer]}  # type: ignore[valid-type]
    assert resolve(customer) == {"orders": list[made.Order]}  # type: ignore[name-defined]


def test_classes_local_to_a_running_function_are_found() -> None:
    """A test that defines its own domain annotates by local names."""

    class Line:
        pass

    class Basket:
        lines: list[Line]

        def add(self, line: Line) -> Basket: ...  # type: ignore[empty-body]

    assert resolve(Basket) == {"lines": list[Line]}
    assert resolve(Basket.add) == {"line": Line, "return": Basket}


def test_classes_local_to_a_function_that_has_returned_are_found() -> None:
    """By their qualified name, which no other class has."""
    hints = resolve(_a_local_class())
    assert hints["left"].__qualname__ == "_a_local_class.<locals>.Left"
    assert hints["kept"] is str


def _a_local_class() -> type:
    kept = str

    class Left:
        pass

    class Right:
        left: Left
        kept: kept  # type: ignore[valid-type]
        alive = (Left,)  # else the collector may have taken it

        def uses(self) -> Any:
            return kept

    return Right


def test_what_wraps_a_function_is_seen_through() -> None:
    """Decorators, partials, bound methods, static and class methods, properties, callable objects."""

    def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inner(*arguments: Any) -> Any:
            return function(*arguments)

        return inner

    class Desk:
        @decorated
        def a(self, x: int) -> None: ...
        @staticmethod
        def b(x: int) -> None: ...
        @classmethod
        def c(cls, x: int) -> None: ...
        def __call__(self, x: int) -> None: ...
        @property
        def d(self) -> int: ...  # type: ignore[empty-body]

    expected = {"x": int, "return": type(None)}
    found = (Desk.a, Desk.b, Desk.c, Desk(), Desk().a, functools.partial(Desk.b, 1), vars(Desk)["c"])
    assert [resolve(one) for one in found] == [expected] * len(found)
    assert resolve(vars(Desk)["d"]) == {"return": int}
    assert resolve(len) == {}


def test_what_only_marks_a_type_is_taken_off_in_any_order() -> None:
    """An alias may stand for a `NewType`, which may be made of a type with extras."""
    pair = TypeAliasType("Pair", tuple[T, T], type_params=(T,))  # type: ignore[arg-type, misc]
    assert bare(OrderId) is str
    assert bare(Annotated[OrderId, "x"]) is str
    assert bare(TypeAliasType("Alias", Annotated[OrderId, "x"])) is str
    assert bare(pair[int]) == tuple[int, int]
    assert bare(None) is type(None)
    assert bare(OrderId | None) == OrderId | None


@pytest.mark.skipif(sys.version_info < (3, 12), reason="PEP 695 is new in Python 3.12")
def test_pep_695_aliases_stand_for_their_values_and_classes_for_their_variables(module: Callable[..., Any]) -> None:
    """`type` aliases are expanded, but where one names itself; type parameters of classes and functions are seen."""
    made = module(
        modern="""
        from __future__ import annotations
        type Pair[X] = tuple[X, X]
        type Key = int
        type Json = dict[str, Json] | str
        class Store[T, K = int]:
            def get(self, key: K) -> T | None: ...
        class Keys(Store[str, Key]):
            pairs: list[Pair[Key]]
            json: Json
        def first[V](of: list[V]) -> V: ...
        """.replace("K = int", "K = int" if sys.version_info >= (3, 13) else "K")
    )
    hints = resolve(made.Keys)
    assert hints["pairs"] == list[tuple[int, int]]
    assert hints["json"] == dict[str, made.Json] | str  # type: ignore[name-defined]
    variable, key = made.Store.__type_params__
    assert type_arguments(made.Keys)[made.Store] == {variable: str, key: int}
    assert resolve(made.Keys.get, owner=made.Keys) == {"key": key, "return": variable | None}
    (value,) = made.first.__type_params__
    assert resolve(made.first) == {"of": list[value], "return": value}  # type: ignore[valid-type]
