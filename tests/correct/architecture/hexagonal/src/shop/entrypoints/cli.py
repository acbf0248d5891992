from __future__ import annotations

import sys

from shop.bootstrap import place_order


def main() -> None:
    place_order()(sys.argv[1], sys.argv[2:])
