from __future__ import annotations

import gzip
from io import BytesIO, StringIO

from shop.domain.orders import Order
from shop.domain.test.results import positive


def shown(order: Order) -> str:
    """Prints into memory, which is neither input nor output."""
    buffer = StringIO()
    print(order.id, positive(order), file=buffer)
    return buffer.getvalue()


def packed(content: bytes) -> bytes:
    with gzip.open(BytesIO(content)) as file:
        return file.read()
