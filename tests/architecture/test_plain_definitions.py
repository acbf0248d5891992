"""Telling from a module's text that a name is its own: where there is any doubt, the parser is asked."""

from __future__ import annotations

import pytest

from dovetail.architecture.classes.plain import plainly_defines, plainly_lacks

DEFINED = "class Order:\n    total: int\n\n\ndef total(order: Order) -> int:\n    return order.total\n"


@pytest.mark.parametrize(
    "text",
    [
        "class Order:\n    pass\n",
        "class Order(Base):\n    pass\n\n\nsmall = Order(1)\n",
        "class Order[T]:\n    pass\n\n\ndef first(orders: list[Order]) -> Order | None:\n    return Order.first()\n",
        "def Order():\n    return 1\n",
        "async def Order():\n    return 1\n",
        "class Order:\n    pass\n\n\ndef f(x):\n    return isinstance(x, Order)\n",
        "class OrderLine:\n    pass\n\n\nclass Order(OrderLine):\n    pass\n",
        "class Order:\n    pass\n\n\nclass Small(Base, Order):\n    pass\n",
        "class Order:\n    pass\n\n\nclass Small(metaclass=Order):\n    pass\n",
        "class Order:\n    pass\n\n\nPurchase = Order\n",
        "class Order:\n    pass\n\n\nfirst = make(Order, 1)\n",
        "class Order:\n    pass\n\n\n@Order\ndef make():\n    raise Order from None\n",
        'class Order:\n    pass\n\n\ndef make():\n    """What an Order is, if\n    this is an Order\n    """\n',
    ],
)
def test_there_is_no_doubt(text: str) -> None:
    assert plainly_defines(text.encode(), "Order")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "class OrderLine:\n    pass\n",
        "x = 1\nclass Order_\n",
        "from shop.adapters import Order\n",
        "if True:\n    class Order:\n        pass\n",
        "class Order:\n    pass\n\n\nfrom shop.adapters import Order\n",
        "class Order:\n    pass\n\n\nfrom shop.adapters import SqlOrder as Order\n",
        "class Order:\n    pass\n\n\nfrom shop.adapters import (\n    Line,\n    Order,\n)\n",
        "class Order:\n    pass\n\n\nOrder = make()\n",
        "class Order:\n    pass\n\n\nOrder: type = make()\n",
        "class Order:\n    pass\n\n\nOrder, line = make()\n",
        "class Order:\n    pass\n\n\n[Order] = make()\n",
        "class Order:\n    pass\n\n\nif make: Order = make()\n",
        "class Order:\n    pass\n\n\nif make: Order, line = make()\n",
        "class Order:\n    pass\n\n\nfor Order in make():\n    pass\n",
        "class Order:\n    pass\n\n\nwith make() as Order:\n    pass\n",
        "class Order:\n    pass\n\n\nif (Order := make()):\n    pass\n",
        "class Order:\n    pass\n\n\ndel Order\n",
        "class Order:\n    pass\n\n\ndel (Order)\n",
        "class Order:\n    pass\n\n\ndel(Order)\n",
        "class Order:\n    pass\n\n\nfrom shop.adapters import(Order)\n",
        "class Order:\n    pass\n\n\nlast = Order, line = make()\n",
        "class Order:\n    pass\n\n\nmatch make():\n    case Line(order=Order):\n        pass\n",
        "class Order:\n    pass\n\n\nmatch make():\n    case Line(Order):\n        pass\n",
        "class Order:\n    pass\n\n\nmatch make():\n    case Order if True:\n        pass\n",
        "class Order:\n    pass\n\n\ntype Order = int\n",
        "class Order:\n    pass\n\n\ndef make():\n    global Order\n",
        "class Order:\n    pass\n\n\ntry:\n    make()\nexcept Exception as Order:\n    pass\n",
        "class Order:\n    pass\n\n\ndef Order():\n    pass\n",
        f"class Order:\n    pass\n\n\nvalues = [{'1, ' * 100}Order]\n",
        "class Order:\n    pass\n" + "\n\nOrder()" * 300,
    ],
)
def test_in_doubt_the_parser_is_asked(text: str) -> None:
    assert not plainly_defines(text.encode(), "Order")


@pytest.mark.parametrize(
    "text",
    [
        "class OrderLine:\n    pass\n",
        "def make(\n    Order=None,\n):\n    Order = 1\n    return Order, 2\n",
        "class Line:\n    Order = 1\n\n    def make(self, Order):\n        Order, line = 1, 2\n",
        "class Line:\n    def Order(self):\n        pass\n",
        'def make():\n    """What it makes:\n\n    Order, or\n    Order\n    """\n',
    ],
)
def test_a_module_gives_the_name_no_meaning(text: str) -> None:
    """It does not say it, or its functions and classes alone do."""
    assert plainly_lacks(text.encode(), "Order")


@pytest.mark.parametrize(
    "text",
    [
        "class Order:\n    pass\n",
        "from shop.adapters import *\n",
        "from shop.adapters import (\n    Line,\n    Order,\n)\n",
        "Order = make()\n",
        "if True:\n    Order = make()\n",
        "try:\n    from shop.adapters import Order\nexcept ImportError:\n    Order = None\n",
        "def make():\n    global Order\n    Order = 1\n",
        "def make():\n    pass\n\n\nif True:\n    Order = 1\n",
        "def make():\n    pass\n\n\nvalues = [\n    1,\n]\nif True:\n    # no more\n    Order, line = 1, 2\n",
    ],
)
def test_it_may_give_the_name_a_meaning(text: str) -> None:
    """Then the parser is asked."""
    assert not plainly_lacks(text.encode(), "Order")
