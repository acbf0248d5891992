"""Names made of names, and how a count and a long text are told: snake case, plurals, `3 orders`."""

from __future__ import annotations

import re


def snake(name: str) -> str:
    """`OrderLine` as `order_line`, `HTTPOrder` as `http_order`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def camel(name: str) -> str:
    """`order_line` as `OrderLine`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def plural(noun: str) -> str:
    """The noun as a variable that holds many of them: `orders`, `entries`, `boxes`."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|z|ch|sh)$", noun) else "s")


def public(name: str) -> str:
    """A field's name as its users say it: `_status` and `_Order__status` as `status`."""
    return name.rpartition("__")[2] if name.startswith("_") and "__" in name.rstrip("_") else name.lstrip("_")


def number_of(count: int, noun: str) -> str:
    """`1 order`, `3 orders`."""
    return f"{count} {noun if count == 1 else plural(noun)}"


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters; where some are left out, it ends in `…`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
