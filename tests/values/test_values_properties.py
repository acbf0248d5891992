"""What holds for any value."""

from __future__ import annotations

from collections import OrderedDict, deque
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from makes import AttrsOrder, Colour, DataclassOrder, HostileOrder, Line, Money, OrderId, PlainOrder, SlotsOrder, Status

from dovetail.values import Picture, code, compare, differences, leaves, picture
from dovetail.values.first_sight import same_at_first_sight
from dovetail.values.walk import Walk

ANY_LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(), max_size=5),
    st.binary(max_size=5),
    st.decimals(),
    st.fractions(),
    st.datetimes(timezones=st.none() | st.timezones()),
    st.dates(),
    st.times(timezones=st.none() | st.just(None)),
    st.timedeltas(),
    st.uuids(),
    st.sampled_from([*Status, *Colour]),
    st.text(max_size=3).map(OrderId),
    st.ip_addresses(),
)


HASHABLE_LEAF = ANY_LEAF.filter(lambda leaf: not (isinstance(leaf, Decimal) and leaf.is_snan()))


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=4)
    return st.one_of(
        lists,
        lists.map(tuple),
        lists.map(deque),
        st.sets(HASHABLE_LEAF, max_size=4),
        st.frozensets(HASHABLE_LEAF, max_size=4),
        st.dictionaries(HASHABLE_LEAF, inner, max_size=4),
        st.dictionaries(HASHABLE_LEAF, inner, max_size=3).map(OrderedDict),
        st.builds(Money, inner, inner),
        st.builds(Line, inner, inner, inner),
        *[
            st.builds(make, id=inner, placed_at=inner, status=inner, lines=lists)
            for make in (DataclassOrder, AttrsOrder, PlainOrder, SlotsOrder, HostileOrder)
        ],
    )


ANY_VALUE = st.recursive(ANY_LEAF, containers, max_leaves=12)


@given(ANY_VALUE)
@settings(max_examples=30, deadline=None)
def test_a_value_is_the_same_as_its_picture(value: object) -> None:
    """Nothing differs from its own picture."""
    assert compare(picture(value), value) is None
    assert differences(value, picture(value)) == []


@given(ANY_VALUE, ANY_VALUE)
@settings(max_examples=30, deadline=None)
def test_a_difference_is_one_from_both_sides(one: object, other: object) -> None:
    """Whether two values differ does not depend on which of them was expected."""
    there, back = compare(one, other), compare(other, one)

    assert (there is None) == (back is None)
    assert (there is None) == (differences(one, other) == [])
    assert there is None or "\n" not in str(there)


@given(ANY_VALUE, ANY_VALUE)
@settings(max_examples=30, deadline=None)
def test_what_shows_at_first_sight_is_what_the_walk_finds(one: object, other: object) -> None:
    """Where a first sight says anything, of a value or of its picture, a walk through both pictures says the same."""
    for got in (one, other):
        differ = any(True for _ in Walk().mismatches(picture(one).root, picture(got).root))
        for seen in (got, picture(got)):
            assert same_at_first_sight(picture(one), seen) in (None, not differ)


@given(ANY_VALUE, ANY_VALUE)
@settings(max_examples=30, deadline=None)
def test_a_changed_leaf_is_found(one: object, other: object) -> None:
    """A value in place of another is a difference wherever it is, exactly when the two differ."""
    differ = compare(one, other) is not None

    assert (compare({"a": [1, one]}, {"a": [1, other]}) is not None) == differ
    assert (compare(Line("s", 1, one), Line("s", 1, other)) is not None) == differ  # type: ignore[arg-type]
    assert (compare([{1: one}, {2}], [{1: other}, {2}]) is not None) == differ


@given(ANY_VALUE)
@settings(max_examples=30, deadline=None)
def test_code_and_leaves_of_anything(value: object) -> None:
    """Anything can be written in one line and taken apart, the same from the value and from its picture."""
    taken = picture(value)

    assert isinstance(taken, Picture)
    assert code(value) == code(taken)
    assert "\n" not in code(value)
    assert [path for path, _ in leaves(value)] == [path for path, _ in leaves(taken)]
