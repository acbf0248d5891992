"""Telling from a module's text that a name is its own: where there is any doubt, the parser is asked."""

from __future__ import annotations

import pytest

from dovetail.architecture.classes.plain import plainly_defines

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
        "class Order:\n    pass\n\n\ndef Order():\n    pass\n",
        f"class Order:\n    pass\n\n\nvalues = [{'1, ' * 100}Order]\n",
        "class Order:\n    pass\n" + "\n\nOrder()" * 300,
    ],
)
def test_in_doubt_the_parser_is_asked(text: str) -> None:
    assert not plainly_defines(text.encode(), "Order")
